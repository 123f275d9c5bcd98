"""The seed may be run at any time, and never takes anything back."""

from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from projects.counting import ledger
from projects.models import AidProject, Award, Funding, Region, State, Village
from projects.seed import figures, places
from projects.seed import projects as seed_projects


@pytest.fixture
def seeded(db: None) -> None:
    """Loaded by each test itself: some here begin without the facts."""
    call_command("seed", verbosity=0)


def everything() -> dict[str, list[Any]]:
    """Every table, histories and the read model included."""
    models = apps.get_app_config("projects").get_models(include_auto_created=True)
    return {model._meta.label: list(model._default_manager.order_by("pk").values_list()) for model in models}


def rows_of_history(found: dict[str, list[Any]]) -> int:
    return sum(len(rows) for label, rows in found.items() if ".Historical" in label)


@pytest.mark.usefixtures("seeded")
def test_a_second_run_changes_nothing_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    before = everything()
    assert rows_of_history(before) > 40
    call_command("seed")
    assert everything() == before
    assert "Nothing was changed" in capsys.readouterr().out


def test_the_first_run_says_what_it_added(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("seed")
    stored = sum(
        model._default_manager.count()
        for label in ("Region", "Source", "Village", "Enterprise", "AidProject", "Award", "Funding", "Donation",
                      "Purchase", "Outcome")
        for model in (apps.get_model("projects", label),)
    )  # fmt: skip
    assert f"{stored} records added" in capsys.readouterr().out


@pytest.mark.usefixtures("seeded")
def test_what_staff_changed_stays() -> None:
    village = Village.objects.get(ref="yongfa")
    village.name_en = "Yongfa"
    village.save()
    funding = Funding.objects.get(ref="f-industry")
    funding.state = State.DRAFT
    funding.save()
    before = everything()
    call_command("seed", verbosity=0)
    assert everything() == before
    assert Village.objects.get(ref="yongfa").name_en == "Yongfa"


@pytest.mark.usefixtures("seeded")
def test_what_staff_deleted_stays_away() -> None:
    Award.objects.get(ref="a-2020").delete()
    before = everything()
    call_command("seed", verbosity=0)
    assert everything() == before


@pytest.mark.usefixtures("seeded")
def test_the_read_model_is_what_the_records_say() -> None:
    assert ledger.differences() == []


def test_a_fact_that_the_rules_refuse_is_named_and_nothing_is_loaded(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(figures.FUNDING[0], "amount", "much")
    with pytest.raises(CommandError, match=r"Nothing was loaded\..*f-yongan: amount: .*much"):
        call_command("seed")
    assert not Region.objects.exists()
    assert not AidProject.history.exists()


def test_a_village_that_is_not_there_is_named(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(seed_projects.PROJECTS[0], "villages", ["yongfa", "nowhere"])
    with pytest.raises(CommandError, match=r"yongan-pairing: .*nowhere"):
        call_command("seed")
    assert not Region.objects.exists()


def test_a_code_that_staff_gave_to_another_village_is_refused(db: None) -> None:
    for row in places.REGIONS[:4]:
        Region.objects.create(**row)
    Village.objects.create(
        ref="own", name_zh="永发村", region_id="152224103", code=places.VILLAGES[0]["code"], state=State.DRAFT
    )
    with pytest.raises(CommandError, match="yongfa: code: "):
        call_command("seed")
    assert list(Village.objects.values_list("ref", flat=True)) == ["own"]

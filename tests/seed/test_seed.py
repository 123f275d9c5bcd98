"""The seed may be run at any time, and never takes anything back."""

from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from projects.counting import ledger
from projects.models import AidProject, Award, Funding, Village
from projects.seed import figures
from projects.seed.load import STEPS

pytestmark = pytest.mark.usefixtures("seeded")


def everything() -> dict[str, list[Any]]:
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values_list())
        for model in apps.get_app_config("projects").get_models()
    }


def test_a_second_run_changes_nothing() -> None:
    before = everything()
    call_command("seed", verbosity=0)
    assert everything() == before


def test_what_staff_changed_stays() -> None:
    village = Village.objects.get(ref="yongfa")
    village.name_en = "Yongfa"
    village.save()
    call_command("seed", verbosity=0)
    assert Village.objects.get(ref="yongfa").name_en == "Yongfa"


def test_the_read_model_is_what_the_records_say() -> None:
    assert ledger.differences() == []


def test_every_fact_is_bilingual_and_located() -> None:
    for model, rows, _ in STEPS:
        for row in rows:
            for name, value in row.items():
                if name in ("note", "campaign", "products", "channel", "place_note", "granting_bodies", "recipient"):
                    assert row[f"{name}_en"] and value, row
                if name.endswith("_zh"):
                    assert row[f"{name[:-3]}_en"], row
            if model in (AidProject, Award, Funding):
                assert row["locator"]


def test_a_fact_that_the_rules_refuse_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(figures.FUNDING[0], "amount", "much")
    Funding.objects.filter(ref="f-yongan").delete()
    with pytest.raises(CommandError, match="f-yongan"):
        call_command("seed")
    assert not Funding.objects.filter(ref="f-yongan").exists()

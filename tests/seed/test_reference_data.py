"""What the migrations bring: indicators, and the three groups with their rights."""

from importlib import import_module

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from projects.models import Aggregation, Indicator, Outcome

RECORDS = {"source", "village", "enterprise", "aidproject", "award", "funding", "donation", "purchase", "outcome"}
REFERENCE = {"region", "indicator"}

EVIDENCE = {"attachment"}


def rights(actions: str, models: set[str]) -> set[str]:
    return {f"projects.{action}_{model}" for action in actions.split() for model in models}


def rights_of_groups() -> dict[str, set[str]]:
    allowed = Group.objects.values_list("name", "permissions__content_type__app_label", "permissions__codename")
    found: dict[str, set[str]] = {}
    for name, app, codename in allowed:
        found.setdefault(name, set()).add(f"{app}.{codename}")
    return found


REQUESTS = {"projects.view_correctionrequest"}
FINDINGS = {"projects.view_finding", "projects.change_finding"}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("data entry", rights("view add change", RECORDS | EVIDENCE) | rights("view", REFERENCE) | REQUESTS | FINDINGS),
        (
            "reviewer",
            rights("view change", RECORDS)
            | rights("view add change", EVIDENCE)
            | rights("view", REFERENCE)
            | REQUESTS
            | FINDINGS
            | {"projects.publish_record", "projects.change_correctionrequest"},
        ),
        (
            "administrator",
            rights("view add change delete", RECORDS | EVIDENCE | REFERENCE)
            | {"projects.publish_record", "projects.view_office", "projects.change_office"}
            | REQUESTS
            | FINDINGS
            | {"projects.change_correctionrequest", "projects.delete_correctionrequest"}
            | {"auth.view_user", "auth.add_user", "auth.change_user", "auth.view_group"},
        ),
    ],
)
def test_groups_may_do_what_they_are_for_and_nothing_else(db: None, name: str, expected: set[str]) -> None:
    assert rights_of_groups()[name] == expected


def test_there_are_three_groups(db: None) -> None:
    assert set(Group.objects.values_list("name", flat=True)) == {"data entry", "reviewer", "administrator"}


@pytest.mark.parametrize(
    ("ref", "aggregation", "unit"),
    [
        ("households_lifted", Aggregation.SUM, "户"),
        ("people_lifted", Aggregation.SUM, "人"),
        ("greenhouses_built", Aggregation.SUM, "座"),
        ("projects_carried_out", Aggregation.SUM, "项"),
        ("jobs_created", Aggregation.SUM, "人"),
        ("person_times_trained", Aggregation.SUM, "人次"),
        ("roads_built", Aggregation.SUM, "公里"),
        ("houses_renovated", Aggregation.SUM, "户"),
        ("people_trained", Aggregation.OVERLAP, "人"),
        ("cadres_stationed", Aggregation.OVERLAP, "人"),
        ("beneficiaries", Aggregation.OVERLAP, "人"),
        ("students_aided", Aggregation.OVERLAP, "人"),
        ("income_per_head", Aggregation.NONE, "元"),
        ("collective_income", Aggregation.NONE, "元"),
        ("poverty_headcount_ratio", Aggregation.NONE, "%"),
    ],
)
def test_an_indicator_says_how_it_adds_up(db: None, ref: str, aggregation: Aggregation, unit: str) -> None:
    indicator = Indicator.objects.get(ref=ref)
    assert (indicator.aggregation, indicator.unit) == (aggregation, unit)


def test_every_indicator_is_defined_in_both_languages(db: None) -> None:
    indicators = list(Indicator.objects.all())
    assert len({indicator.position for indicator in indicators}) == len(indicators) > 20
    for indicator in indicators:
        indicator.full_clean()
        assert all(
            (indicator.name_zh, indicator.name_en, indicator.unit, indicator.unit_en, indicator.note, indicator.note_en)
        ), indicator.ref


def test_going_back_and_forth_loses_no_outcome(seeded: None) -> None:
    """The data migrations alone: undone and done again, as `migrate` would."""
    historical = MigrationExecutor(connection).loader.project_state([("projects", "0004_groups")]).apps
    indicators = import_module("projects.migrations.0002_indicators")
    groups = import_module("projects.migrations.0004_groups")
    all_indicators = set(Indicator.objects.values_list("ref", flat=True))
    all_rights = rights_of_groups()

    groups.remove_groups(historical, None)
    indicators.remove_unused_indicators(historical, None)
    assert not Group.objects.exists()
    assert set(Indicator.objects.values_list("ref", flat=True)) == set(
        Outcome.objects.values_list("indicator__ref", flat=True)
    )

    indicators.add_indicators(historical, None)
    groups.add_groups(historical, None)
    later = MigrationExecutor(connection).loader.project_state([("projects", "0019_findings")]).apps
    import_module("projects.migrations.0013_office").add_office(later, None)
    import_module("projects.migrations.0016_correction_request").allow(later, None)
    for name in ("0017_attachments", "0019_findings"):
        import_module(f"projects.migrations.{name}").allow(later, None)
    assert set(Indicator.objects.values_list("ref", flat=True)) == all_indicators
    assert rights_of_groups() == all_rights

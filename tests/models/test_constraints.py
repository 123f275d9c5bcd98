"""What the database itself refuses, whoever writes: each constraint, written past all validation."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from projects.models import (
    AidProject,
    Award,
    CountedFigure,
    CountedGap,
    CountedReach,
    CountedSum,
    CountedVillage,
    Donation,
    Enterprise,
    Finding,
    Funding,
    Office,
    Outcome,
    Purchase,
    Region,
    Source,
    Village,
)
from tests.factories import (
    make_award,
    make_donation,
    make_enterprise,
    make_funding,
    make_outcome,
    make_project,
    make_purchase,
    make_region,
    make_source,
    make_village,
    names,
)

pytestmark = pytest.mark.django_db

MAKERS: dict[type[models.Model], Any] = {
    AidProject: make_project, Award: make_award, Donation: make_donation, Enterprise: make_enterprise,
    Funding: make_funding, Outcome: make_outcome, Purchase: make_purchase, Source: make_source, Village: make_village,
}  # fmt: skip
FIGURES: list[type[models.Model]] = [Funding, Donation, Purchase, Outcome]
PK = 987654


def of_a_figure(model: type[models.Model]) -> list[tuple[str, dict[str, Any]]]:
    name = model.__name__.lower()
    quantity = "value" if model is Outcome else "amount"
    return [
        (f"{name}_published_has_source", {"source_id": None}),
        (f"{name}_published_has_source", {"locator": ""}),
        (f"{name}_years_in_order", {"year_from": 2016, "year_to": 2015}),
        (f"{name}_quantity_not_negative", {quantity: -1}),
        (f"{name}_recorded_is_dated", {"basis": "recorded"}),
        (f"{name}_not_part_of_itself", {"part_of_id": PK}),
        (f"{name}_does_not_replace_itself", {"replaces_id": PK}),
    ]


BROKEN: list[tuple[type[models.Model], str, dict[str, Any]]] = [
    *((model, name, fields) for model in FIGURES for name, fields in of_a_figure(model)),
    (AidProject, "aidproject_years_in_order", {"year_from": 2016, "year_to": 2015}),
    (AidProject, "aidproject_not_its_own_parent", {"parent_id": PK}),
    (Funding, "funding_due_is_committed", {"due_on": date(2026, 1, 1), "stage": "paid"}),
    (Award, "award_published_has_source", {"source_id": None}),
    (Award, "award_published_has_source", {"locator": ""}),
    (Enterprise, "enterprise_not_its_own_parent", {"parent_id": PK}),
    (Village, "village_code_length", {"code": "15222410320"}),
    (Village, "village_code_length", {"code": ""}),
    (Village, "village_coordinates", {"latitude": Decimal("45.38211")}),
    (Village, "village_coordinates", {"longitude": Decimal("121.56492")}),
    (Village, "village_coordinates", {"latitude": Decimal("90.00001"), "longitude": Decimal(0)}),
    (Village, "village_coordinates", {"latitude": Decimal(0), "longitude": Decimal("-180.00001")}),
]


def copy_of(record: Any, **fields: Any) -> Any:
    """The same record under another key and ref, unsaved."""
    values = {f.attname: getattr(record, f.attname) for f in record._meta.concrete_fields}
    return type(record)(**{**values, "id": PK, "ref": "another", **fields})


@pytest.mark.parametrize(("model", "name", "fields"), BROKEN, ids=lambda value: value if isinstance(value, str) else "")
def test_refused_by_the_database(model: type[models.Model], name: str, fields: dict[str, Any]) -> None:
    record = MAKERS[model]()
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        model._default_manager.bulk_create([copy_of(record, **fields)])
    assert name in str(refused.value)
    model._default_manager.bulk_create([copy_of(record)])  # without the fault it is stored


@pytest.mark.parametrize(("model", "name", "fields"), BROKEN, ids=lambda value: value if isinstance(value, str) else "")
def test_judged_without_a_query(
    model: type[models.Model], name: str, fields: dict[str, Any], django_assert_num_queries: Any
) -> None:
    record = MAKERS[model]()
    rule = next(constraint for constraint in model._meta.constraints if constraint.name == name)
    with django_assert_num_queries(0):
        with pytest.raises(ValidationError):
            rule.validate(model, copy_of(record, **fields))
        rule.validate(model, copy_of(record))
    with pytest.raises(ValidationError):  # as the database judges it
        models.CheckConstraint.validate(rule, model, copy_of(record, **fields))
    models.CheckConstraint.validate(rule, model, copy_of(record))


def test_a_region_code_has_the_length_of_a_level() -> None:
    for code in ("1", "152", "15222", "1522241", "15222410"):
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            Region.objects.bulk_create([Region(code=code, name_zh="x")])
        assert "region_code_length" in str(refused.value)


def test_a_counted_figure_has_a_region_only_where_its_place_is_one() -> None:
    row = make_donation().counted
    for place_kind, code in (("region", ""), ("villages", "15"), ("not_stated", "15")):
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            CountedFigure.objects.filter(pk=row.pk).update(place_kind=place_kind, region_code=code)
        assert "countedfigure_has_region" in str(refused.value)


def test_a_check_finds_a_record_once() -> None:
    finding = {"model": "award", "record_id": 1, "check_key": "body"}
    Finding.objects.create(**finding)
    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.bulk_create([Finding(**finding)])


def test_a_counted_figure_names_a_village_once() -> None:
    village = make_village()
    row = make_donation([village]).counted
    with pytest.raises(IntegrityError), transaction.atomic():
        CountedVillage.objects.bulk_create([names(row, village)])


@pytest.mark.parametrize("model", [CountedSum, CountedReach, CountedGap])
def test_what_is_kept_ready_is_kept_once(model: type[models.Model]) -> None:
    village = make_village()
    for year in (2012, 2016):  # a gap between
        make_project([village], year_from=year, year_to=year)
    make_funding(amount=5)
    rows = list(model._default_manager.all())
    assert rows
    for row in rows:
        row.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            model._default_manager.bulk_create([row])


def test_there_is_one_office() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Office.objects.bulk_create([Office(pk=2)])
    with pytest.raises(ValidationError):
        Office(pk=2).full_clean()


@pytest.mark.parametrize("model", MAKERS, ids=lambda model: model.__name__)
def test_two_records_never_share_a_ref(model: type[models.Model]) -> None:
    record = MAKERS[model]()
    with pytest.raises(IntegrityError), transaction.atomic():
        model._default_manager.bulk_create([copy_of(record, ref=record.ref)])


def test_two_villages_never_share_a_code() -> None:
    make_village(code="152224103200")
    with pytest.raises(IntegrityError), transaction.atomic():
        Village.objects.bulk_create(
            [
                Village(
                    ref="x", name_zh="x", region=make_region("152224103"), code="152224103200", position="152224103200"
                )
            ]
        )
    make_village()
    make_village()  # any number may have none


def test_every_constraint_is_tested_here() -> None:
    declared = {
        constraint.name
        for model in apps.get_app_config("projects").get_models()
        for constraint in model._meta.constraints
    }
    elsewhere = {
        "region_code_length", "countedfigure_has_region", "countedvillage_once", "countedsum_once",
        "countedreach_once", "countedgap_once", "office_is_one", "attachment_belongs_to_one", "finding_once",
        "tombstone_once", "savedfilter_once",
    }  # fmt: skip
    assert declared == {name for _, name, _ in BROKEN} | elsewhere


def test_what_is_recorded_and_dated_is_stored() -> None:
    record = make_donation()
    for number, dated in enumerate(({"year_from": 2015}, {"year_to": 2015}, {"as_of": date(2015, 1, 1)})):
        Donation.objects.bulk_create([copy_of(record, id=PK + number, ref=f"r{number}", basis="recorded", **dated)])
    assert Donation.objects.filter(basis="recorded").count() == 3

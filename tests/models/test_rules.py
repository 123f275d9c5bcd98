"""The rules that hold at data entry, each with a record that passes and one that fails."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from projects import amounts, uscc
from projects.models import Funding, State
from tests import factories


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("979.4万元", "9794000"), ("1.2亿元", "120000000"), ("７００万元", "7000000"), ("53,180,000", "53180000"),
        (" 1 232 万 ", "12320000"), ("145.64万元", "1456400"), ("¥0.01", "0.01"), ("0", "0"),
    ],
)  # fmt: skip
def test_amounts_as_people_write_them(text: str, yuan: str) -> None:
    assert amounts.parse_amount(text) == Decimal(yuan)


@pytest.mark.parametrize("text", ["much", "-5", "1.234", "1e9", "10" * 30, "5,31,8", "NaN", "万元", "1" * 5000])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        amounts.parse_amount(text)


def test_nothing_is_not_zero() -> None:
    assert amounts.parse_amount("  ") is None


@pytest.mark.parametrize(
    ("code", "valid"),
    [
        ("91350100M000100Y43", True), ("91512081MA62K0260E", True), ("9111000071093123XX", True),
        ("91150622MA00002850", True), ("91150622MA0000162Y", True), ("91350100M000100Y4Z", False),
        ("91350211M0000XUF46", False), ("9135", False),
    ],
)  # fmt: skip
def test_unified_social_credit_codes(code: str, valid: bool) -> None:
    assert uscc.is_valid(code) is valid


def refused(make: Any, **fields: Any) -> set[str]:
    with pytest.raises(ValidationError) as error, transaction.atomic():
        make(**fields)
    return set(error.value.message_dict)


@pytest.mark.django_db
def test_parts_never_add_up_to_more_than_their_whole() -> None:
    project = factories.make_project()
    whole = factories.make_funding(project=project, amount="4351万元", as_written="4351万元")
    factories.make_funding(project=project, amount="4000万元", part_of=whole)
    assert refused(factories.make_funding, project=project, amount="352.1万元", part_of=whole) == {"amount"}
    factories.make_funding(project=project, amount="351.4万元", part_of=whole)  # within the rounding of the wording
    whole.amount = Decimal(1_000_000)
    with pytest.raises(ValidationError):
        whole.full_clean()


@pytest.mark.django_db
def test_a_part_lies_within_its_whole() -> None:
    inside, outside = factories.make_village(), factories.make_village()
    project = factories.make_project([inside])
    whole = factories.make_funding(project=project, year_from=2011, year_to=2015)
    part: dict[str, Any] = {"project": project, "amount": "1", "part_of": whole}
    factories.make_funding(**part, village=inside, year_from=2012, year_to=2012)
    assert refused(factories.make_funding, **part, village=outside) == {"part_of"}
    assert refused(factories.make_funding, **part, year_from=2012, year_to=2016) == {"part_of"}
    assert refused(factories.make_funding, **part, origin="mobilised") == {"part_of"}
    assert refused(factories.make_funding, **part, stage="committed") == {"part_of"}


@pytest.mark.django_db
def test_no_circles() -> None:
    project = factories.make_project()
    whole = factories.make_funding(project=project)
    part = factories.make_funding(project=project, amount="1", part_of=whole)
    whole.part_of = part
    with pytest.raises(ValidationError) as error:
        whole.full_clean()
    assert "part_of" in error.value.message_dict
    parent = factories.make_enterprise()
    child = factories.make_enterprise(parent=parent)
    assert refused(lambda: _with(parent, parent=child).full_clean()) == {"parent"}
    assert refused(lambda: _with(project, parent=factories.make_project(parent=project)).full_clean()) == {"parent"}


def _with(record: Any, **fields: Any) -> Any:
    for name, value in fields.items():
        setattr(record, name, value)
    return record


@pytest.mark.django_db
def test_a_recorded_figure_is_dated_and_a_published_one_has_its_passage() -> None:
    factories.make_funding(basis="recorded", year_to=2020)
    assert refused(factories.make_funding, basis="recorded") == {"__all__"}
    assert refused(factories.make_funding, locator="") == {"__all__"}
    factories.make_funding(locator="", state=State.DRAFT)


@pytest.mark.django_db
def test_publication_goes_from_what_is_led_to() -> None:
    draft = factories.make_village(state=State.DRAFT)
    assert refused(factories.make_project, villages=[draft]) == {"state"}
    village = factories.make_village()
    factories.make_project([village])
    village.state = State.DRAFT
    with pytest.raises(ValidationError):
        village.full_clean()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [
        {"amount": -1},
        {"year_from": 2020, "year_to": 2019},
        {"basis": "recorded"},
        {"state": "published", "locator": ""},
    ],
)
def test_the_database_itself_refuses(fields: dict[str, Any]) -> None:
    project = factories.make_project()
    with pytest.raises(IntegrityError), transaction.atomic():
        Funding.objects.bulk_create([Funding(ref="f-bulk", project=project, **fields)])


@pytest.mark.django_db
def test_codes_of_villages_and_regions() -> None:
    town = factories.make_region("152224103")
    factories.make_village(region=town, code="152224103204")
    assert refused(factories.make_village, region=town, code="150622106204") == {"code"}
    assert refused(factories.make_village, region=town, code="15222410320") == {"code"}
    assert refused(lambda: factories._save(factories.Region(code="1", name_zh="x"))) == {"code"}

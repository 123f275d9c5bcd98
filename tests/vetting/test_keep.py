"""What is found follows everything it rests on, not only the record it is about."""

from datetime import date
from typing import Any

import pytest

from projects.models import State
from tests import factories as make
from tests.vetting.test_checks import SOURCED_2021, found, income

pytestmark = pytest.mark.django_db


def change(record: Any, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(record, name, value)
    record.save()


def test_the_date_of_the_source() -> None:
    funding = make.make_funding(**SOURCED_2021)
    change(funding.source, published_on=date(2020, 1, 1))
    assert "after_source" in found(funding)
    change(funding.source, published_on=date(2021, 3, 1))
    assert "after_source" not in found(funding)


def test_the_measure_of_the_project() -> None:
    funding = make.make_funding(**SOURCED_2021)
    change(funding.project, measure="consumption")
    assert "consumption" in found(funding)


def test_how_the_indicator_is_added() -> None:
    outcome = income(**SOURCED_2021)
    assert "concept" in found(outcome)
    change(outcome.indicator, aggregation="sum")
    assert "concept" not in found(outcome)


def test_both_of_two_that_are_alike() -> None:
    first, second = (make.make_donation(amount="77", **SOURCED_2021) for _ in range(2))
    assert "repeated" in found(first) & found(second)
    change(first, amount=78)
    assert "repeated" not in found(first) | found(second)


def test_the_same_year_said_in_two_ways() -> None:
    make.make_donation(amount="77", year_to=2020)
    assert "repeated" in found(make.make_donation(amount="77", as_of=date(2020, 12, 31)))
    assert "repeated" not in found(make.make_donation(amount="77", as_of=date(2019, 12, 31)))


def test_an_award_whose_double_is_deleted() -> None:
    double = make.make_award(granting_bodies="旗政府", state=State.DRAFT)
    award = make.make_award(granting_bodies="旗政府")
    assert "award_twice" in found(award) & found(double)
    double.delete()
    assert "award_twice" not in found(award)


def test_a_whole_that_a_part_leaves() -> None:
    whole = make.make_purchase(amount="1000000", as_written="100万元", **SOURCED_2021)
    part = make.make_purchase(amount="1004000", as_written="100.4万元", part_of=whole, **SOURCED_2021)
    assert "rounding" in found(whole)
    change(part, part_of=None)
    assert "rounding" not in found(whole)

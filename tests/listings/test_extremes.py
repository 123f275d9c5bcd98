"""The villages that most or least reached, found through what is kept ready, are those of the whole list."""

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from projects.listings import LISTINGS, extremes
from projects.models import CountedBounds, Village
from tests import factories
from tests.conftest import kept_for_module

pytestmark = pytest.mark.django_db

ASKED = [
    "",
    "region=15",
    "region=1506",
    "region=15&region=61",
    "year_from=2014&year_to=2016",
    "measure=industry",
    "measure=industry&measure=health&year_to=2015&region=15",
    "enterprise=much",
    "enterprise=much&enterprise=little&year_from=2013&measure=health&region=15",
]
KEYS = ("funding_upper", "funding_lower", "households_lifted_upper", "households_lifted_lower")
ORDERS = [f"{sign}{key}" for key in KEYS for sign in ("-", "")]


@pytest.fixture(scope="module")
def _ledger_once(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with kept_for_module(django_db_blocker):
        build()
        yield


@pytest.fixture
def ledger(_ledger_once: None, db: None) -> None:
    """Built once; what a test adds goes with the test."""


def build() -> None:
    rng = Random(3)
    regions = [factories.make_region(code) for code in ("1506", "1522", "6101")]
    villages = [factories.make_village(region=regions[n % 3]) for n in range(15)]
    enterprises = [factories.make_enterprise(ref=ref) for ref in ("much", "little")]
    for _ in range(25):
        chosen = rng.sample(villages, rng.choice([1, 1, 2, 3]))
        first = rng.randint(2010, 2018)
        project = factories.make_project(
            chosen,
            measure=rng.choice(["industry", "health", "education"]),
            year_from=first,
            year_to=first + rng.randint(0, 3),
            enterprise=enterprises[rng.random() < 0.3],
        )
        factories.make_funding(
            project=project, amount=rng.randint(1, 30) * 10_000, year_from=first, year_to=project.year_to,
            may_overlap=rng.random() < 0.2,
        )  # fmt: skip
        if rng.random() < 0.5:
            factories.make_outcome(project=project, value=rng.randint(1, 40))


def check(asked: str, order: str) -> None:
    listing = LISTINGS["villages"]
    query = listing.select(QueryDict(f"{asked}&order={order}"), strict=True)
    whole = list(query.rows())
    for start in range(0, len(whole), 2):
        assert query.page(start, start + 3) == whole[start : start + 3], start


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("asked", ASKED)
def test_pages_are_those_of_the_whole_list(
    ledger: None, asked: str, order: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extremes, "FIRST_MET", 2)
    check(asked, order)


def test_a_remainder_below_zero_hides_nothing(ledger: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the part's year, more is left than with it."""
    monkeypatch.setattr(extremes, "FIRST_MET", 2)
    factories.make_village()
    village = factories.make_village(region=Village.objects.order_by("pk")[0].region)
    project = factories.make_project([village], measure="industry", year_from=2010, year_to=2016)
    whole = factories.make_funding(project=project, amount=10_000, as_written="1万元", year_from=2010, year_to=2016)
    factories.make_funding(
        project=project, amount=10_049, as_written="1.0049万元", part_of=whole, year_from=2016, year_to=2016
    )  # fmt: skip
    assert CountedBounds.objects.get(village=village).excess > 0
    for asked in [*ASKED, "year_to=2012"]:
        check(asked, "-funding_upper")
        check(asked, "funding_upper")
    listing = LISTINGS["villages"]
    least = listing.select(QueryDict("year_to=2012&order=funding_upper"), strict=True).page(0, 1)
    assert village.ref in least[0]


def test_the_least_are_met_at_zero(ledger: None) -> None:
    query = LISTINGS["villages"].select(QueryDict("order=funding_lower"), strict=True)
    with CaptureQueriesContext(connection) as captured:
        keys = query.keys(0, 2)
    assert len(keys) == 2
    assert ["LIMIT 2" in query["sql"] for query in captured] == [True, True]


def test_the_first_page_looks_at_no_more_than_it_shows(ledger: None) -> None:
    query = LISTINGS["villages"].select(QueryDict(""), strict=True)
    with CaptureQueriesContext(connection) as captured:
        keys = query.keys(0, 5)
    assert len(keys) == 5
    assert len(captured) == 1 and "LIMIT 5" in captured[0]["sql"]

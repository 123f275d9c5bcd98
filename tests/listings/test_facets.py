"""The number beside a choice is the number of rows that choosing it leaves."""

from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

from projects.filters.fields import NOT_STATED
from projects.listings import LISTINGS, Listing, facets, few, kept
from projects.views.chips import with_parameter, with_values
from tests import factories
from tests.listings import world
from tests.views.reading import read

pytestmark = pytest.mark.usefixtures("seeded", "more")

QUERIES = [
    "",
    "region=15",
    "measure=industry",
    "year_from=2012&year_to=2019",
    "measure=industry&measure=talent&region=1522",
    "village=yongan",
]


@pytest.fixture
def more(seeded: None) -> None:
    """Rows of every list, with places, years and choices of their own; one row in two provinces."""
    world.build()
    here, there = (
        factories.make_village(region=factories.make_region("1509")),
        factories.make_village(ref="there", region=factories.make_region("6101")),
    )
    factories.make_project([here, there], year_from=2013, year_to=2016, status="stopped")
    factories.make_donation([here, there])


def left(listing: Listing, query: str) -> int:
    response = Client().get(f"/api/v1/{listing.key}/{query}")
    assert response.status_code == 200, response.content
    return int(response.json()["count"])


@pytest.mark.parametrize("most", [kept.FEW, 0], ids=["few", "many"])
@pytest.mark.parametrize("asked", QUERIES)
@pytest.mark.parametrize("listing", LISTINGS.values(), ids=LISTINGS)
def test_each_number_is_what_its_choice_leaves(
    listing: Listing, asked: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "FEW", most)
    query = listing.select(QueryDict(asked), strict=False)
    assert not query.errors
    found = facets.facets(query)
    if found.is_all:
        assert found.count == query.count() == query.selected.count()
    for name, counts in found.choices.items():
        codes = [code for code, _label in query.filterset.filters[name].extra["choices"]]
        assert {*counts} <= {*codes, NOT_STATED}
        for code in codes:
            assert counts[code] == left(listing, with_parameter(query.params, name, code)), (name, code)
    for year, count in found.years.items():
        one = with_values(query.params, "year_from", [str(year)])
        assert count == left(listing, with_parameter(one, "year_to", str(year))), year
    for code, count in found.regions.items():
        assert count == left(listing, with_parameter(query.params, "region", code)), code


def test_what_is_counted() -> None:
    funding = LISTINGS["funding"].select(QueryDict(""), strict=False)
    found = facets.facets(funding)
    assert {"measure", "kind", "basis", "origin"} <= found.choices.keys()
    assert found.years and found.regions.keys() >= {"15"}
    projects = LISTINGS["projects"].select(QueryDict("region=15"), strict=False)
    found = facets.facets(projects)
    assert {"relationship", "status", "measure"} <= found.choices.keys()
    assert found.regions.keys() >= {"1506", "1522", "1509"}


def test_years_are_offered_where_those_asked_for_hold_nothing() -> None:
    query = LISTINGS["funding"].select(QueryDict("year_from=2090&year_to=2090"), strict=False)
    found = facets.facets(query)
    assert found.count == 0 and found.years[2015]


def test_of_very_many_rows_ready_sums_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "FEW", 0)
    whole = facets.facets(LISTINGS["projects"].select(QueryDict(""), strict=False))
    assert whole.is_all and whole.choices.keys() == {"measure"} and whole.years and whole.regions
    province = facets.facets(LISTINGS["funding"].select(QueryDict("region=15&measure=industry"), strict=False))
    assert province.is_all and province.choices.keys() == {"measure", "kind"} and not province.regions


def test_rows_whose_number_is_known_are_fetched_where_that_is_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    query = LISTINGS["projects"].select(QueryDict("measure=industry"), strict=False)
    assert facets.facets(query).choices.keys() > {"measure"}
    monkeypatch.setattr(facets, "SOON", 0)
    monkeypatch.setattr(few, "cost", lambda rows: few.DEAR + 1)
    again = LISTINGS["projects"].select(QueryDict("measure=industry"), strict=False)
    found = facets.facets(again)
    assert found.is_all and found.count == len(query.few or ()) and found.choices.keys() == {"measure"}


def test_no_row_is_looked_for_where_there_is_none(django_assert_num_queries: Any) -> None:
    query = LISTINGS["donations"].select(QueryDict("measure=industry"), strict=False)
    with django_assert_num_queries(0):
        query.find(0)
        assert query.few == []
    with django_assert_num_queries(1):  # the sums kept ready
        assert query.count_up_to(10) == 0


def test_very_many_rows_that_no_sums_know_are_not_counted_by_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "FEW", 2)
    query = LISTINGS["projects"].select(QueryDict("relationship=region_pairing"), strict=False)
    found = facets.facets(query)
    assert found == facets.Facets(2, is_all=False)


def test_the_page_shows_them_beside_the_choices(client: Client) -> None:
    page = read(client, "/en/projects/?measure=talent")
    health = left(LISTINGS["projects"], "?measure=health")
    assert health and f"health assistance {health}" in page.text and "cadres and talent 1" in page.text
    [(address, _)] = [(href, text) for href, text in page.links if text == "Inner Mongolia" and "region=15" in href]
    assert address == "?measure=talent&region=15"

"""However many rows there are, and however they are found, they are the same."""

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client

from projects.counting import Bucket
from projects.filters import base as filters
from projects.filters.search import SearchFilter
from projects.listings import LISTINGS, Listing, few, kept
from projects.models import Source
from projects.views.query_totals import QueryTotals, totals_of
from projects.views.wider import wider_filters
from tests import factories
from tests.listings import world
from tests.views.reading import read

pytestmark = pytest.mark.usefixtures("seeded", "more")

RELATED = ["enterprises", "awards", "sources"]
ASKED = ["region=15", "region=1522", "region=152224", "region=15&measure=industry", "region=1509&year_from=2012"]


@pytest.fixture
def more(seeded: None) -> None:
    world.build()
    here = factories.make_village(region=factories.make_region("1509"))
    elsewhere = factories.make_village(region=factories.make_region("6101"))
    factories.make_award(enterprise=factories.make_project([here, elsewhere], measure="industry").enterprise)
    factories.make_funding(project=factories.make_project([elsewhere]), source=factories.make_source())


def refs(listing: Listing, asked: str) -> list[str]:
    return sorted(listing.select(QueryDict(asked), strict=True).selected.values_list("ref", flat=True))


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("kind", RELATED)
def test_found_themselves_or_looked_for_row_by_row(kind: str, asked: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for are_few in (True, False):
        monkeypatch.setattr(filters, "hold_few", lambda regions, of_measure=False, are_few=are_few: are_few)
        found.append(refs(LISTINGS[kind], asked))
    assert found[0] == found[1]
    assert asked.startswith("region=1522") or found[0]


SEARCHES = ["q=永安&q=集团", "q=永安", "q=永", "q=集团&measure=industry", "q=永安&region=15", "q=永安&year_from=2012"]


@pytest.mark.parametrize("listing", LISTINGS.values(), ids=LISTINGS)
@pytest.mark.parametrize("asked", SEARCHES)
@pytest.mark.parametrize("soon", [0, few.SOON])
def test_every_way_of_searching_finds_the_same(
    listing: Listing, asked: str, soon: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(few, "SOON", soon)  # 0: the index leads to the rows; else the few of the filter are read
    query = listing.select(QueryDict(asked), strict=True)
    read = set(query.met_selected.values_list("pk", flat=True))
    assert read == set(query.selected.values_list("pk", flat=True))
    assert sorted(query.asked.keys(1000)) == sorted(read)
    assert len(query.asked.keys(2)) == query.count_up_to(2) == min(2, len(read))


def test_a_row_found_by_many_of_its_texts_is_one_row() -> None:
    village = factories.make_village(name_zh="双龙村")
    for _ in range(3):
        factories.make_funding(project=factories.make_project([village], title_zh="双龙双龙桥"))
    listing = LISTINGS["funding"]
    found = listing.select(QueryDict("q=双龙"), strict=True).asked
    assert len(found.keys(3)) == len(set(found.keys(3))) == 3
    assert len(found.keys(2)) == 2


@pytest.mark.parametrize(
    ("most", "soon", "cost", "is_all", "more_than"),
    [
        (20, 10, 0, True, 0),  # as many as are counted at once
        (20, 9, 0, True, 0),
        (20, 9, few.DEAR, True, 0),
        (20, 9, few.DEAR + 1, False, 9),
        (9, 4, 0, False, 9),
        (4, 4, 0, False, 4),
        (0, 9, 0, False, 0),
    ],
)
def test_rows_are_counted_as_far_as_that_is_quick(
    most: int, soon: int, cost: float, is_all: bool, more_than: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    refs = [factories.make_source(ref=f"of-ten-{n}").ref for n in range(10)]
    keys = Source.objects.filter(ref__in=refs).order_by("pk").values_list("pk", flat=True)
    monkeypatch.setattr(few, "SOON", soon)
    monkeypatch.setattr(few, "cost", lambda rows: cost)
    asked = few.Asked(Source.objects.filter(ref__in=refs), SearchFilter(("ref",)))
    found = few.few(asked, most)
    assert found.more_than == more_than
    assert (sorted(found.keys) if found.keys is not None else None) == (list(keys) if is_all else None)


def test_totals_of_a_word_are_the_same_however_its_rows_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def found() -> tuple[QueryTotals, list[int]]:
        counted = [listing for listing in LISTINGS.values() if listing.is_counted]
        queries = [listing.select(QueryDict("q=永安&region=15"), strict=False) for listing in counted]
        return totals_of(queries, queries[0].selection), [query.count() for query in queries]

    by_keys = found()
    assert any(totals.rows[Bucket.INSIDE] for totals in by_keys[0].summary)
    monkeypatch.setattr(kept, "MOST_GATHERED", 0)
    assert found() == by_keys


def test_nobody_waits_for_the_number_of_very_many_that_hold_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    query = LISTINGS["funding"].select(QueryDict("q=永安"), strict=True)
    assert query.looked_for.keys == list(query.selected.values_list("pk", flat=True))
    monkeypatch.setattr(few, "SOON", 0)
    query = LISTINGS["funding"].select(QueryDict("q=永安"), strict=True)
    assert query.looked_for == few.Few(None, 0)


def test_nobody_waits_for_totals_with_what_lies_near(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    address, too_many = "/en/funding/?village=yongan&basis=reported", "would keep you waiting"
    page = read(client, address)
    assert "at most RMB 7,000,000" in page.text and too_many not in page.text
    monkeypatch.setattr(few, "cost", lambda rows: few.DEAR + 1)
    page = read(client, address)
    assert "at most RMB 7,000,000" not in page.text and too_many in page.text


def test_postgresql_tells_what_it_expects_to_spend() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite does not tell")
    once = Source.objects.order_by()
    assert 0 < few.cost(once) < few.cost(once.union(once, all=True))


@pytest.mark.parametrize(
    "asked", ["q=永安&village=yongan", "q=永&region=15", "q=集团&year_from=2012", "q=nothing&region=15"]
)
@pytest.mark.parametrize("listing", LISTINGS.values(), ids=LISTINGS)
def test_places_and_years_leave_the_same_of_the_few_that_attributes_keep(listing: Listing, asked: str) -> None:
    query = listing.select(QueryDict(asked), strict=True)
    kept = query.few_kept
    assert kept is not None and {*kept} == set(query.kept.values_list("pk", flat=True))
    assert set(query.among(kept)) == set(query.selected)


def test_what_attributes_keep_of_very_many_is_not_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "SOON", 0)
    for asked in ("q=永&region=15", "measure=industry&region=15", "basis=reported", "region=15", ""):
        assert LISTINGS["funding"].select(QueryDict(asked), strict=True).few_kept is None


@pytest.mark.parametrize(
    "asked",
    ["q=永安&village=far", "measure=talent&village=far&year_to=2019", "basis=reported&region=6101&year_to=1990"],
)
def test_wider_filters_leave_as_many_rows_as_they_say(asked: str) -> None:
    factories.make_village(ref="far", region=factories.make_region("152224104"))
    offered = {
        listing.key: wider_filters(listing.select(QueryDict(asked), strict=False)) for listing in LISTINGS.values()
    }
    assert sum(map(bool, offered.values())) > 3
    for key, offers in offered.items():
        for offer in offers:
            assert offer.is_all
            left = LISTINGS[key].select(QueryDict(offer.address.removeprefix("?")), strict=False)
            assert offer.count == left.selected.count(), offer

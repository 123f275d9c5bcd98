"""However many rows there are, and however they are found, they are the same."""

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from projects.filters import base as filters
from projects.filters import search
from projects.listings import LISTINGS, Listing, base, few
from projects.models import Source
from tests import factories
from tests.listings import world

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


@pytest.mark.parametrize("listing", LISTINGS.values(), ids=LISTINGS)
def test_a_word_in_very_many_rows(listing: Listing, monkeypatch: pytest.MonkeyPatch) -> None:
    few = refs(listing, "q=永安&q=集团")
    monkeypatch.setattr(search, "FEW", 0)
    assert refs(listing, "q=永安&q=集团") == few


def test_what_was_searched_for_is_not_searched_for_again() -> None:
    query = LISTINGS["funding"].select(QueryDict("q=永安&measure=industry"), strict=True)
    assert query.few
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert set(query.few) <= set(query.without("measure").few or ())
    assert len(queries) == 1


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
    keys = Source.objects.filter(ref__in=refs).values_list("pk", flat=True)
    monkeypatch.setattr(few, "SOON", soon)
    monkeypatch.setattr(few, "cost", lambda rows: cost)
    found = few.few(keys, most)
    assert found == few.Few(list(keys) if is_all else None, more_than)


def test_no_reader_waits_while_very_many_texts_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    found = LISTINGS["funding"].select(QueryDict("q=永安"), strict=True)
    assert found.few is not None and found.most_counted == base.FEW
    monkeypatch.setattr(search, "FEW", -1)
    read = LISTINGS["funding"].select(QueryDict("q=永安"), strict=True)
    assert sorted(read.few or ()) == sorted(found.few) and read.most_counted == few.SOON


def test_postgresql_tells_what_it_expects_to_spend() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite does not tell")
    once = Source.objects.order_by()
    assert 0 < few.cost(once) < few.cost(once.union(once, all=True))


def test_a_declared_filter_remembers_nothing() -> None:
    declared = LISTINGS["villages"].filterset.base_filters["q"]
    rows = LISTINGS["villages"].published()
    before = declared.filter(rows, ["清溪"]).count()
    factories.make_village(name_zh="清溪村")
    assert declared.filter(rows, ["清溪"]).count() == before + 1

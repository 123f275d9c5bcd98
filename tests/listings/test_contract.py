"""What every list promises, asked of every list in the registry."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from projects.listings import LISTINGS, Listing, base, kept
from projects.patience import TookTooLongError
from tests.conftest import kept_for_module
from tests.listings import formats, world

pytestmark = pytest.mark.django_db

FILTERS = [
    (listing, name)
    for listing in LISTINGS.values()
    for name in listing.parameters
    if name not in ("order", "page", "year_from")
]


@pytest.fixture(params=LISTINGS.values(), ids=LISTINGS)
def listing(request: pytest.FixtureRequest) -> Listing:
    return request.param


@pytest.fixture(scope="module")
def _built_once(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with kept_for_module(django_db_blocker):
        world.build()
        yield


@pytest.fixture
def two_sides(_built_once: None, db: None) -> None:
    """The world's records, built once; what a test adds goes with the test."""


def chosen(listing: Listing, name: str) -> str:
    return world.KIND_OF[listing.key] if name == "kind" else world.CHOSEN[name][0]


def refs(client: Client, listing: Listing, query: str) -> set[str]:
    response = client.get(f"/api/v1/{listing.key}/?{query}")
    assert response.status_code == 200, response.content
    return {row["ref"] for row in response.json()["results"]}


def test_all_formats_agree_value_by_value(listing: Listing, two_sides: None, client: Client) -> None:
    expected = formats.read_json(client, listing, "")
    assert len(expected) >= 2
    assert formats.read_api(client, listing, "") == expected
    for lang in ("en", "zh-hans"):
        assert formats.read_csv(client, listing, "", lang) == expected
        assert formats.read_xlsx(client, listing, "", lang) == expected
        shown = formats.read_html(client, listing, "", lang)
        assert len(shown) == len(expected)
        for row, values in zip(shown, expected, strict=True):
            assert row.items() <= values.items()
            left_out = {key for key, value in values.items() if value is not None and key not in row}
            other_language = {key for key in left_out if _is_in_two_languages(listing, key)}
            unsaid = {c.key for c in listing.columns if c.is_usual and c.is_usual(values)}
            assert {key for key in left_out - other_language - unsaid if values[key] != "false"} == set()


def _is_in_two_languages(listing: Listing, key: str) -> bool:
    pairs = {k for column in listing.columns if column.twin for k in (column.key, column.twin)}
    names = {field.key for column in listing.columns if column.names for field in list(column.fields())[1:]}
    return key in pairs | names


def test_hostile_text_is_harmless_everywhere(listing: Listing, two_sides: None, client: Client) -> None:
    ref = world.REFS[listing.key][0]
    page = formats.body(client.get(f"/zh-hans/{listing.key}/")).decode()
    assert "<script>alert(1)" not in page and "\x07" not in page
    content = formats.body(client.get(f"/en/{listing.key}.csv")).decode()
    assert "\x07" not in content and ",=1" not in content and '"=1' not in content and "'=1+1" in content
    [row] = [row for row in formats.read_json(client, listing, "") if row["ref"] == ref]
    assert any(value and world.PRINTED in value for value in row.values())


@pytest.mark.parametrize(("listing", "name"), FILTERS, ids=lambda value: getattr(value, "key", value))
def test_every_filter_keeps_a_row_and_drops_a_row(listing: Listing, name: str, two_sides: None, client: Client) -> None:
    kept, dropped = world.REFS[listing.key]
    query = f"{name}={quote(chosen(listing, name))}"
    if name == "bucket":
        query += "&region=15"
    found = refs(client, listing, query)
    if name == "measure" and listing.key == "donations":
        assert found == set()  # a donation belongs to no measure
    elif name == "measure" and listing.key == "purchases":
        assert found == set()
        assert refs(client, listing, "measure=consumption") == {kept, dropped}
    else:
        assert kept in found
        assert dropped not in found


def test_first_year(listing: Listing, two_sides: None, client: Client) -> None:
    kept, dropped = world.REFS[listing.key]
    found = refs(client, listing, "year_from=2018")
    assert dropped in found and kept not in found


@pytest.mark.parametrize(("listing", "name"), FILTERS, ids=lambda value: getattr(value, "key", value))
def test_a_bad_value_is_named_and_never_shows_everything(
    listing: Listing, name: str, two_sides: None, client: Client
) -> None:
    _refused(client, listing, name, f"{name}={quote(world.CHOSEN[name][1])}")


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("order", "order=nope"),
        ("order", "order=ref&order=-ref"),
        ("page", "page=0"),
        ("page", "page=-1"),
        ("page", "page=x"),
        ("page", "page=99999999999999999999"),
        ("page", "page=2"),
        ("year_from", "year_from=20188"),
        ("year_from", "year_from=2018&year_from=2019"),
        ("year_from", f"year_from={'9' * 5000}"),
        ("year_to", "year_from=2019&year_to=2018"),
        ("region", "region=1&region=15"),
        ("region", "region=99"),
        ("region", "region=%00"),
        ("q", f"q={'x' * 10240}"),
        ("village", "&".join(f"village=v{i}" for i in range(60))),
    ],
)
def test_nonsense_is_named(listing: Listing, name: str, query: str, two_sides: None, client: Client) -> None:
    _refused(client, listing, name, query)


def _refused(client: Client, listing: Listing, name: str, query: str) -> None:
    response = client.get(f"/api/v1/{listing.key}/?{query}")
    assert response.status_code == 400
    assert name in response.json()["errors"]
    page = client.get(f"/en/{listing.key}/?{query}")
    assert page.status_code == 200
    assert "<tbody>" not in page.content.decode()
    assert 'role="alert"' in page.content.decode()
    if name == "page" and query == "page=2":
        return  # a file has no pages
    assert client.get(f"/en/{listing.key}.csv?{query}").status_code == 400


def test_an_unknown_parameter(listing: Listing, two_sides: None, client: Client) -> None:
    assert client.get(f"/api/v1/{listing.key}/?nonsense=1").json()["errors"].keys() == {"nonsense"}
    for suffix in ("csv", "xlsx", "json"):
        assert client.get(f"/en/{listing.key}.{suffix}?nonsense=1").status_code == 400
    shown = formats.read_html(client, listing, "?nonsense=1")
    assert shown == formats.read_html(client, listing, "")


def test_repeating_a_parameter_means_or(listing: Listing, two_sides: None, client: Client) -> None:
    assert refs(client, listing, "enterprise=e-in&enterprise=e-out") >= set(world.REFS[listing.key])
    assert refs(client, listing, "region=15&region=61") >= set(world.REFS[listing.key])


def test_blank_parameters_ask_for_nothing(listing: Listing, two_sides: None, client: Client) -> None:
    blank = "&".join(f"{name}=" for name in listing.parameters)
    assert refs(client, listing, blank) == refs(client, listing, "")


def test_every_order_sorts_with_the_unknown_last(listing: Listing, two_sides: None, client: Client) -> None:
    for key in listing.orders:
        up = formats.read_json(client, listing, f"?order={key}")
        down = formats.read_json(client, listing, f"?order=-{key}")
        assert len(up) == len(down) >= 2
        unknown = [row[key] is None for row in down]
        assert unknown == sorted(unknown)


def test_unpublished_records_are_nowhere(two_sides: None, client: Client) -> None:
    world.add_drafts()
    pages = ["/zh-hans/", "/en/regions/", "/en/regions/152224103/", "/en/data/", "/api/v1/totals/"]
    for kind, ref in world.DRAFTS.items():
        assert client.get(f"/en/{kind}/{ref}/").status_code == 404
        pages += [f"/zh-hans/{kind}/", f"/api/v1/{kind}/", f"/en/{kind}.csv", f"/en/{kind}.json"]
        pages += [f"/en/{kind}/{seen}/" for seen in world.REFS[kind]]
    for url in pages:
        content = formats.body(client.get(url)).decode()
        assert "draft-" not in content and "尚未公开" not in content, url
    assert client.get("/api/v1/funding/?village=draft-v").status_code == 400


def test_the_number_of_queries_does_not_grow_with_the_rows(listing: Listing, two_sides: None, client: Client) -> None:
    def queries(url: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            formats.body(client.get(url))
        return len(captured)

    urls = [f"/en/{listing.key}/", f"/en/{listing.key}.csv", f"/en/{listing.key}.xlsx", f"/api/v1/{listing.key}/"]
    world.add_more(listing.key, 5)
    few = [queries(url) for url in urls]
    world.add_more(listing.key, 43)
    assert [queries(url) for url in urls] == few


def test_pages_follow_each_other_without_gap_or_repetition(two_sides: None, client: Client) -> None:
    world.add_more("enterprises", 110)
    seen: list[str] = []
    url: str | None = "/api/v1/enterprises/"
    while url:
        found: dict[str, Any] = json.loads(formats.body(client.get(url)))
        seen += [row["ref"] for row in found["results"]]
        url = found["next"]
    assert len(seen) == len(set(seen)) == found["count"]
    page = formats.read_html(client, LISTINGS["enterprises"], "?page=3")
    assert [row["ref"] for row in page] == seen[100:]


@pytest.mark.parametrize("is_patient", [True, False])
def test_any_stretch_of_a_list_is_what_the_whole_has_there(
    listing: Listing, is_patient: bool, two_sides: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also read from behind, as pages near the end are, and sorted where meeting the rows in order takes too long."""
    if not is_patient:
        monkeypatch.setattr(base, "patience", out_of_patience)
    world.add_more(listing.key, 3)
    for key in listing.orders:
        for order in (key, f"-{key}"):
            query = listing.select(QueryDict(f"order={order}"), strict=True)
            whole = list(query.rows())
            for start in range(len(whole)):
                for of in (None, len(whole)):
                    assert query.page(start, start + 2, of=of) == whole[start : start + 2], (order, start, of)


@contextmanager
def out_of_patience(milliseconds: int) -> Iterator[None]:
    yield
    raise TookTooLongError


def test_nobody_waits_for_the_number_of_very_many(two_sides: None, client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(kept, "FEW", 60)
    assert "More than" not in formats.body(client.get("/en/enterprises/")).decode()
    world.add_more("enterprises", 110)
    number = client.get("/api/v1/enterprises/").json()["count"]
    whole = [row["ref"] for row in formats.read_json(client, LISTINGS["enterprises"], "")]
    assert len(whole) == number
    for page in (1, 2, 3):
        content = formats.body(client.get(f"/en/enterprises/?page={page}")).decode()
        assert "More than 60 entries" in content
        assert (f"?page={page + 1}" in content) == (page < 3)
        shown = [row["ref"] for row in formats.read_html(client, LISTINGS["enterprises"], f"?page={page}")]
        assert shown == whole[50 * (page - 1) : 50 * page]
    assert "There are only 3 pages." in formats.body(client.get("/en/enterprises/?page=4")).decode()


def test_every_parameter_is_tested() -> None:
    for listing, name in FILTERS:
        assert name in world.CHOSEN, f"no filter test for {listing.key}: {name}"

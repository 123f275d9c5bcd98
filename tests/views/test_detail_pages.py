"""All detail pages over the seeded record: they are there in both languages, well made, and lead somewhere."""

import json
from collections.abc import Iterator
from decimal import Decimal
from urllib.parse import urlsplit

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import resolve
from django.utils import translation

from projects.counting import Bucket, Selection
from projects.listings import LISTINGS
from projects.models import CountedFigure, Enterprise, Region, Village
from projects.views.details.statements import Statement, state
from tests.views.reading import LANGUAGES, assert_well_made, read

pytestmark = pytest.mark.usefixtures("seeded")


def addresses(language: str) -> Iterator[str]:
    yield f"/{language}/"
    yield f"/{language}/regions/"
    for code in Region.objects.values_list("code", flat=True):
        yield f"/{language}/regions/{code}/"
    for kind, listing in LISTINGS.items():
        for ref in listing.published().values_list("ref", flat=True):
            yield f"/{language}/{kind}/{ref}/"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_well_made(client: Client, language: str) -> None:
    tongue = {"zh-hans": "zh-Hans", "en": "en"}[language]
    titles = set()
    for address in addresses(language):
        page = read(client, address)
        assert_well_made(page)
        assert page.tags[0] == ("html", {"lang": tongue})
        descriptions = [
            attrs["content"] for tag, attrs in page.tags if tag == "meta" and attrs.get("name") == "description"
        ]
        assert len(descriptions) == 1 and descriptions[0]
        titles.add(page.title)
    assert len(titles) > 40


def test_every_link_leads_somewhere(client: Client) -> None:
    pages = {address: read(client, address) for address in addresses("en")}
    lists, charts, forms, sources = set(), set(), set(), 0
    for address, page in pages.items():
        for href, _text in page.links:
            target = urlsplit(href)
            if (
                target.scheme
                or target.path.startswith(("/en/admin/", "/zh-hans/"))
                or target.path in ("/en/data/", "/en/how-we-count/", "/en/feed.atom")
            ):
                continue
            here = target.path or address
            match = resolve(here)
            if match.url_name == "chart":
                charts.add(href)
                continue
            if match.url_name == "correction":
                assert target.path == f"{address}correction/"
                forms.add(href)
                continue
            if match.url_name == "list":
                if href not in lists:
                    query = LISTINGS[match.kwargs["kind"]].select(QueryDict(target.query), strict=True)
                    assert not query.errors, (address, href, query.errors)
                lists.add(href)
                continue
            assert here in pages, (address, href)
            assert not target.fragment or target.fragment in {*pages[here].ids, "content"}, (address, href)
            sources += match.kwargs.get("kind") == "sources"
    assert len(lists) > 100 and sources > 50
    assert len(charts) > 6 and len(forms) > 10
    assert all(client.get(href).status_code == 200 for href in (*charts, *forms))


def rows_behind(client: Client, address: str) -> dict[str, Decimal]:
    """What the list a number leads to holds, added up per bucket from its file."""
    parts = urlsplit(address)
    response = client.get(f"{parts.path.rstrip('/')}.json?{parts.query}")
    assert response.status_code == 200, address
    found: dict[str, Decimal] = {}
    for row in json.loads(b"".join(response.streaming_content)):
        found[row["bucket"]] = found.get(row["bucket"], Decimal(0)) + Decimal(row["remainder"] or 0)
    return found


def assert_made_of_its_rows(client: Client, statement: Statement) -> None:
    totals = statement.totals
    behind = rows_behind(client, statement.address)
    assert behind.get("inside", 0) == totals.inside
    assert behind.get("partly", 0) == totals.partly
    assert set(behind) <= {"inside", "partly"}
    for bucket in (Bucket.WIDER, Bucket.UNPLACED, Bucket.OUTSIDE):
        behind = rows_behind(client, f"{statement.address}&bucket={bucket}")
        assert behind.get(bucket, 0) == totals.amounts[bucket]


def test_every_total_leads_to_the_rows_it_is_made_of(client: Client) -> None:
    scopes = [
        *((Selection.of({code}), {"region": [code]}) for code in Region.objects.values_list("code", flat=True)),
        *(
            (Selection.of(villages={village.pk: village.position}), {"village": [village.ref]})
            for village in Village.objects.all()
        ),
    ]
    checked = 0
    with translation.override("en"):
        for selection, scope in scopes:
            statements = state(CountedFigure.objects.all(), selection, scope)
            for statement in (*statements.money, *statements.outcomes):
                assert_made_of_its_rows(client, statement)
                checked += 1
    assert checked > 40


def test_an_enterprises_totals_lead_to_their_rows(client: Client) -> None:
    enterprise = Enterprise.objects.get(ref="zhunneng")
    figures = CountedFigure.objects.filter(enterprise=enterprise)
    with translation.override("en"):
        statements = state(figures, Selection(), {"enterprise": ["zhunneng"]})
        for statement in (*statements.money, *statements.outcomes):
            behind = rows_behind(client, statement.address)
            assert behind == ({"inside": statement.totals.upper} if statement.totals.in_interval else {})

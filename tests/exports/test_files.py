"""Files of whole lists: the same from every database, complete or visibly broken, and nothing left behind."""

import csv
import io
import json
from collections.abc import Iterator
from decimal import Decimal
from itertools import cycle
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from projects.exports import csv_file
from projects.exports.copy import copied
from projects.exports.csv_file import csv_of_list, written
from projects.exports.guard import neutralised
from projects.listings import LISTINGS, Listing, Query, kept
from projects.listings.base import printable
from projects.models import CountedFigure, Enterprise, Funding, Source, State
from projects.views import files
from tests.conftest import kept_for_module
from tests.listings import world
from tests.listings.formats import body

HOSTILE = [
    "=1+1", "+1", "-1", "@x", "＝1", "＋1", "－1", "＠x", "\t1", "\r1", "\n1", "'", "''", "'a", "'=1", "''=1", "'甲",
    "\x07", "\x07=1", "'\x1f=1", "a\x01b", "\x7f", "a,b", 'a"b', '"', "a\nb", "a\rb", "a\r\nb",
    "\\.", "\\N", "\\", "NULL", "%s", "%", "%%", " a", "a ", " =1", "甲", "\u202e甲", "😀", "=😀", "\ufeff=1", "",
]  # fmt: skip

on_postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="PostgreSQL copies, others do not")


@pytest.fixture(params=LISTINGS.values(), ids=LISTINGS)
def listing(request: pytest.FixtureRequest) -> Listing:
    return request.param


@pytest.fixture(scope="module")
def _built_once(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Every hostile text among the enterprises, and some in every list."""
    with kept_for_module(django_db_blocker):
        world.build()
        Enterprise.objects.bulk_create(
            Enterprise(ref=f"hostile-{n}", name_zh=text, name_en=f"甲{text}", note=text, state=State.PUBLISHED)
            for n, text in enumerate(HOSTILE)
        )
        texts = cycle(HOSTILE)
        for listing in LISTINGS.values():
            rows = listing.model._default_manager
            for row in rows.all():
                rows.filter(pk=row.pk).update(note=next(texts), note_en=next(texts))
        for row in CountedFigure.objects.all():
            CountedFigure.objects.filter(pk=row.pk).update(places_zh=next(texts), remainder=Decimal("-0.05"))
        yield


@pytest.fixture
def hostile(_built_once: None, db: None, listing: Listing) -> Query:
    return asked(listing)


def asked(listing: Listing, query: str = "") -> Query:
    found = listing.select(QueryDict(query), strict=True)
    assert not found.errors
    return found


def made_here(query: Query) -> bytes:
    return content(written(query.listing.fields, query.stream()))


def content(blocks: Iterator[bytes]) -> bytes:
    return b"".join(blocks)


def test_a_file_holds_every_text_guarded(_built_once: None, db: None) -> None:
    made = content(csv_of_list(asked(LISTINGS["enterprises"], "order=ref"))).decode("utf-8-sig")
    named = {row["ref"]: row["name_zh"] for row in csv.DictReader(io.StringIO(made, newline=""))}
    for number, text in enumerate(HOSTILE):
        assert named[f"hostile-{number}"] == neutralised(printable(text))


@on_postgresql
def test_the_database_writes_the_same_bytes(hostile: Query, listing: Listing) -> None:
    assert content(copied(hostile)) == made_here(hostile)
    narrower = asked(
        listing, "region=15&year_from=2015&year_to=2016" + ("&bucket=partly" if listing.is_counted else "")
    )
    assert content(copied(narrower)) == made_here(narrower)
    for key in listing.orders:
        for direction in ("", "-"):
            ordered = asked(listing, f"order={direction}{key}")
            assert content(copied(ordered)) == made_here(ordered)


@on_postgresql
def test_numbers_below_zero_and_beyond_a_float(_built_once: None, db: None) -> None:
    first, second = Funding.objects.filter(counted__isnull=False)[:2]
    Funding.objects.filter(pk=first.pk).update(amount=Decimal("90071992547409.93"))
    Funding.objects.filter(pk=second.pk).update(amount=0)
    made = content(copied(asked(LISTINGS["funding"])))
    assert made == made_here(asked(LISTINGS["funding"]))
    for value in (b",-0.05,", b",0.00,", b",90071992547409.93,"):
        assert value in made


def test_a_list_without_rows_is_its_header(hostile: Query, listing: Listing) -> None:
    nothing = content(csv_of_list(asked(listing, "region=15&village=v-out"))).decode("utf-8-sig")
    assert nothing == ",".join(field.key for field in listing.fields) + "\n"


@pytest.mark.django_db
def test_what_breaks_on_the_way_is_no_file(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    Source.objects.bulk_create(make_sources(600))
    whole = body(client.get("/en/sources.json"))

    def breaking(query: Query) -> Iterator[Any]:
        yield from list(query.values())[:500]
        raise RuntimeError("the connection is lost")

    monkeypatch.setattr(Query, "stream", breaking)
    monkeypatch.setattr(csv_file, "copied", lambda query, reader: written(query.listing.fields, query.stream()))
    for suffix in ("csv", "json"):
        received = b""
        with pytest.raises(RuntimeError):
            for block in client.get(f"/en/sources.{suffix}").streaming_content:  # type: ignore[attr-defined]
                received += block
        assert received and b"the connection is lost" not in received
        if suffix == "json":
            assert whole.startswith(received)
            with pytest.raises(json.JSONDecodeError):
                json.loads(received)


def make_sources(number: int) -> list[Source]:
    return [
        Source(ref=f"s{n}", title="甲" * 40, publisher="乙", published_on="2020-01-01", state=State.PUBLISHED)
        for n in range(number)
    ]


def test_a_head_request_reads_no_row(two_sources: None, client: Client) -> None:
    for suffix in files.CONTENT_TYPES:
        with CaptureQueriesContext(connection) as captured:
            head = client.head(f"/en/sources.{suffix}")
        assert body(head) == b"" and "Content-Length" not in head
        assert len(captured) == (1 if suffix == "xlsx" else 0)
        got = client.get(f"/en/sources.{suffix}")
        body(got)
        for name in ("Content-Type", "Content-Disposition"):
            assert head[name] == got[name]


@pytest.fixture
def two_sources(db: None) -> None:
    Source.objects.bulk_create(make_sources(2))


def test_a_workbook_has_a_limit_and_names_it(
    two_sources: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    most = Source.objects.count()
    monkeypatch.setattr(files, "MOST_ROWS", most)
    assert body(client.get("/en/sources.xlsx"))
    Source.objects.bulk_create(make_sources(3)[2:])
    for_programs = client.get("/en/sources.xlsx?order=ref")
    assert for_programs.status_code == 400
    [message] = for_programs.json()["errors"]["xlsx"]
    assert f"at most {most} rows" in message and message.endswith("/en/sources.csv?order=ref")
    for_people = client.get("/zh-hans/sources.xlsx?order=ref", headers={"Accept": "text/html,*/*;q=0.8"})
    assert for_people.status_code == 400
    page = for_people.content.decode()
    assert f"{most} 行" in page and 'href="/zh-hans/sources.csv?order=ref"' in page
    assert "Accept" in for_people["Vary"]
    assert len(body(client.get("/en/sources.csv?order=ref")).splitlines()) > most + 1
    assert client.get("/en/sources.xlsx?source=s1").status_code == 400  # no such parameter: never all rows


def test_a_long_list_says_what_a_workbook_holds(
    two_sources: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = "XLSX holds at most 100,000 entries"
    short = client.get("/en/sources/").content.decode()
    assert limit not in short
    assert '<a href="/en/sources.csv" download>' in short
    assert '<a href="/en/sources.xlsx">' in short  # a page that says no is to be seen, not saved
    monkeypatch.setattr(kept, "FEW", 1)
    assert limit in client.get("/en/sources/").content.decode()

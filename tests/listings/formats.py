"""A list read back from each of its formats, as plain values that can be compared."""

import csv
import io
import json
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

import openpyxl
from django.http.response import HttpResponseBase
from django.test import Client

from projects.listings import Listing
from projects.listings.columns import FieldKind

Rows = list[dict[str, Any]]


def body(response: HttpResponseBase) -> bytes:
    assert response.status_code == 200
    return b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]


def plain(kind: FieldKind, value: Any) -> str | None:
    """One text for a value, whichever format it came in."""
    if value in (None, ""):
        return None
    if kind in (FieldKind.MONEY, FieldKind.QUANTITY):
        return f"{Decimal(str(value)):.2f}"
    if kind == FieldKind.DEGREES:
        return f"{Decimal(str(value)):.5f}"
    if kind == FieldKind.BOOLEAN:
        return str(value).lower()
    if kind == FieldKind.DATE:
        return str(value)[:10]
    return str(value)


def read_csv(client: Client, listing: Listing, query: str, lang: str = "en") -> Rows:
    content = body(client.get(f"/{lang}/{listing.key}.csv{query}"))
    assert content.startswith(b"\xef\xbb\xbf")
    kinds = {field.key: field.kind for field in listing.fields}
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert rows.fieldnames == list(kinds)
    return [{key: plain(kinds[key], value.removeprefix("'")) for key, value in row.items()} for row in rows]


def read_json(client: Client, listing: Listing, query: str, lang: str = "en") -> Rows:
    return [_plain_row(listing, row) for row in json.loads(body(client.get(f"/{lang}/{listing.key}.json{query}")))]


def read_api(client: Client, listing: Listing, query: str) -> Rows:
    found = json.loads(body(client.get(f"/api/v1/{listing.key}/{query}")))
    assert set(found) == {"count", "next", "previous", "results"}
    assert found["count"] == len(found["results"])
    return [_plain_row(listing, row) for row in found["results"]]


def _plain_row(listing: Listing, row: dict[str, Any]) -> dict[str, Any]:
    assert list(row) == [field.key for field in listing.fields]
    return {field.key: plain(field.kind, row[field.key]) for field in listing.fields}


def read_xlsx(client: Client, listing: Listing, query: str, lang: str = "en") -> Rows:
    from django.utils.translation import override

    book = openpyxl.load_workbook(io.BytesIO(body(client.get(f"/{lang}/{listing.key}.xlsx{query}"))))
    head, *rows = book.worksheets[0].iter_rows()
    with override(lang):
        assert [cell.value for cell in head] == [str(field.label) for field in listing.fields]
        codes = [{str(label): code for code, label in field.choices.items()} for field in listing.fields]
    assert book.worksheets[0].freeze_panes
    assert len(book.worksheets) == 2
    assert not any(cell.data_type == "f" for row in rows for cell in row)
    return [
        {
            field.key: plain(field.kind, code.get(cell.value, cell.value))
            for field, cell, code in zip(listing.fields, row, codes, strict=True)
        }
        for row in rows
    ]


class _Cells(HTMLParser):
    """Values of the elements that name their field, row by row."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: Rows = []
        self.open: list[str] = []
        self.is_exact = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "tr":
            self.rows.append({})
        if tag == "span" and "data-field" in given:
            self.open.append(str(given["data-field"]))
            self.rows[-1].setdefault(self.open[-1], "")
        elif self.open and tag in ("data", "time"):
            self.rows[-1][self.open[-1]] = given.get("value") or given.get("datetime")
            self.is_exact = True
            if name := given.get("data-name"):
                self.open.append(name)
                self.rows[-1][name] = ""
                self.is_exact = False

    def handle_endtag(self, tag: str) -> None:
        if tag in ("data", "time"):
            self.is_exact = False
            if len(self.open) > 1:
                self.open.pop()
        elif tag == "span" and self.open:
            self.open.clear()
            self.is_exact = False

    def handle_data(self, data: str) -> None:
        if self.open and not self.is_exact:
            self.rows[-1][self.open[-1]] += data


def read_html(client: Client, listing: Listing, query: str, lang: str = "en") -> Rows:
    page = body(client.get(f"/{lang}/{listing.key}/{query}")).decode()
    cells = _Cells()
    start, end = page.find("<tbody>"), page.find("</tbody>")
    cells.feed(page[start:end] if start >= 0 else "")
    kinds = {field.key: field.kind for field in listing.fields}
    return [{key: plain(kinds[key], value) for key, value in row.items()} for row in cells.rows]

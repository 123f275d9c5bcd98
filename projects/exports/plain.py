"""Rows for machines: CSV and JSON, the same in every language."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from projects.exports.guard import neutralised
from projects.listings.base import Row
from projects.listings.columns import Field, FieldKind

BLOCK = 64 * 1024

JSON_VALUE: dict[FieldKind, Callable[[Any], Any]] = {
    FieldKind.TEXT: str,
    FieldKind.REF: str,
    FieldKind.PLACES: str,
    FieldKind.CHOICE: str,
    FieldKind.URL: str,
    FieldKind.INTEGER: int,
    FieldKind.YEAR: int,
    FieldKind.BOOLEAN: bool,
    FieldKind.MONEY: lambda value: f"{value:.2f}",
    FieldKind.QUANTITY: lambda value: f"{value:.2f}",
    FieldKind.DATE: lambda value: value.isoformat(),
}
"""Quantities are decimal strings: a JSON number would be read as floating point."""

CSV_VALUE: dict[FieldKind, Callable[[Any], Any]] = {
    **JSON_VALUE,
    **dict.fromkeys((FieldKind.TEXT, FieldKind.REF, FieldKind.PLACES, FieldKind.CHOICE, FieldKind.URL), neutralised),
    FieldKind.BOOLEAN: lambda value: "true" if value else "false",
}


def as_json(fields: Sequence[Field], row: Row) -> dict[str, Any]:
    return {
        field.key: None if value is None else JSON_VALUE[field.kind](value)
        for field, value in zip(fields, row, strict=True)
    }


def json_blocks(fields: Sequence[Field], rows: Iterable[Row]) -> Iterator[str]:
    """One array of objects. Cut short, it does not parse: a broken transfer cannot pass for a file."""
    yield "["
    separator = "\n"
    for row in rows:
        yield separator + json.dumps(as_json(fields, row), ensure_ascii=False)
        separator = ",\n"
    yield "\n]\n"


class _Line:
    """What csv.writer writes to: keeps the last line."""

    text = ""

    def write(self, text: str) -> None:
        self.text = text


def csv_lines(fields: Sequence[Field], rows: Iterable[Row]) -> Iterator[str]:
    line = _Line()
    writer = csv.writer(line)
    writer.writerow([field.key for field in fields])
    yield "\ufeff" + line.text
    formatters = [CSV_VALUE[field.kind] for field in fields]
    for row in rows:
        writer.writerow(
            ["" if value is None else formatter(value) for value, formatter in zip(row, formatters, strict=True)]
        )
        yield line.text


def in_blocks(pieces: Iterable[str]) -> Iterator[bytes]:
    """The text in blocks of a size worth sending."""
    waiting: list[str] = []
    size = 0
    for piece in pieces:
        waiting.append(piece)
        size += len(piece)
        if size >= BLOCK:
            yield "".join(waiting).encode()
            waiting, size = [], 0
    if waiting:
        yield "".join(waiting).encode()

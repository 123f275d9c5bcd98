"""A list as CSV: UTF-8 with a byte-order mark, the same bytes from every database and in every language."""

import csv
import socket
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from projects.bulk import batched
from projects.counting.dialect import is_postgresql
from projects.exports.copy import copied
from projects.exports.guard import FORMULA_STARTS, GUARD, neutralised
from projects.listings import Query
from projects.listings.base import CONTROL, TEXTS, Row, printable
from projects.listings.columns import Field, FieldKind

CHUNK = 250
"""Rows, about as much as is worth sending at once."""

_SUSPECT = frozenset({GUARD, *FORMULA_STARTS, *CONTROL})

Cells = list[Any]


def _texts(values: Sequence[str | None]) -> Cells:
    return [
        value if value and value[0] not in _SUSPECT else neutralised(printable(value)) if value else ""
        for value in values
    ]


def _plain(values: Sequence[Any]) -> Cells:
    return ["" if value is None else value for value in values]


_CELLS: dict[FieldKind, Callable[[Sequence[Any]], Cells]] = {
    **dict.fromkeys(TEXTS, _texts),
    **dict.fromkeys((FieldKind.INTEGER, FieldKind.YEAR, FieldKind.DATE), _plain),
    **dict.fromkeys(
        (FieldKind.MONEY, FieldKind.QUANTITY),
        lambda values: ["" if value is None else f"{value:.2f}" for value in values],
    ),
    FieldKind.DEGREES: lambda values: ["" if value is None else f"{value:.5f}" for value in values],
    FieldKind.BOOLEAN: lambda values: ["" if value is None else "true" if value else "false" for value in values],
}


def csv_of_list(query: Query, reader: socket.socket | None = None) -> Iterator[bytes]:
    """`reader`: the connection of whoever asked, where it is known."""
    fields = query.listing.fields
    return _headed(fields, copied(query, reader) if is_postgresql() else written(fields, query.stream()))


def csv_of_rows(fields: Sequence[Field], rows: Iterable[Row]) -> Iterator[bytes]:
    return _headed(fields, written(fields, rows))


def _headed(fields: Sequence[Field], blocks: Iterator[bytes]) -> Iterator[bytes]:
    yield b"\xef\xbb\xbf" + ",".join(field.key for field in fields).encode() + b"\n"
    yield from blocks


class _Lines(list[str]):
    def write(self, line: str) -> None:
        self.append(line.removesuffix("\r\n"))


def written(fields: Sequence[Field], rows: Iterable[Row]) -> Iterator[bytes]:
    """The rows as `copied` gives them out, made here."""
    formatters = [_CELLS[field.kind] for field in fields]
    lines = _Lines()
    writer = csv.writer(lines)  # ends lines with \r\n, or it would not quote a text that holds \r, as PostgreSQL does
    for chunk in batched(rows, CHUNK):
        columns = (cells(values) for cells, values in zip(formatters, zip(*chunk, strict=True), strict=True))
        writer.writerows(zip(*columns, strict=True))
        lines.append("")
        yield "\n".join(lines).encode().translate(None, CONTROL.encode())
        lines.clear()

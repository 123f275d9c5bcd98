"""Rows for programs as JSON, the same in every language."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from projects.listings.base import TEXTS, Row
from projects.listings.columns import Field, FieldKind

BLOCK = 64 * 1024

JSON_VALUE: dict[FieldKind, Callable[[Any], Any]] = {
    **dict.fromkeys(TEXTS, str),
    FieldKind.INTEGER: int,
    FieldKind.YEAR: int,
    FieldKind.BOOLEAN: bool,
    FieldKind.MONEY: lambda value: f"{value:.2f}",
    FieldKind.QUANTITY: lambda value: f"{value:.2f}",
    FieldKind.DEGREES: lambda value: f"{value:.5f}",
    FieldKind.DATE: lambda value: value.isoformat(),
}
"""Quantities are decimal strings: a JSON number would be read as floating point."""


def as_json(fields: Sequence[Field], row: Row) -> dict[str, Any]:
    return {
        field.key: None if value is None else JSON_VALUE[field.kind](value)
        for field, value in zip(fields, row, strict=True)
    }


def json_blocks(fields: Sequence[Field], rows: Iterable[Row]) -> Iterator[bytes]:
    """One array of objects. Cut short, it does not parse: a broken transfer cannot pass for a file."""
    waiting = ["["]
    separator = "\n"
    size = 0
    for row in rows:
        line = json.dumps(as_json(fields, row), ensure_ascii=False)
        waiting += [separator, line]
        separator = ",\n"
        size += len(line)
        if size >= BLOCK:
            yield "".join(waiting).encode()
            waiting, size = [], 0
    yield "".join([*waiting, "\n]\n"]).encode()

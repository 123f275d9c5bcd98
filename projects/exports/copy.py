"""CSV made by PostgreSQL itself: the very SELECT of a list, with every value as files write it."""

import re
import socket
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections, transaction

from projects.exports.guard import FORMULA_STARTS, GUARD, RUNS
from projects.exports.reader import stops_without
from projects.listings import Query
from projects.listings.base import CONTROL, PREFIX, TEXTS
from projects.listings.columns import Field, FieldKind

BLOCK = 64 * 1024
HELPERS = 1
"""Processes beside PostgreSQL's own; more would leave too little to the readers of pages."""

_SQL = {
    FieldKind.BOOLEAN: "{0}::text",
    FieldKind.MONEY: "{0} * 0.01",  # whole hundredths, so the product has exactly two decimals
    FieldKind.QUANTITY: "{0} * 0.01",
    FieldKind.DATE: "to_char({0}, 'YYYY-MM-DD')",
}
_NULL = "\x01"
"""Stands for what is not stated, so that COPY writes an empty text as nothing; goes with the control characters."""
_UNSEEN = CONTROL.encode()
"""In UTF-8 these bytes stand for nothing else."""
_RUNS = re.compile(RUNS.encode())

# A quick look at a whole block: what may come before a cell's text is mapped to 0, a sign that begins a formula (or
# its first byte) to 1, all else to 2. Line ends are told apart below: they also end every line.
_BEFORE, _SIGNS = f',\n"{GUARD}'.encode(), {start.encode()[0] for start in FORMULA_STARTS if start != "\n"}
_MAP = bytes(0 if byte in _BEFORE else 1 if byte in _SIGNS else 2 for byte in range(256))
_CELL = re.compile(rb'("(?:[^"]|"")*"|[^",]*)(?:,|\Z)')


def copied(query: Query, reader: socket.socket | None = None) -> Iterator[bytes]:
    """The rows in blocks, until the reader goes away."""
    rows = query.values()
    connection: Any = connections[rows.db]
    fields = query.listing.fields
    try:
        sql, params = rows.query.get_compiler(using=rows.db).as_sql()
    except EmptyResultSet:
        return
    columns = [connection.ops.quote_name(f"{PREFIX}{field.key}") for field in fields]
    cells = ", ".join(_SQL.get(f.kind, "{0}").format(column) for f, column in zip(fields, columns, strict=True))
    statement = f"COPY (SELECT {cells} FROM ({sql}) AS listed) TO STDOUT (FORMAT csv, NULL %s)"  # noqa: S608  (made by the ORM)
    statement = connection.ops.compose_sql(statement, (*params, _NULL))
    with (
        transaction.atomic(using=rows.db),
        connection.cursor() as cursor,
        stops_without(reader, connection),
        _helped(cursor, statement) as copy,
    ):
        lines: list[bytes | memoryview] = []
        size = 0
        for line in copy:
            lines.append(line)
            size += len(line)
            if size >= BLOCK:
                yield _guarded(fields, lines)
                lines, size = [], 0
        yield _guarded(fields, lines)


def _helped(cursor: Any, statement: str) -> Any:
    """The copy of a statement that may have helpers, within this transaction."""
    cursor.execute(f"SET LOCAL max_parallel_workers_per_gather = {HELPERS}")
    return cursor.copy(statement)


def _guarded(fields: Sequence[Field], lines: Sequence[bytes | memoryview]) -> bytes:
    """The lines as one block. Few hold anything to guard, and a look at the whole tells."""
    block = b"".join(lines).translate(None, _UNSEEN)
    if not _is_suspect(b"\n" + block):
        return block
    return b"".join(_guarded_line(fields, bytes(line).translate(None, _UNSEEN)) for line in lines)


def _is_suspect(block: bytes) -> bool:
    return b"\0\1" in block.translate(_MAP) or b'"\n' in block or f"{GUARD}\n".encode() in block


def _guarded_line(fields: Sequence[Field], line: bytes) -> bytes:
    if not _is_suspect(b"\n" + line):
        return line
    cells = (found[1] for found in islice(_CELL.finditer(line[:-1]), len(fields)))
    return b",".join(_cell(field, cell) for field, cell in zip(fields, cells, strict=True)) + b"\n"


def _cell(field: Field, cell: bytes) -> bytes:
    start = cell.startswith(b'"')
    is_formula = field.kind in TEXTS and _RUNS.match(cell, start)
    return cell[:start] + GUARD.encode() + cell[start:] if is_formula else cell

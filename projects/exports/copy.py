"""CSV made by PostgreSQL itself: the very SELECT of a list, with every value as files write it."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections

from projects.exports.guard import FORMULA_STARTS, GUARD
from projects.listings import Query
from projects.listings.base import CONTROL, PREFIX, TEXTS
from projects.listings.columns import Field, FieldKind

BLOCK = 64 * 1024

# Few texts need care, and the code of a text's first character tells which: none (an empty text has the code 0),
# an apostrophe, what a formula begins with, or a control character that hides it.
_SUSPECT = ", ".join(str(ord(start)) for start in sorted({GUARD, *FORMULA_STARTS, *CONTROL}))
_FORMULA = f"^{GUARD}*[{''.join(FORMULA_STARTS).replace('-', '')}-]"
_TEXT = (
    f"CASE WHEN ascii({{0}}) IN ({_SUSPECT}) "
    rf"THEN nullif(regexp_replace(regexp_replace({{0}}, %s, '', 'g'), %s, '{GUARD * 2}\&'), '') ELSE {{0}} END"
)
_SQL = {
    **dict.fromkeys(TEXTS, _TEXT),
    FieldKind.INTEGER: "{0}",
    FieldKind.YEAR: "{0}",
    FieldKind.BOOLEAN: "{0}::text",
    FieldKind.MONEY: "{0} * 0.01",  # whole hundredths, so the product has exactly two decimals
    FieldKind.QUANTITY: "{0} * 0.01",
    FieldKind.DATE: "to_char({0}, 'YYYY-MM-DD')",
}


def copied(query: Query) -> Iterator[bytes]:
    """The rows in blocks. The first, empty, comes as soon as the database has agreed.

    Control characters are taken out of the blocks: in UTF-8 their bytes stand for nothing else.
    """
    rows = query.values()
    connection: Any = connections[rows.db]
    try:
        sql, params = rows.query.get_compiler(using=rows.db).as_sql()
    except EmptyResultSet:
        yield b""
        return
    cells, own = _formatted(query.listing.fields, connection)
    statement = f"COPY (SELECT {cells} FROM ({sql}) AS listed) TO STDOUT (FORMAT csv)"  # noqa: S608  (made by the ORM)
    statement = connection.ops.compose_sql(statement, (*own, *params))
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        yield b""
        waiting: list[Any] = []
        size = 0
        for line in copy:
            waiting.append(line)
            size += len(line)
            if size >= BLOCK:
                yield b"".join(waiting).translate(None, CONTROL.encode())
                waiting, size = [], 0
        yield b"".join(waiting).translate(None, CONTROL.encode())


def _formatted(fields: tuple[Field, ...], connection: Any) -> tuple[str, list[str]]:
    """The list's columns as text, and what their place-holders stand for."""
    cells = [_SQL[field.kind].format(connection.ops.quote_name(f"{PREFIX}{field.key}")) for field in fields]
    params = [param for field in fields if field.kind in TEXTS for param in (f"[{CONTROL[1:]}]", _FORMULA)]
    return ", ".join(cells), params

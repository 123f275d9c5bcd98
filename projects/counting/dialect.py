"""What the two databases spell differently."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from psycopg import Cursor

FEW_KEYS = 20
"""With no more, a statement does so little that PostgreSQL would plan it for longer than it takes."""


def is_postgresql() -> bool:
    return connection.vendor == "postgresql"


def year_of(date: str) -> str:
    if is_postgresql():
        return f"CAST(EXTRACT(YEAR FROM {date}) AS integer)"
    return f"CAST(substr({date}, 1, 4) AS integer)"


def joined(column: str, separator: str, *order: str) -> str:
    """An aggregate: the column's texts as one."""
    if is_postgresql():
        by = ", ".join(f'{name} COLLATE "C"' for name in order)
        return f"string_agg({column}, '{separator}' ORDER BY {by})"
    return f"group_concat({column}, '{separator}')"


def to_be_joined(*order: str) -> str:
    """How the rows that `joined` takes together must be sorted. SQLite takes them as they come."""
    return "" if is_postgresql() else f"ORDER BY {', '.join(order)}"


def keys(pks: Iterable[int]) -> tuple[str, Any]:
    """Any number of keys as a single parameter: a query of one column, and what goes into it."""
    if is_postgresql():
        return "SELECT unnest(%s::bigint[]) AS id", list(pks)
    return "SELECT value AS id FROM json_each(%s)", f"[{','.join(map(str, pks))}]"


def execute(sql: str, params: Any = ()) -> None:
    with _cursor(params) as cursor:
        cursor.execute(sql, params)


def column_of_keys(sql: str, params: Any = ()) -> set[int]:
    """The keys a query finds, whatever column they stand in."""
    with _cursor(params) as cursor:
        cursor.execute(sql, params)
        return {pk for row in cursor for pk in row if pk is not None}


@contextmanager
def _cursor(params: Any) -> Iterator[Any]:
    """For a statement that differs from the next save's in a few keys alone: one whose plan PostgreSQL keeps.

    Not while queries are logged: the log would not know what was asked.
    """
    is_for_many = not params or any(isinstance(param, list) and len(param) > FEW_KEYS for param in params)
    if not is_postgresql() or is_for_many or connection.queries_logged:
        with connection.cursor() as cursor:
            yield cursor
        return
    connection.ensure_connection()
    own: Any = Cursor(connection.connection)  # Django's writes the parameters into the statement
    with connection.make_cursor(own) as cursor:
        yield cursor


def apart(columns: str, should: str, has: str, params: Any = ()) -> set[Any]:
    """The first of the columns, of rows that one of two queries finds more often than the other. Each runs once."""
    sql = f"""SELECT {columns} FROM (
            SELECT {columns}, 1 AS times FROM ({should}) AS should UNION ALL SELECT {columns}, -1 FROM ({has}) AS has
        ) AS compared GROUP BY {columns} HAVING SUM(times) <> 0"""
    with _cursor(params) as cursor:
        cursor.execute(sql, params)
        return {row[0] for row in cursor}

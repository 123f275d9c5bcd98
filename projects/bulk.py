"""Many records at a time."""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from operator import attrgetter
from typing import Any, TypeVar

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Case, CharField, DateTimeField, Field, Func, JSONField, Q, Value, When
from django.db.models.sql.compiler import SQLCompiler

CHUNK = 2000

Item = TypeVar("Item")


def batched(items: Iterable[Item], size: int = CHUNK) -> Iterator[list[Item]]:
    waiting = iter(items)
    while chunk := list(islice(waiting, size)):
        yield chunk


class OneOf(Func):
    """True of the rows with one of these keys (or values that `path` leads to): any number, in a single parameter."""

    output_field = BooleanField()

    def __init__(self, keys: Iterable[int] | Iterable[str], path: str = "pk") -> None:
        self.keys: list[Any] = sorted(keys)
        super().__init__(path)

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any) -> tuple[str, Any]:
        path = self.get_source_expressions()[0]
        kind = "text" if isinstance(path.output_field, CharField) else "bigint"
        return f"{compiler.compile(path)[0]} = ANY(%s::{kind}[])", [self.keys]

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any) -> tuple[str, Any]:
        key = compiler.compile(self.get_source_expressions()[0])[0]
        return f"{key} IN (SELECT value FROM json_each(%s))", [json.dumps(self.keys)]  # noqa: S608


def often(condition: Q) -> Q:
    """The same condition, which PostgreSQL takes to be true of every other row, not of one in hundreds or thousands."""
    return Q(Case(When(condition, then=Value(True)), default=Value(False)))


def take_stock() -> None:
    """SQLite plans queries by what it knows of the tables, and looks only when told; PostgreSQL looks by itself.

    Without, the lists of a million projects take minutes. It takes seconds.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def insert(model: Any, records: Sequence[Any]) -> None:
    """New records into their plain table as `bulk_create` puts them there, in one stream; they get their keys."""
    if not records:
        return
    key = model._meta.pk
    is_numbered = key.get_internal_type().endswith("AutoField")
    if is_numbered and connection.vendor == "postgresql":
        _number(model, records)
    fields = [field for field in model._meta.concrete_fields if field is not key or records[0].pk is not None]
    table, columns = (_quoted(model._meta.db_table), ", ".join(_quoted(field.column) for field in fields))
    rows = zip(*(_values(field, records) for field in fields), strict=True)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            # All in one statement: with each one that triggers its upkeep, the search's index is written to disk.
            cells = ", ".join(f"json_extract(value, '$[{place}]')" for place in range(len(fields)))
            statement = f"INSERT INTO {table} ({columns}) SELECT {cells} FROM json_each(%s)"  # noqa: S608
            cursor.execute(statement, [json.dumps([*rows], default=str)])
            if is_numbered:
                cursor.execute("SELECT last_insert_rowid()")  # nobody else writes: SQLite numbered them in a row
                first = cursor.fetchone()[0] - len(records) + 1
                for pk, record in enumerate(records, first):
                    record.pk = pk
    for record in records:
        record._state.adding = False
        record._state.db = connection.alias


def _quoted(name: str) -> str:
    return str(connection.ops.quote_name(name))


def _number(model: Any, records: Sequence[Any]) -> None:
    table = _quoted(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [table, model._meta.pk.column, len(records)],
        )
        for record, (pk,) in zip(records, cursor, strict=True):
            record.pk = pk


def _values(field: Any, records: Sequence[Any]) -> Iterable[Any]:
    """One column. Most values come again and again: each is prepared once, where it can be told from others."""
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        moment = field.pre_save(records[0], True)
        for record in records:
            setattr(record, field.attname, moment)
    if type(field).pre_save in (Field.pre_save, DateTimeField.pre_save):
        values = [*map(attrgetter(field.attname), records)]
    else:
        values = [field.pre_save(record, True) for record in records]
    if isinstance(field, JSONField):
        return [field.get_db_prep_save(value, connection) for value in values]
    prepared = {value: field.get_db_prep_save(value, connection) for value in set(values)}
    return map(prepared.__getitem__, values)

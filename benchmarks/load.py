"""Rows into the database as fast as it takes them, with every constraint checked before they are kept."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models, transaction
from tqdm import tqdm

from benchmarks.data.batch import Batch, Row
from projects.bulk import batched
from projects.search import upkeep

ENTERED_AT = "2026-06-01 00:00:00"
AT_ONCE = 10_000
"""Rows SQLite takes in one call."""


def load(batches: Iterable[Batch], *, progress: bool = False) -> int:
    """All rows, or none of them. The tables must be empty. The number of rows."""
    batches = list(batches)
    loaded = [batch.model for batch in batches]
    if filled := [model._meta.db_table for model in loaded if model._default_manager.exists()]:
        raise ValueError(f"The database is not empty: {', '.join(filled)}")
    count = 0
    with _without_foreign_keys(), transaction.atomic(), _indexed_afterwards(loaded):
        for batch in batches:
            label = batch.model._meta.db_table.removeprefix("projects_")
            columns, defaults = _columns(batch)
            rows = tqdm((row + defaults for row in batch.rows), label, unit=" rows", disable=not progress)
            count += _fill(batch.model._meta.db_table, columns, rows)
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), loaded):
                cursor.execute(statement)
        connection.check_constraints([model._meta.db_table for model in loaded])
    with connection.cursor() as cursor:
        for model in loaded:  # these alone: the whole database has tables that others wait for
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")
    return count


def _columns(batch: Batch) -> tuple[list[str], Row]:
    """Columns of the table, and what those hold that the batch leaves out."""
    named = {field.attname: field for field in batch.model._meta.concrete_fields}
    columns = [named[attname].column for attname in batch.columns]
    defaults: list[Any] = []
    for attname, field in named.items():
        if attname in batch.columns or field.generated:
            continue
        if isinstance(field, models.DateTimeField) and (field.auto_now or field.auto_now_add):
            value: Any = ENTERED_AT
        else:
            value = 1 if attname == "version" else field.get_db_prep_save(field.get_default(), connection)
        columns.append(field.column)
        defaults.append(value)
    return columns, tuple(defaults)


def _fill(table: str, columns: list[str], rows: Iterable[Row]) -> int:
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    into = f"{connection.ops.quote_name(table)} ({names})"
    count = 0
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
                    count += 1
            return count
        marks = ", ".join(["%s"] * len(columns))
        for some in batched(rows, AT_ONCE):
            cursor.executemany(f"INSERT INTO {into} VALUES ({marks})", some)
            count += len(some)
    return count


@contextmanager
def _without_foreign_keys() -> Iterator[None]:
    """SQLite looks up every key as it comes; they are checked all at once instead, before the commit."""
    if connection.vendor == "postgresql":
        yield
        return
    connection.disable_constraint_checking()
    try:
        yield
    finally:
        connection.enable_constraint_checking()


@contextmanager
def _indexed_afterwards(loaded: list[type[models.Model]]) -> Iterator[None]:
    """Indexes, triggers and foreign keys go for the time of the load, and are made again over the whole tables."""
    tables = [model._meta.db_table for model in loaded]
    dropped, made_again = _postgresql_indexes(tables) if connection.vendor == "postgresql" else _sqlite_indexes(tables)
    with connection.cursor() as cursor:
        for statement in dropped:
            cursor.execute(statement)
        yield
        for statement in made_again:
            cursor.execute(statement)
    upkeep.restore(connection.alias)


def _postgresql_indexes(tables: list[str]) -> tuple[list[str], list[str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE contype = 'f' AND conrelid::regclass::text = ANY(%s)",
            [tables],
        )
        keys = cursor.fetchall()
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename = ANY(%s)"
            " AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexname::regclass)",
            [tables],
        )
        indexes = cursor.fetchall()
    return (
        [f'ALTER TABLE {table} DROP CONSTRAINT "{name}"' for table, name, _ in keys]
        + [f'DROP INDEX "{name}"' for name, _ in indexes],
        [definition for _, definition in indexes]
        + [f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}' for table, name, definition in keys],
    )


def _sqlite_indexes(tables: list[str]) -> tuple[list[str], list[str]]:
    with connection.cursor() as cursor:
        marks = ", ".join(["%s"] * len(tables))
        cursor.execute(
            "SELECT type, name, sql FROM sqlite_master"
            f" WHERE type IN ('index', 'trigger') AND sql IS NOT NULL AND tbl_name IN ({marks})",
            tables,
        )
        found = [(kind, name, sql) for kind, name, sql in cursor.fetchall() if not re.search(r"\bUNIQUE\b", sql)]
    indexes = [sql.replace("%", "%%") for kind, _, sql in found if kind == "index"]
    return [f'DROP {kind} "{name}"' for kind, name, _ in found], indexes  # the search puts its triggers back itself

"""Filling whole tables anew while others go on reading the old ones."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, models

from projects.caching import triggers
from projects.counting.dialect import execute, is_postgresql
from projects.models import DataChange

MEMORY = "128MB"
"""What a single sort or hash may take, instead of PostgreSQL's 4 MB."""
HELPERS = 2
"""PostgreSQL's own number for one query; pages ask for none (aidtracker/settings.py)."""


@contextmanager
def replaced_tables(*replaced: type[models.Model]) -> Iterator[None]:
    """Within, the tables are empty. Inside a transaction, with every other writer kept out."""
    tables = [model._meta.db_table for model in replaced]
    if not is_postgresql():
        for table in reversed(tables):
            execute(f"DELETE FROM {table}")
        yield
        return
    # Emptying a table would lock readers out until the end, and filling it under its indexes takes three times as
    # long: a new table is filled beside the old one and takes its place at the very end.
    home = _schema()
    execute(f"SET LOCAL work_mem = '{MEMORY}'; SET LOCAL maintenance_work_mem = '{MEMORY}'; SET LOCAL jit = off")
    execute(f"SET LOCAL max_parallel_workers_per_gather = {HELPERS}")
    execute("CREATE SCHEMA counting_anew")
    statistics = {table: _statistics(table) for table in tables}
    for table in tables:
        execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
        execute(
            f"CREATE TABLE counting_anew.{table} "
            f"(LIKE {table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING IDENTITY INCLUDING STORAGE)"
        )
    execute(f"SET LOCAL search_path = counting_anew, {home}")
    yield
    for table in tables:
        for statement in _indexes(home, table):
            execute(statement)
        for name, definition, sample in statistics[table]:
            execute(f"{definition}; ALTER STATISTICS counting_anew.{name} SET STATISTICS {sample}")
        execute(f"ANALYZE {table}")
    execute(f"SET LOCAL search_path = {home}")
    for table in reversed(tables):
        execute(f"DROP TABLE {home}.{table}")
    for table in tables:
        execute(f"ALTER TABLE counting_anew.{table} SET SCHEMA {home}")
        for name, _definition, _sample in statistics[table]:
            execute(f"ALTER STATISTICS counting_anew.{name} SET SCHEMA {home}")
    execute("DROP SCHEMA counting_anew")
    triggers.watch(connection, tables)
    DataChange.objects.create()  # nothing watched the new tables while they were filled


def _schema() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(current_schema())")
        return str(cursor.fetchone()[0])


def _indexes(home: str, table: str) -> list[str]:
    """What gives the new table the indexes of the old one, under the same names."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT CASE WHEN c.oid IS NULL
                THEN replace(pg_get_indexdef(i.indexrelid), ' ON ' || %s || '.', ' ON counting_anew.')
                ELSE format('ALTER TABLE %%I ADD CONSTRAINT %%I %%s', %s, c.conname, pg_get_constraintdef(c.oid))
            END
            FROM pg_index i LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.contype IN ('p', 'u')
            WHERE i.indrelid = to_regclass(%s || '.' || %s)""",
            [home, table, home, table],
        )
        return [str(statement) for (statement,) in cursor]


def _statistics(table: str) -> list[tuple[str, str, int]]:
    """Name, definition for the new table and sample of what is known of several columns together."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT quote_ident(stxname), pg_get_statisticsobjdef(oid), stxstattarget
            FROM pg_statistic_ext WHERE stxrelid = to_regclass(%s)""",
            [table],
        )
        return [
            (name, re.sub(r"^CREATE STATISTICS (.*?\.)?", "CREATE STATISTICS counting_anew.", definition), sample)
            for name, definition, sample in cursor
        ]

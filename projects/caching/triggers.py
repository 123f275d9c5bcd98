"""Triggers that raise the data version with every write, whoever writes: docs/decisions/0006-data-version.md."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import connections

from projects.models import DataChange, StaffSession

VERSION = DataChange._meta.db_table
FUNCTION = TRIGGER = "raise_data_version"

MAKE_FUNCTION = f"""
CREATE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    mine bigint;
BEGIN
    -- Once per transaction is enough; a savepoint that is rolled back takes the mark with it.
    IF current_setting('aidtracker.data_changed', true) = 'yes' THEN
        RETURN NULL;
    END IF;
    PERFORM set_config('aidtracker.data_changed', 'yes', true);
    INSERT INTO {VERSION} (changes, raised_at) VALUES (1, clock_timestamp()) RETURNING id INTO mine;
    -- Now and then older rows become one. Whoever else does so meanwhile takes other rows, and nobody waits.
    IF mine % 64 = 0 AND current_setting('transaction_isolation') = 'read committed' THEN
        WITH older AS (SELECT id FROM {VERSION} WHERE id < mine FOR UPDATE SKIP LOCKED),
            gone AS (DELETE FROM {VERSION} v USING older WHERE v.id = older.id RETURNING v.changes, v.raised_at)
        INSERT INTO {VERSION} (changes, raised_at)
        SELECT sum(changes), max(raised_at) FROM gone HAVING count(*) > 0;
    END IF;
    RETURN NULL;
END $$
"""  # noqa: S608
NOW = "strftime('%Y-%m-%d %H:%M:%f', 'now')"
SQLITE_RAISES = f"""
INSERT INTO {VERSION} (changes, raised_at) SELECT 0, {NOW} WHERE NOT EXISTS (SELECT 1 FROM {VERSION});
UPDATE {VERSION} SET changes = changes + 1, raised_at = {NOW};
"""  # noqa: S608


UNWATCHED = (DataChange, StaffSession)
"""Written while somebody only looks, and shown to nobody but staff."""


def watched_tables() -> list[str]:
    """All of the product's own: also those no page reads today, because one may tomorrow."""
    models = apps.get_app_config("projects").get_models(include_auto_created=True)
    return sorted({model._meta.db_table for model in models if model._meta.managed and model not in UNWATCHED})


def unwatched(connection: Any) -> list[str]:
    """The tables there are that have no trigger yet."""
    return sorted(({*watched_tables()} & {*connection.introspection.table_names()}) - _watched(connection))


def _watched(connection: Any) -> set[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
                "WHERE t.tgname = %s AND pg_table_is_visible(c.oid)",
                [TRIGGER],
            )
        else:
            cursor.execute(
                "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s "
                "GROUP BY tbl_name HAVING count(*) = 3",
                [f"{TRIGGER}_%"],
            )
        return {table for (table,) in cursor.fetchall()}


def watch(connection: Any, tables: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for table in tables:
            if connection.vendor == "postgresql":
                cursor.execute(
                    f"CREATE OR REPLACE TRIGGER {TRIGGER} AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
                    f"FOR EACH STATEMENT EXECUTE FUNCTION {FUNCTION}()"
                )
                continue
            for event in ("INSERT", "UPDATE", "DELETE"):
                cursor.execute(
                    f"CREATE TRIGGER IF NOT EXISTS {TRIGGER}_{table}_{event.lower()} AFTER {event} ON {table} "
                    f"BEGIN {SQLITE_RAISES} END"
                )


def watch_all(using: str, **_: Any) -> None:
    """After every `migrate`: new tables have no trigger yet, and SQLite loses those of a table it makes anew."""
    connection = connections[using]
    if VERSION in connection.introspection.table_names():
        watch(connection, unwatched(connection))


def make_function(apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(MAKE_FUNCTION, None)


def drop_all(apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(f"DROP FUNCTION {FUNCTION}() CASCADE")
        return
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s", [f"{TRIGGER}_%"])
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')

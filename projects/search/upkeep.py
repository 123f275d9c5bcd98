"""Makes the indexes, takes them away, and puts back what SQLite loses when a migration makes a table anew."""

from collections.abc import Mapping
from typing import Any

from django.db import connections
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from projects.search import postgresql, sqlite
from projects.search.tables import INDEXED

Fields = Mapping[str, tuple[str, ...]]


def make_all(editor: BaseDatabaseSchemaEditor, indexed: Fields) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(postgresql.MAKE_FUNCTION)
    for name, fields in indexed.items():
        if editor.connection.vendor == "postgresql":
            postgresql.make(editor, f"projects_{name}", fields)
        else:
            sqlite.make(editor.connection, f"projects_{name}", fields)


def drop_all(editor: BaseDatabaseSchemaEditor, indexed: Fields) -> None:
    for name in indexed:
        if editor.connection.vendor == "postgresql":
            postgresql.drop(editor, f"projects_{name}")
        else:
            sqlite.drop(editor.connection, f"projects_{name}")
    if editor.connection.vendor == "postgresql":
        editor.execute(f"DROP FUNCTION {postgresql.FUNCTION}(text[])")


def restore(using: str, **_: Any) -> None:
    """After every `migrate`. SQLite changes a table by making another and dropping the old one, triggers and all."""
    connection = connections[using]
    if connection.vendor != "sqlite":
        return
    tables = {*connection.introspection.table_names()}
    for name, fields in INDEXED.items():
        table = f"projects_{name}"
        is_made = sqlite.index_of(table) in tables
        if is_made and not sqlite.is_whole(connection, table, fields):
            sqlite.make(connection, table, fields)

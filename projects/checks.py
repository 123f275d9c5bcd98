"""What must hold of the machine this runs on."""

import sqlite3
from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections


@register(Tags.database)
def database_knows_chinese(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """In a PostgreSQL database with locale C, Chinese has no trigrams and no upper or lower case."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        if connections[alias].vendor != "postgresql":
            continue
        with connections[alias].cursor() as cursor:
            cursor.execute(
                "SELECT datctype, pg_encoding_to_char(encoding) FROM pg_database WHERE datname = current_database()"
            )
            ctype, encoding = cursor.fetchone()
        if ctype in ("C", "POSIX") or encoding != "UTF8":
            found.append(
                Error(
                    f"The database “{alias}” has the character type {ctype} and the encoding {encoding}.",
                    hint="Create it with: createdb --template template0 --encoding UTF8 --locale C.UTF-8 NAME",
                    id="projects.E001",
                )
            )
    return found


@register(Tags.database)
def sqlite_is_new_enough(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Older ones do not tell which rows a statement wrote."""
    is_used = any(connections[alias].vendor == "sqlite" for alias in databases or ())
    if not is_used or sqlite3.sqlite_version_info >= (3, 35):
        return []
    return [Error(f"SQLite is {sqlite3.sqlite_version}; 3.35 or newer is needed.", id="projects.E002")]

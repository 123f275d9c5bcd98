"""The condition that a record's texts hold all pairs of characters of a text."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Func
from django.db.models.sql.compiler import SQLCompiler

from projects.search import postgresql, sqlite
from projects.search.tables import SHORTEST, fields_of

Compiled = tuple[str, Any]


class HoldsPairs(Func):
    """True of every row of `model` with the text in one of its indexed fields, and of few others."""

    output_field = models.BooleanField()

    def __init__(self, model: type[models.Model], text: str) -> None:
        if len(text) < SHORTEST:
            raise ValueError(f"“{text}” is too short for the index")
        self.model, self.text = model, text
        super().__init__("pk", *fields_of(model))

    def deconstruct(self) -> Any:
        raise NotImplementedError("a condition of queries, not of migrations")

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any) -> Compiled:
        columns = [compiler.compile(field)[0] for field in self.get_source_expressions()[1:]]
        held = postgresql.pairs_of(", ".join(columns))
        return f"{held} @> {postgresql.FUNCTION}(ARRAY[%s]::text[])", [self.text]

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any) -> Compiled:
        key, _params = compiler.compile(self.get_source_expressions()[0])
        index = sqlite.index_of(self.model._meta.db_table)
        return f'{key} IN (SELECT rowid FROM "{index}" WHERE "{index}" MATCH %s)', [sqlite_query(self.text)]


def sqlite_query(text: str) -> str:
    """As SQLite's own upper() does it: Latin letters alone."""
    upper = "".join(c.upper() if c.isascii() else c for c in text)
    return " AND ".join(sorted({upper[i : i + 2].encode().hex().upper() for i in range(len(upper) - 1)}))

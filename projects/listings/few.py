"""The keys of few rows, and no long wait to learn that there are very many."""

import json
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.models import QuerySet

SOON = 1000
"""Rows that are counted before a reader notices."""


@dataclass(frozen=True)
class Few:
    keys: list[int] | None
    """All of them; None of too many."""
    more_than: int = 0
    """Of too many: how many there are at least, and one more."""


def few(keys: QuerySet[Any, int], most: int) -> Few:
    """At most `most` keys. Beyond SOON nobody counts on where PostgreSQL, which guesses low, expects half as many."""
    soon = min(most, SOON)
    found = list(keys[: soon + 1])
    if len(found) <= soon:
        return Few(found)
    if soon == most or expected(keys) > most // 2:
        return Few(None, soon)
    found = list(keys[: most + 1])
    return Few(found) if len(found) <= most else Few(None, most)


def expected(rows: QuerySet[Any, Any]) -> int:
    """How many rows PostgreSQL expects to find; 0 on SQLite, which does not say."""
    if connections[rows.db].vendor != "postgresql":
        return 0
    return int(json.loads(rows.explain(format="json"))[0]["Plan"]["Plan Rows"])

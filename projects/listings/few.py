"""The keys of few rows, and no long wait to learn that there are very many."""

import json
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.models import QuerySet

SOON = 1000
"""Rows that are counted before a reader notices."""
DEAR = 5000
"""What PostgreSQL spends in some 30 ms, by its own reckoning."""


@dataclass(frozen=True)
class Few:
    keys: list[int] | None
    """All of them; None of too many."""
    more_than: int = 0
    """Of too many: how many there are at least, and one more."""


def few(keys: QuerySet[Any, int], most: int) -> Few:
    """At most `most` keys. Beyond SOON nobody counts on where that is dear."""
    soon = min(most, SOON)
    found = list(keys[: soon + 1])
    if len(found) <= soon:
        return Few(found)
    if soon == most or cost(keys[: most + 1]) > DEAR:
        return Few(None, soon)
    found = list(keys[: most + 1])
    return Few(found) if len(found) <= most else Few(None, most)


def cost(rows: QuerySet[Any, Any]) -> float:
    """What PostgreSQL expects to spend on a query, in its own units; 0 on SQLite, which does not say."""
    if connections[rows.db].vendor != "postgresql":
        return 0
    return float(json.loads(rows.explain(format="json"))[0]["Plan"]["Total Cost"])

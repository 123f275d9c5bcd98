"""The keys of few rows, and no long wait to learn that there are very many."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import connections
from django.db.models import QuerySet

from projects.bulk import OneOf
from projects.filters.search import SearchFilter, first_of

SOON = 1000
"""Rows that are counted before a reader notices."""
DEAR = 5000
"""What PostgreSQL spends in some 30 ms, by its own reckoning."""


@dataclass(frozen=True)
class Asked:
    """Rows that are asked for, before any is looked for."""

    others: QuerySet[Any]
    """The rows, whatever their texts."""
    search: SearchFilter
    texts: Sequence[str] = ()
    is_narrowed: bool = False
    """Whether `others` are fewer than all."""

    @cached_property
    def _sought(self) -> QuerySet[Any]:
        """Their keys: of a row in which a word is found several times, as often."""
        return self.search.led_to(self.others, self.texts) if self.texts else self.others.order_by().values("pk")

    def keys(self, most: int) -> list[int]:
        """In no order: all, or `most` of very many."""
        others = self.others.order_by().values_list("pk", flat=True)
        if not self.texts:
            return list(others[:most])
        few = list(others[: SOON + 1]) if self.is_narrowed else None
        if few is None or len(few) > SOON:
            return first_of(self._sought, most)
        found = self.search.reading(self.others.model._default_manager.filter(OneOf(few)), self.texts)
        return list(found.order_by().values_list("pk", flat=True)[:most])

    def is_dear(self, most: int) -> bool:
        """Whether so many are not to be found while a reader waits."""
        return cost(self._sought[:most]) > DEAR


@dataclass(frozen=True)
class Few:
    keys: list[int] | None
    """All of them; None of too many."""
    more_than: int = 0
    """Of too many: how many there are at least, and one more."""


def few(asked: Asked, most: int) -> Few:
    """At most `most` keys. Beyond SOON nobody counts on where that is dear."""
    soon = min(most, SOON)
    found = asked.keys(soon + 1)
    if len(found) <= soon:
        return Few(found)
    if soon == most or asked.texts or asked.is_dear(most + 1):
        return Few(None, soon)
    found = asked.keys(most + 1)
    return Few(found) if len(found) <= most else Few(None, most)


def cost(rows: QuerySet[Any, Any]) -> float:
    """What PostgreSQL expects to spend on a query, in its own units; 0 on SQLite, which does not say."""
    if connections[rows.db].vendor != "postgresql":
        return 0
    return float(json.loads(rows.explain(format="json"))[0]["Plan"]["Total Cost"])

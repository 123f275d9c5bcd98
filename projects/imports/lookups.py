"""Records that rows refer to, found many at a time."""

from collections.abc import Iterable
from typing import Any

from django.db import models

from projects.imports.kinds import key_column
from projects.models import AidProject, Enterprise, Region

MOST = 20_000
"""Records kept at hand: a bound on memory."""

_WITH: dict[type[models.Model], tuple[str, ...]] = {
    AidProject: ("enterprise", "parent"),
    Enterprise: ("parent",),
}
"""What the rules of those who refer to such a record look at."""


class Lookups:
    def __init__(self) -> None:
        self._found: dict[type[models.Model], dict[str, Any]] = {}

    def load(self, model: Any, keys: Iterable[str]) -> None:
        """Have these at hand; those that are not stored are known not to be."""
        at_hand = self._found.setdefault(model, {})
        if len(at_hand) > MOST:
            at_hand.clear()
        missing = {key for key in keys if key and key not in at_hand}
        if not missing:
            return
        key = key_column(model)
        records = model._default_manager.select_related(*_WITH.get(model, ())).filter(**{f"{key}__in": missing})
        at_hand.update(dict.fromkeys(missing))
        at_hand.update({getattr(record, key): record for record in records})

    def find(self, model: Any, key: str) -> Any:
        return self._found[model].get(key)

    def region_of(self, code: str) -> Region | None:
        """The smallest known division a village's code lies in. Those of `prefixes` must be at hand."""
        return next((found for prefix in prefixes(code) if (found := self.find(Region, prefix))), None)


def prefixes(code: str) -> list[str]:
    return [code[:length] for length in (9, 6, 4, 2)]

"""What the filters are asked: values that occur in the data."""

from collections.abc import Iterator
from random import Random
from typing import Any

import django_filters
from django import forms

from projects.filters.fields import RefsField, RegionsField, VillagesField, YearField
from projects.listings import Listing
from projects.models import Level, Region, Village

WORDS = ("道路", "大棚", "永安", "饮水工程", "东坪村", "合作社", "云阳", "红旗", "f0001234", "鹤鹿")
MANY = 200


class Values:
    """Draws values for any parameter of any list, the same ones in every run."""

    def __init__(self, seed: str) -> None:
        self._rng = Random(seed)
        self.regions = {level: list(self._regions(level)) for level in Level}
        self.villages = some_refs(Village.objects.published(), self._rng)
        self._refs: dict[str, list[str]] = {}

    def _regions(self, level: Level) -> Iterator[str]:
        codes = list(Region.objects.filter(code__length=level).order_by("code").values_list("code", flat=True))
        yield from self._rng.sample(codes, min(MANY, len(codes)))

    def draw(self, name: str, filter_: django_filters.Filter) -> str:
        field = filter_.field
        if name == "q":
            return self._rng.choice(WORDS)
        if isinstance(field, RegionsField):
            return self._rng.choice(self.regions[self._rng.choice([level for level in Level if self.regions[level]])])
        if isinstance(field, VillagesField):
            return self._rng.choice(self.villages)
        if isinstance(field, YearField):
            return str(self._rng.randint(2012, 2018) if name.endswith("from") else self._rng.randint(2019, 2026))
        if isinstance(field, RefsField):
            return self._ref(field)
        if isinstance(field, forms.ChoiceField):
            choices: Any = field.choices
            return str(self._rng.choice([value for value, _ in choices if value]))
        raise TypeError(f"the benchmarks do not know what to ask the filter “{name}” for")

    def _ref(self, field: RefsField) -> str:
        queryset = field.queryset.all()
        label = queryset.model._meta.label
        if label not in self._refs:
            self._refs[label] = some_refs(queryset, self._rng)
        return self._rng.choice(self._refs[label])


def some_refs(queryset: Any, rng: Random) -> list[str]:
    """The first ones, which everything has to do with, and others from everywhere."""
    first = list(queryset.order_by("pk").values_list("ref", flat=True)[:5])
    last = queryset.order_by("-pk").values_list("pk", flat=True).first() or 1
    keys = {rng.randint(1, last) for _ in range(MANY)}
    return first + sorted(queryset.filter(pk__in=keys).values_list("ref", flat=True))


def filters_of(listing: Listing) -> dict[str, django_filters.Filter]:
    return dict(listing.filterset.base_filters)

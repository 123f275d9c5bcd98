"""The filter `q`: a plain substring, found through the index of pairs where that serves."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet

from projects.bulk import often
from projects.counting.dialect import is_postgresql
from projects.counting.rules import KINDS
from projects.filters.fields import Filter, ManyField
from projects.models import CountedVillage, Indicator, Kind, PlaceKind, Region, Village
from projects.search import SHORTEST, HoldsPairs, is_indexed

PLACES = "counted"
"""The read model's texts of places are names of villages or of a region, joined."""
JOINTS = ("、", ",")
FEW_KEYS = 1000
OF_FEW_ROWS = (Region, Indicator)


APOSTROPHES = re.compile("['’‘ʼ]")


def spellings(text: str) -> list[str]:
    """The text as typed, and with either apostrophe that names are written with: phones put the curly one."""
    return list(dict.fromkeys([text, *(APOSTROPHES.sub(sign, text) for sign in "'’")]))


class TextsField(ManyField):
    def resolve(self, values: list[str]) -> list[str]:
        return list(dict.fromkeys(spelling for value in values for spelling in spellings(value)))


class SearchFilter(Filter):
    """Any of the texts, as a plain substring of any of the fields, whatever the case of its letters.

    Found in three ways, always the same rows: all of them as a list of its own (`filter`), the first ones that
    the index leads to (`led_to`), or row by row (`reading`).
    """

    field_class = TextsField

    def __init__(self, fields: Iterable[str], **kwargs: Any) -> None:
        self.searched = tuple(fields)
        super().__init__(**kwargs)

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        if not value:
            return qs
        if not is_looked_up(value):
            return self.reading(qs, value)
        return qs.filter(pk__in=self.led_to(qs.model._default_manager.all(), value))

    def reading(self, rows: QuerySet[Any], texts: Iterable[str]) -> QuerySet[Any]:
        found = Q()
        for text in texts:
            found |= contains(self.searched, text)
        return rows.filter(often(found))

    def led_to(self, rows: QuerySet[Any], texts: Sequence[str]) -> QuerySet[Any]:
        """The keys of rows, in no order: of one that is found by several of its texts, as often."""
        if not is_looked_up(texts):
            return self.reading(rows, texts).order_by().values("pk")
        first, *others = (branch.order_by().values("pk") for text in texts for branch in self.branches(rows, text))
        return first.union(*others, all=True) if others else first

    def branches(self, rows: QuerySet[Any], text: str) -> Iterator[QuerySet[Any]]:
        """These rows by which of their texts contains it: a row may be in several."""
        model = rows.model
        kinds = KINDS.get(model, ())
        for relation, fields in self._by_relation().items():
            if relation == PLACES and spans_names(text):
                yield rows.filter(contains([f"{PLACES}__{field}" for field in fields], text))
            elif relation == PLACES:
                names = ("name_zh", "name_en")
                yield rows.filter(_name_some(holders(Village, names, text), kinds))
                if (regions := named(Region, names, text)) is not None:
                    in_regions = rows.filter(counted__place_kind=PlaceKind.REGION, counted__area__in=regions)
                    yield in_regions.filter(counted__kind__in=kinds)
            elif relation.startswith(PLACES):
                related = holders(related_model(model, relation), fields, text)
                yield rows.filter(**{f"{relation}__in": related, "counted__kind__in": kinds})
            elif relation:
                if (keys := named(related_model(model, relation), fields, text)) is not None:
                    yield rows.filter(**{f"{relation}__in": keys})
            else:
                yield holding(rows, fields, text)

    def _by_relation(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for path in self.searched:
            relation, _, field = path.rpartition("__")
            found[relation] = (*found.get(relation, ()), field)
        return found


def first_of(found: QuerySet[Any], most: int) -> list[int]:
    """Of keys that may come several times: all, or `most` of very many, each once."""
    at_once = 2 * most
    while True:
        some = [row["pk"] for row in found[:at_once]]
        keys = list(dict.fromkeys(some))
        if len(some) < at_once or len(keys) >= most:
            return keys[:most]
        at_once *= 4


def _name_some(villages: QuerySet[Village], kinds: Iterable[Kind]) -> Q:
    """Whether a record names one of the villages."""
    if is_postgresql():
        return Q(counted__named_villages__village__in=villages, counted__named_villages__kind__in=kinds)
    # Joined, SQLite would look for each of the villages among those of each row.
    naming = CountedVillage.objects.filter(village__in=villages, kind__in=kinds)
    return Q(counted__in=naming.values("counted"))


def spans_names(text: str) -> bool:
    """Whether it may lie across two of the names that are joined; a space in front may be the end of “, ”."""
    return text.startswith(" ") or any(joint in text for joint in JOINTS)


def is_looked_up(texts: Iterable[str]) -> bool:
    """Whether the index of pairs knows all of them."""
    return all(len(text) >= SHORTEST for text in texts)


def contains(paths: Iterable[str], text: str) -> Q:
    found = Q()
    for path in paths:
        found |= Q(**{f"{path}__icontains": text})
    return found


def holders(model: type[models.Model], fields: tuple[str, ...], text: str) -> QuerySet[Any]:
    """Records with the text in one of the fields."""
    return holding(model._default_manager.all(), fields, text)


def holders_of_name(model: type[models.Model], fields: tuple[str, ...], name: str) -> QuerySet[Any]:
    """The same, however its apostrophes are written."""
    return reduce(or_, (holders(model, fields, spelling) for spelling in spellings(name)))


def named(model: type[models.Model], fields: tuple[str, ...], text: str) -> list[Any] | QuerySet[Any] | None:
    """The same; of a table of few rows as keys, found once and not in every query. None where there are none."""
    found = holders(model, fields, text)
    if model not in OF_FEW_ROWS:
        return found
    keys = list(found.order_by().values_list("pk", flat=True)[: FEW_KEYS + 1])
    return (keys or None) if len(keys) <= FEW_KEYS else found


def holding(rows: QuerySet[Any], fields: tuple[str, ...], text: str) -> QuerySet[Any]:
    found = rows.filter(contains(fields, text))
    return found.filter(HoldsPairs(rows.model, text)) if is_indexed(rows.model, fields) else found


def related_model(model: type[models.Model], relation: str) -> type[models.Model]:
    for name in relation.split("__"):
        related = model._meta.get_field(name).related_model
        assert isinstance(related, type)  # noqa: S101  (paths are declared in this package)
        model = related
    return model

"""The filter `q`: a plain substring, found through the index of pairs where that serves."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet

from projects.bulk import OneOf, often
from projects.counting.rules import KINDS
from projects.filters.fields import Filter, ManyField
from projects.models import PlaceKind, Region, Village
from projects.search import SHORTEST, HoldsPairs, is_indexed

PLACES = "counted"
"""The read model's texts of places are names of villages or of a region, joined."""
JOINTS = ("、", ",")
FEW = 50_000
"""Rows that are found once and then looked up by their keys. What is in more of them is soon met by reading."""


class SearchFilter(Filter):
    """Any of the texts, as a plain substring of any of the fields, whatever the case of its letters."""

    field_class = ManyField

    def __init__(self, fields: Iterable[str], **kwargs: Any) -> None:
        self.searched = tuple(fields)
        super().__init__(**kwargs)

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        found = Q()
        for text in value or []:
            found |= self._indexed(qs.model, text) if len(text) >= SHORTEST else contains(self.searched, text)
        return qs.filter(found)

    def _indexed(self, model: type[models.Model], text: str) -> Q:
        searches = self.parent.searches if hasattr(self, "parent") else {}  # a declared filter remembers nothing
        if text not in searches:
            first, *others = (branch.order_by().values("pk") for branch in self.branches(model, text))
            found = first.union(*others, all=True) if others else first
            keys = [row["pk"] for row in found[: FEW + 1]]  # several branches may find the same row
            searches[text] = set(keys) if len(keys) <= FEW else None
        few = searches[text]
        return often(contains(self.searched, text)) if few is None else Q(OneOf(few))

    def branches(self, model: type[models.Model], text: str) -> Iterator[QuerySet[Any]]:
        """Rows by which of their texts contains it: a row may be in several."""
        rows = model._default_manager.all()
        kinds = KINDS.get(model, ())
        for relation, fields in self._by_relation().items():
            if relation == PLACES and any(joint in text for joint in JOINTS):
                yield rows.filter(contains([f"{PLACES}__{field}" for field in fields], text))
            elif relation == PLACES:
                names = ("name_zh", "name_en")
                villages = holders(Village, names, text)
                yield rows.filter(
                    counted__named_villages__village__in=villages, counted__named_villages__kind__in=kinds
                )
                regions = holders(Region, names, text).values("code")
                yield rows.filter(
                    counted__place_kind=PlaceKind.REGION, counted__area__in=regions, counted__kind__in=kinds
                )
            elif relation.startswith(PLACES):
                related = holders(related_model(model, relation), fields, text)
                yield rows.filter(**{f"{relation}__in": related, "counted__kind__in": kinds})
            elif relation:
                yield rows.filter(**{f"{relation}__in": holders(related_model(model, relation), fields, text)})
            else:
                yield holders(model, fields, text)

    def _by_relation(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for path in self.searched:
            relation, _, field = path.rpartition("__")
            found[relation] = (*found.get(relation, ()), field)
        return found


def contains(paths: Iterable[str], text: str) -> Q:
    found = Q()
    for path in paths:
        found |= Q(**{f"{path}__icontains": text})
    return found


def holders(model: type[models.Model], fields: tuple[str, ...], text: str) -> QuerySet[Any]:
    """Records with the text in one of the fields."""
    found = model._default_manager.filter(contains(fields, text))
    return found.filter(HoldsPairs(model, text)) if is_indexed(model, fields) else found


def related_model(model: type[models.Model], relation: str) -> type[models.Model]:
    for name in relation.split("__"):
        related = model._meta.get_field(name).related_model
        assert isinstance(related, type)  # noqa: S101  (paths are declared in this package)
        model = related
    return model

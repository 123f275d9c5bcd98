"""The totals of one query over one list or all of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from projects.bulk import OneOf
from projects.counting import Selection, Summary, VillagesReached, summarise, villages_reached
from projects.counting.rules import column_of
from projects.listings import Query
from projects.listings.kept import figures_of
from projects.models import CountedFigure, Indicator, Kind


@dataclass(frozen=True)
class QueryTotals:
    selection: Selection
    summary: Summary
    villages: VillagesReached


def counted_by(queries: list[Query]) -> QuerySet[CountedFigure]:
    """What the queries keep, whatever its bucket. They must be free of errors."""
    exact = [_but_kind(query) for query in queries]
    if queries and exact[0] is not None and all(asked == exact[0] for asked in exact):
        return figures_of((kind for query in queries for kind in _kinds(query)), exact[0])
    found = Q(pk__in=[])
    for query in queries:
        column, keys = column_of(query.listing.model), query.keys_kept()
        found |= Q(**{f"{column}__in": query.kept.values("pk")}) if keys is None else Q(OneOf(keys, column))
    return CountedFigure.objects.filter(found)


def _but_kind(query: Query) -> dict[str, list[Any]] | None:
    return None if query.exact is None else {name: asked for name, asked in query.exact.items() if name != "kind"}


def _kinds(query: Query) -> Iterable[Kind]:
    """Those asked for, else all of the list."""
    return map(Kind, (query.exact or {}).get("kind", query.listing.kinds))


def totals_of(queries: list[Query], selection: Selection) -> QueryTotals:
    counted = counted_by(queries)
    return QueryTotals(
        selection, summarise(counted, selection, Indicator.objects.all()), villages_reached(counted, selection)
    )

"""The totals of one query over one list or all of them."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from projects.bulk import OneOf
from projects.counting import Selection, Summary, VillagesReached, summarise, villages_reached
from projects.counting.rules import column_of
from projects.listings import Query
from projects.listings.kept import figures_of
from projects.models import CountedFigure, Indicator


@dataclass(frozen=True)
class QueryTotals:
    selection: Selection
    summary: Summary
    villages: VillagesReached


def counted_by(queries: list[Query]) -> QuerySet[CountedFigure]:
    """What the queries keep, whatever its bucket. They must be free of errors."""
    exact = [query.exact for query in queries]
    if queries and exact[0] is not None and all(asked == exact[0] for asked in exact):
        return figures_of((kind for query in queries for kind in query.listing.kinds), exact[0])
    found = Q(pk__in=[])
    for query in queries:
        column, keys = column_of(query.listing.model), query.keys_kept()
        found |= Q(**{f"{column}__in": query.kept.values("pk")}) if keys is None else Q(OneOf(keys, column))
    return CountedFigure.objects.filter(found)


def totals_of(queries: list[Query], selection: Selection) -> QueryTotals:
    counted = counted_by(queries)
    return QueryTotals(
        selection, summarise(counted, selection, Indicator.objects.all()), villages_reached(counted, selection)
    )

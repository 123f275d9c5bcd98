"""The totals of one query over one list or all of them."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from projects.counting import Selection, Summary, VillagesReached, summarise, villages_reached
from projects.counting.rules import KINDS, column_of
from projects.listings import Query
from projects.models import CountedFigure, Indicator, Kind


@dataclass(frozen=True)
class QueryTotals:
    selection: Selection
    summary: Summary
    villages: VillagesReached


def counted_by(queries: list[Query]) -> QuerySet[CountedFigure]:
    """What the queries keep, whatever its bucket. They must be free of errors."""
    asked = [
        {name: value for name, value in query.filterset.form.cleaned_data.items() if value and name not in NOT_EXACT}
        for query in queries
    ]
    kinds = {kind.value for query in queries for kind in KINDS[query.listing.model]}
    if queries and all(given == asked[0] and given.keys() <= OF_THE_READ_MODEL for given in asked):
        kept = CountedFigure.objects.all() if len(kinds) == len(Kind) else CountedFigure.objects.filter(kind__in=kinds)
        return kept.filter(**{f"{name}__in": list(value) for name, value in asked[0].items()})
    found = Q(pk__in=[])
    for query in queries:
        found |= Q(**{f"{column_of(query.listing.model)}__in": query.kept.values("pk")})
    return CountedFigure.objects.filter(found)


def totals_of(queries: list[Query], selection: Selection) -> QueryTotals:
    counted = counted_by(queries)
    return QueryTotals(
        selection, summarise(counted, selection, Indicator.objects.all()), villages_reached(counted, selection)
    )


NOT_EXACT = frozenset({"region", "village", "year_from", "year_to", "bucket"})
"""Parameters that sort figures into buckets instead of keeping or dropping them."""

OF_THE_READ_MODEL = frozenset({"enterprise", "measure"})
"""Exact attributes of the read model itself."""

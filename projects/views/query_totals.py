"""The totals of one query over one list or all of them."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from projects.counting import Selection, Summary, VillagesReached, summarise, villages_reached
from projects.counting.rules import column_of
from projects.listings import Query
from projects.models import CountedFigure, Indicator


@dataclass(frozen=True)
class QueryTotals:
    selection: Selection
    summary: Summary
    villages: VillagesReached


def counted_by(queries: list[Query]) -> QuerySet[CountedFigure]:
    """What the queries keep, whatever its bucket. They must be free of errors."""
    kept = Q(pk__in=[])
    for query in queries:
        column = column_of(query.listing.model)
        asks_nothing = not any(
            value for name, value in query.filterset.form.cleaned_data.items() if name not in NOT_EXACT
        )
        kept |= Q(**{f"{column}__isnull": False}) if asks_nothing else Q(**{f"{column}__in": query.kept.values("pk")})
    return CountedFigure.objects.filter(kept)


def totals_of(queries: list[Query], selection: Selection) -> QueryTotals:
    counted = counted_by(queries)
    return QueryTotals(
        selection, summarise(counted, selection, Indicator.objects.all()), villages_reached(counted, selection)
    )


NOT_EXACT = frozenset({"region", "village", "year_from", "year_to", "bucket"})
"""Parameters that sort figures into buckets instead of keeping or dropping them."""

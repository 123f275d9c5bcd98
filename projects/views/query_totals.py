"""The totals of one query over one list or all of them."""

from dataclasses import dataclass

from django.db.models import Q

from projects.counting import Selection, Summary, VillagesReached, summarise, villages_reached
from projects.counting.ledger import column_of
from projects.listings import Query
from projects.models import CountedFigure, Indicator


@dataclass(frozen=True)
class QueryTotals:
    selection: Selection
    summary: Summary
    villages: VillagesReached


def totals_of(queries: list[Query]) -> QueryTotals:
    """The totals over what the queries keep. All of them must be free of errors and of the same selection."""
    kept = Q(pk__in=[])
    for query in queries:
        column = column_of(query.listing.model)
        asks_nothing = not any(
            value for name, value in query.filterset.form.cleaned_data.items() if name not in NOT_EXACT
        )
        kept |= Q(**{f"{column}__isnull": False}) if asks_nothing else Q(**{f"{column}__in": query.kept.values("pk")})
    counted = CountedFigure.objects.filter(kept)
    selection = queries[0].selection
    return QueryTotals(
        selection, summarise(counted, selection, Indicator.objects.all()), villages_reached(counted, selection)
    )


NOT_EXACT = frozenset({"region", "village", "year_from", "year_to", "bucket"})
"""Parameters that sort figures into buckets instead of keeping or dropping them."""

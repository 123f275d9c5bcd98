"""Villages: how many were reached, and the bounds of each one alone."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Left

from projects.counting.buckets import no_common_year, region_overlaps, years_partly_inside
from projects.counting.selection import Selection
from projects.fields import HundredthsField
from projects.models import CountedFigure, CountedVillage, Level, PlaceKind
from projects.models.region import parent_code

COUNTRY = ""


@dataclass(frozen=True)
class VillagesReached:
    lower: int
    upper: int


def villages_reached(counted: QuerySet[CountedFigure], selection: Selection) -> VillagesReached:
    """Villages of the selection that projects and figures not outside it reached.

    Unnamed villages may be the named ones, so they only add to the upper bound, and to the
    lower one where a region counts more of them than lie in it by name.
    """
    standing = counted.filter(is_replaced=False).exclude(no_common_year(selection)).order_by()
    named: Counter[str] = Counter(
        dict(
            CountedVillage.objects.filter(selection.selects(), counted__in=standing.values("pk"))
            .annotate(division=Left("position", Level.TOWNSHIP.value))  # a code says more than the region entered
            .values_list("division")
            .annotate(n=Count("village", distinct=True))
            .order_by()
        )
    )
    somewhere = Q(place_kind=PlaceKind.NOT_STATED) | Q(place_kind=PlaceKind.REGION)
    if selection.has_places:
        somewhere &= Q(place_kind=PlaceKind.NOT_STATED) | region_overlaps(selection)
    unnamed = list(standing.filter(somewhere, unnamed_villages__gt=0).values_list("region_code", "unnamed_villages"))

    upper = named.total() + sum(count or 0 for _, count in unnamed)
    if selection.has_places and not selection.regions:
        upper = min(upper, len(selection.villages))
    return VillagesReached(_certainly_reached(named, unnamed, selection), upper)


def _certainly_reached(named: Counter[str], unnamed: list[tuple[str, int | None]], selection: Selection) -> int:
    largest: dict[str, int] = {}
    for code, count in unnamed:
        if selection.covers_code(code) and (code or not selection.has_places):
            largest[code] = max(largest.get(code, 0), count or 0)
    reached: Counter[str] = Counter(named)
    for level in (*sorted(Level, reverse=True), 0):
        for code in [code for code in {*reached, *largest} if len(code) == level]:
            reached[code] = max(reached[code], largest.get(code, 0))
            if code != COUNTRY:
                reached[parent_code(code) or COUNTRY] += reached[code]
    return reached[COUNTRY]


def village_bounds(figures: Q, selection: Selection) -> tuple[Coalesce, Coalesce]:
    """Lower and upper bound of each village of a Village queryset, as if it alone were selected.

    `figures` keeps rows of the read model (paths from CountedVillage: counted__…); of the selection
    only the years matter.
    """
    shared = CountedVillage.objects.filter(
        figures & ~no_common_year(selection, "counted__"), village=OuterRef("pk")
    ).order_by()
    alone = shared.filter(counted__village_count=1, counted__may_overlap=False).exclude(
        years_partly_inside(selection, "counted__")
    )
    return _sum_of(alone), _sum_of(shared)


def _sum_of(rows: QuerySet[CountedVillage]) -> Coalesce:
    total = rows.values("village").annotate(total=Sum("counted__remainder")).values("total")
    return Coalesce(Subquery(total), Value(0, output_field=HundredthsField()), output_field=HundredthsField())

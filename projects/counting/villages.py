"""Villages: how many were reached, and the bounds of each one alone."""

from collections import Counter
from collections.abc import Container, Iterable
from dataclasses import dataclass

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Left

from projects.bulk import OneOf
from projects.counting.buckets import no_common_year, region_overlaps, years_partly_inside
from projects.counting.selection import Selection, divisions_above
from projects.fields import HundredthsField
from projects.models import (
    CountedFigure,
    CountedGap,
    CountedReach,
    CountedSpan,
    CountedVillage,
    Level,
    PlaceKind,
    Village,
)
from projects.models.places import NO_FIRST_YEAR, NO_LAST_YEAR

COUNTRY = ""
DIGITS = (*sorted(map(int, Level), reverse=True), len(COUNTRY))
ELSEWHERE = "-"
"""In none of the divisions at hand."""


@dataclass(frozen=True)
class VillagesReached:
    lower: int
    upper: int


def villages_reached(counted: QuerySet[CountedFigure], selection: Selection) -> VillagesReached:
    """Villages of the selection that projects and figures not outside it reached.

    Unnamed villages may be the named ones, so they only add to the upper bound, and to the
    lower one where a region counts more of them than lie in it by name.
    """
    unnamed = _unnamed(counted, selection)
    certain = {
        code: largest
        for code, largest, _ in unnamed
        if selection.covers_code(code) and (code or not selection.has_places)
    }
    named_in = _named_by(counted, selection) if counted.query.where else _named_in(selection, certain)
    named = sum(named_in[region] for region in selection.outermost()) + named_in[ELSEWHERE]
    upper = named + sum(count for _, _, count in unnamed)
    if selection.has_places and not selection.regions:
        upper = min(upper, len(selection.villages))
    return VillagesReached(named + _certainly_more(named_in, certain), upper)


def _unnamed(counted: QuerySet[CountedFigure], selection: Selection) -> list[tuple[str, int, int]]:
    """Region, and the largest and the sum of the numbers of villages counted there without being named."""
    somewhere = Q(place_kind=PlaceKind.NOT_STATED) | Q(place_kind=PlaceKind.REGION)
    if selection.has_places:
        somewhere &= Q(place_kind=PlaceKind.NOT_STATED) | region_overlaps(selection)
    standing = _standing(counted, selection)
    counting = (_with_projects(standing) if counted.query.where else standing).filter(somewhere, unnamed_villages__gt=0)
    by_region = counting.values_list("region_code")
    return list(by_region.annotate(largest=Max("unnamed_villages"), in_all=Sum("unnamed_villages")))


def _standing(counted: QuerySet[CountedFigure], selection: Selection) -> QuerySet[CountedFigure]:
    """What reaches the years of the selection and is replaced by nothing."""
    return counted.filter(is_replaced=False).exclude(no_common_year(selection)).order_by()


def _with_projects(standing: QuerySet[CountedFigure]) -> QuerySet[CountedFigure]:
    """Projects among the figures, and those whose villages these reach though they are not asked for themselves."""
    sharing = standing.exclude(place_kind=PlaceKind.VILLAGES).exclude(giver__lt=0)
    projects = standing.filter(project__isnull=False).values("project").union(
        sharing.filter(funding__isnull=False).values("funding__project"),
        sharing.filter(outcome__project__isnull=False).values("outcome__project"),
    )  # fmt: skip
    return CountedFigure.objects.filter(project__in=projects)


def _named_in(selection: Selection, divisions: Iterable[str]) -> Counter[str]:
    """Villages reached in the divisions, the selected regions, and elsewhere: as kept ready."""
    wanted = OneOf({*divisions, *selection.outermost()}, "division")
    reached = CountedReach.objects.filter(wanted, year__lte=selection.year_to).order_by().values_list("division")
    before = Sum("ended", filter=Q(year__lt=selection.year_from), default=0)
    found = Counter(dict(reached.annotate(n=Sum("begun") - before)))
    if selection.year_from != NO_FIRST_YEAR and selection.year_to != NO_LAST_YEAR:  # else, no gap is around them
        around = CountedGap.objects.filter(wanted, year_from__lte=selection.year_from, year_to__gte=selection.year_to)
        found.subtract(dict(around.order_by().values_list("division").annotate(n=Sum("villages"))))
    if alone := [pk for pk, at in selection.villages if selection.regions.isdisjoint(divisions_above(at))]:
        spans = CountedSpan.objects.exclude(no_common_year(selection)).filter(village__in=alone)
        found[ELSEWHERE] = spans.aggregate(n=Sum("villages"))["n"] or 0
    return found


def _named_by(counted: QuerySet[CountedFigure], selection: Selection) -> Counter[str]:
    """The same of what some of the figures name."""
    standing = _standing(counted, selection)
    named = CountedVillage.objects.filter(selection.selects(), counted__in=standing.values("pk"))
    positions = (
        Village.objects.filter(pk__in=named.values("village"))
        .annotate(division=Left("position", Level.TOWNSHIP.value))  # a code says more than the region entered
        .values_list("division")
        .annotate(n=Count("pk"))
        .order_by()
    )
    found: Counter[str] = Counter()
    for position, number in positions:
        for division in (COUNTRY, *divisions_above(position)):
            found[division] += number
        if selection.has_places and selection.regions.isdisjoint(divisions_above(position)):
            found[ELSEWHERE] += number
    return found


def _certainly_more(named_in: Counter[str], largest: dict[str, int]) -> int:
    """How many more than those named were reached, where a region counts more unnamed villages than lie in it."""
    more: Counter[str] = Counter()
    for code in sorted(largest, key=len, reverse=True):
        if (here := max(more[code], largest[code] - named_in[code])) > 0:
            more[_next_above(code, largest)] += here
    return more[ELSEWHERE]


def _next_above(code: str, divisions: Container[str]) -> str:
    """The smallest of the divisions that the one with this code is a part of."""
    shorter = (code[:digits] for digits in DIGITS if digits < len(code))
    return next((above for above in shorter if above in divisions), ELSEWHERE)


def reaching(figures: Q, selection: Selection) -> QuerySet[CountedVillage]:
    """Which villages the figures and projects name that have a year in common with the selection."""
    return CountedVillage.objects.filter(figures & ~no_common_year(selection)).order_by()


def village_bounds(figures: Q, selection: Selection) -> tuple[Coalesce, Coalesce]:
    """Lower and upper bound of each village of a Village queryset, as if it alone were selected.

    `figures` keeps rows of CountedVillage; of the selection only the years matter.
    """
    lower, upper = bound_rows(figures, selection)
    return _sum_of(lower.filter(village=OuterRef("pk"))), _sum_of(upper.filter(village=OuterRef("pk")))


def bound_rows(figures: Q, selection: Selection) -> tuple[QuerySet[CountedVillage], QuerySet[CountedVillage]]:
    """The rows whose remainders add up to each village's lower bound, and those that do to its upper bound."""
    shared = reaching(figures, selection)
    return shared.filter(is_alone=True).exclude(years_partly_inside(selection)), shared


def _sum_of(rows: QuerySet[CountedVillage]) -> Coalesce:
    total = rows.values("village").annotate(total=Sum("remainder")).values("total")
    return Coalesce(Subquery(total), Value(0, output_field=HundredthsField()), output_field=HundredthsField())

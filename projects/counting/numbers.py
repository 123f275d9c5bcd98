"""How many figures and projects a selection holds, where sums that are kept ready tell."""

from collections import Counter
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Left

from projects.counting.buckets import in_interval, no_common_year, reaches_across
from projects.counting.selection import Selection, begins_with
from projects.counting.sums import is_summed, sums_of
from projects.models import CountedFigure, CountedSum, CountedVillage, Level


def numbers(figures: QuerySet[CountedFigure], selection: Selection, *by: str) -> Counter[tuple[Any, ...]] | None:
    """Those inside and partly inside, by their attributes; None where they would have to be looked up."""
    sums = _within(figures, selection, *by)
    if sums is None:
        return None
    found: Counter[tuple[Any, ...]] = Counter()
    for *alike, n in sums.values_list(*by).annotate(n=Sum("rows")):
        found[tuple(alike)] += n
    if selection.has_places:
        for *alike, n in _across(figures, selection).values_list(*by).annotate(n=Count("pk")):
            found[tuple(alike)] += n
    return found


def numbers_of_provinces(figures: QuerySet[CountedFigure], selection: Selection) -> Counter[str]:
    """Those inside and partly inside each province, were it selected alone. `selection` is of years."""
    sums = sums_of(figures, selection)
    if sums is None:
        raise ValueError("no sums are kept of these figures")
    placed = sums.exclude(division="").exclude(no_common_year(selection))
    found = Counter(dict(placed.values_list("division").annotate(n=Sum("rows"))))
    across = figures.filter(area="").exclude(no_common_year(selection)).order_by()
    found.update(numbers_by_village(across.values("pk"), Level.PROVINCE))
    return found


def numbers_by_village(counted: QuerySet[Any, Any], level: Level, above: str = "") -> dict[str, int]:
    """How many of the rows of the read model, given by their keys, name a village of each division of a level."""
    groups = (
        CountedVillage.objects.filter(begins_with("position", above), counted__in=counted)
        .order_by()
        .annotate(division=Left("position", level.value))
        .values_list("division")
        .annotate(n=Count("counted", distinct=True))
    )
    return {code: n for code, n in groups if len(code) == level}


def _within(figures: QuerySet[CountedFigure], selection: Selection, *by: str) -> QuerySet[CountedSum] | None:
    """The sums of what lies in the whole country, or in provinces."""
    sums = sums_of(figures, selection, *by)
    if sums is None:
        return None
    sums = sums.exclude(no_common_year(selection))
    if not selection.has_places:
        return sums.filter(division="")
    provinces, others = selection.divided(is_summed)
    if others.regions or selection.villages or not provinces.regions:
        return None
    return sums.filter(division__in=sorted(provinces.regions))


def _across(figures: QuerySet[CountedFigure], selection: Selection) -> QuerySet[CountedFigure]:
    """What lies in none of the provinces alone."""
    return figures.filter(in_interval(selection), reaches_across(selection)).order_by()

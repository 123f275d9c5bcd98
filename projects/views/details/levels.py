"""Levels and ratios: never added, shown as a series per place and per statistical concept."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from projects.bulk import OneOf
from projects.models import Aggregation, CountedFigure, Kind, Outcome, PlaceKind, Village
from projects.templatetags.aid import text
from projects.views.details.addresses import list_address
from projects.views.details.capped import Capped, capped
from projects.views.details.figures import FigureRow, places_of_figure, public_figures, row_of

MOST_POINTS = 200
FEW_POINTS = 12


@dataclass(frozen=True)
class Series:
    indicator: SafeString
    places: SafeString
    concept: str
    is_here: bool
    """Whether it is the level of the page's own place, not of one that contains it."""
    points: list[FigureRow]


def public_levels(among: Q) -> QuerySet[Any]:
    return (
        public_figures(Outcome)
        .filter(among, indicator__aggregation=Aggregation.NONE, counted__is_replaced=False)
        .order_by(
            "indicator__position", "indicator__ref", "-counted__region_code", "counted__places", "concept",
            "counted__year_to", "counted__year_from", "ref",
        )
    )  # fmt: skip


def levels_of(regions: Collection[str], village: Village | None = None) -> Q:
    """Those of whole regions, and of a village: found by their place, before what goes with them is looked up."""
    levels = CountedFigure.objects.filter(kind=Kind.OUTCOME, indicator__aggregation=Aggregation.NONE).order_by()
    found = levels.filter(place_kind=PlaceKind.REGION, area__in=sorted(regions)).values_list("outcome", flat=True)
    if village is not None:
        found = found.union(levels.filter(named_villages__village=village).values_list("outcome", flat=True))
    return Q(OneOf(found))


def level_series(
    levels: QuerySet[Any], address: str, village: int | None = None, region: str | None = None
) -> Capped[Series]:
    """`village` or `region` is the page's own place; on other pages every place is its own."""
    found = capped(levels, address, MOST_POINTS)
    return Capped(list(_in_series(found.items, village, region)), found.is_cut, address)


def few_levels(indicator: str) -> Capped[Series]:
    """Where there are so few that they can all be read at a glance; else none, cut."""
    levels = public_levels(Q(indicator__ref=indicator))
    is_cut = levels.order_by()[: FEW_POINTS + 1].count() > FEW_POINTS
    series = [] if is_cut else list(_in_series(list(levels), None, None))
    return Capped(series, is_cut, list_address("outcomes", {"indicator": [indicator]}))


def _in_series(levels: list[Any], village: int | None, region: str | None) -> Iterator[Series]:
    elsewhere = village is not None or region is not None
    for _key, points in groupby(levels, key=_of_series):
        figures = list(points)
        counted = figures[0].counted
        yield Series(
            indicator=text(figures[0].indicator, "name"),
            places=places_of_figure(figures[0], village),
            concept=figures[0].get_concept_display() or _("statistical concept not stated"),
            is_here=not elsewhere or counted.region_code == (region or ""),
            points=[row_of(figure) for figure in figures],
        )


def _of_series(outcome: Any) -> tuple[Any, ...]:
    return outcome.indicator_id, outcome.counted.place_kind, outcome.counted.places, outcome.concept

"""The bounds of many regions, or of many measures, at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Length, Substr

from projects.counting.selection import Selection, begins_with, divisions_above
from projects.counting.sums import sums_of
from projects.counting.totals import ZERO
from projects.models import CountedFigure, CountedVillage, Level, PlaceKind

COUNTS = {"n": Count("pk"), "blank": Count("pk", filter=Q(remainder__isnull=True))}


@dataclass
class Bounds:
    inside: Decimal = ZERO
    partly: Decimal = ZERO
    rows: int = 0
    not_stated: int = 0

    def add(self, is_certain: bool, total: Decimal | None, rows: int, not_stated: int) -> None:
        self.rows += rows
        self.not_stated += not_stated
        if is_certain:
            self.inside += total or ZERO
        else:
            self.partly += total or ZERO

    @property
    def lower(self) -> Decimal:
        return self.inside

    @property
    def upper(self) -> Decimal:
        return max(self.inside + self.partly, self.inside)

    @property
    def is_exact(self) -> bool:
        return self.lower == self.upper


def region_bounds(figures: QuerySet[CountedFigure], level: Level, within: str = "") -> dict[str, Bounds]:
    """Bounds of every region of one level that holds any of the figures, as if it alone were selected, all years.

    In two queries. For one kind of money, or one indicator that adds up: the figures are summed as they are.
    `within` keeps to the regions of a division.
    """
    found: dict[str, Bounds] = {}
    for code, may_overlap, total, n, blank in _in_one_region(figures, level, within):
        found.setdefault(code, Bounds()).add(not may_overlap, total, n, blank)
    for code, total, n, blank in _in_several(figures, level, within):
        found.setdefault(code, Bounds()).add(False, total, n, blank)
    return found


def measure_bounds(figures: QuerySet[CountedFigure]) -> dict[str, Bounds]:
    """Bounds of every measure under which there are any of the figures, everywhere and in all years."""
    found: dict[str, Bounds] = {}
    for measure, may_overlap, total, n, blank in grouped(figures, "measure", "may_overlap"):
        found.setdefault(measure, Bounds()).add(not may_overlap, total, n, blank)
    return found


def grouped(figures: QuerySet[CountedFigure], *by: str) -> Iterable[tuple[Any, ...]]:
    """Sum, number of rows, and of those that state no amount, of the figures that are alike; of all places."""
    sums = sums_of(figures, Selection(), *by)
    if sums is None:
        return figures.order_by().values_list(*by).annotate(of_all=Sum("remainder"), **COUNTS)
    return (
        sums.filter(division="").values_list(*by).annotate(of_all=Sum("total"), n=Sum("rows"), blank=Sum("not_stated"))
    )


def _in_one_region(figures: QuerySet[CountedFigure], level: Level, within: str) -> Iterable[tuple[Any, ...]]:
    sums = sums_of(figures, Selection()) if level == Level.PROVINCE and not within else None
    if sums is not None:
        return (
            sums.exclude(division="")
            .values_list("division", "may_overlap")
            .annotate(of_all=Sum("total"), n=Sum("rows"), blank=Sum("not_stated"))
        )
    return (
        figures.order_by()
        .annotate(digits=Length("area"))
        .filter(begins_with("area", within), digits__gte=level.value)
        .annotate(code=Substr("area", 1, level.value))
        .values_list("code", "may_overlap")
        .annotate(of_all=Sum("remainder"), **COUNTS)
    )


def _in_several(figures: QuerySet[CountedFigure], level: Level, within: str) -> Iterable[tuple[Any, ...]]:
    """What names villages of several regions: once per region, however many of its villages it names."""
    areas = Q(area__in=sorted({"", *divisions_above(within)}))
    if any(len(within) < between < level for between in Level):
        areas |= begins_with("area", within)
    across = (
        figures.order_by()
        .annotate(digits=Length("area"))
        .filter(areas, place_kind=PlaceKind.VILLAGES, digits__lt=level.value)
    )
    same_figure = CountedVillage.objects.filter(counted=OuterRef("counted")).annotate(
        code=Substr("position", 1, level.value)
    )
    counted_before = same_figure.filter(code=OuterRef("code"), pk__lt=OuterRef("pk"))
    return (
        CountedVillage.objects.filter(begins_with("position", within), counted__in=across.values("pk"))
        .order_by()
        .annotate(code=Substr("position", 1, level.value), digits=Length("code"))
        .filter(~Exists(counted_before), digits=level.value)
        .values_list("code")
        .annotate(of_all=Sum("remainder"), **COUNTS)
    )

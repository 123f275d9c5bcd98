"""The bounds of many regions, or of many measures, at once."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Length, Substr

from projects.counting.selection import begins_with
from projects.counting.totals import ZERO
from projects.models import CountedFigure, CountedVillage, Level

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
    for rows in (_placed_in_regions(figures, level, within), _placed_in_villages(figures, level, within)):
        for code, is_certain, total, n, blank in rows:
            found.setdefault(code, Bounds()).add(is_certain, total, n, blank)
    return found


def measure_bounds(figures: QuerySet[CountedFigure]) -> dict[str, Bounds]:
    """Bounds of every measure under which there are any of the figures, everywhere and in all years."""
    found: dict[str, Bounds] = {}
    rows = figures.order_by().values_list("measure", "may_overlap").annotate(total=Sum("remainder"), **COUNTS)
    for measure, may_overlap, total, n, blank in rows:
        found.setdefault(measure, Bounds()).add(not may_overlap, total, n, blank)
    return found


def _placed_in_regions(figures: QuerySet[CountedFigure], level: Level, within: str) -> QuerySet[Any, Any]:
    return (
        figures.order_by()
        .annotate(digits=Length("region_code"))
        .filter(begins_with("region_code", within), digits__gte=level.value)
        .annotate(code=Substr("region_code", 1, level.value), is_certain=Q(may_overlap=False))
        .values_list("code", "is_certain")
        .annotate(total=Sum("remainder"), **COUNTS)
    )


def _placed_in_villages(figures: QuerySet[CountedFigure], level: Level, within: str) -> QuerySet[Any, Any]:
    """Each figure once per region, however many of the region's villages it names."""
    same_figure = CountedVillage.objects.filter(counted=OuterRef("counted")).annotate(
        code=Substr("position", 1, level.value)
    )
    elsewhere = same_figure.exclude(code=OuterRef("code"))
    counted_before = same_figure.filter(code=OuterRef("code"), pk__lt=OuterRef("pk"))
    return (
        CountedVillage.objects.filter(begins_with("position", within), counted__in=figures.order_by().values("pk"))
        .order_by()
        .annotate(code=Substr("position", 1, level.value), digits=Length("code"))
        .filter(~Exists(counted_before), digits=level.value)
        .annotate(is_certain=Q(counted__may_overlap=False) & ~Exists(elsewhere), remainder=F("counted__remainder"))
        .values_list("code", "is_certain")
        .annotate(total=Sum("remainder"), **COUNTS)
    )

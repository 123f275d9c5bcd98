"""Why a total is an interval, and what lies beside it: the parts of `partly` and `wider`."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Case, Count, F, Max, Min, Q, QuerySet, Sum, When
from django.db.models.functions import Coalesce

from projects.counting.buckets import Bucket, bucket_case, lies_inside, reaches_across, years_partly_inside
from projects.counting.selection import Selection
from projects.counting.sums import is_summed, sums_of
from projects.counting.totals import ZERO
from projects.models import CountedFigure, CountedSum, Kind, PlaceKind


@dataclass(frozen=True)
class Wider:
    """What went to villages of a region beyond the selection, none of them named."""

    region_code: str
    total: Decimal
    rows: int
    not_stated: int
    unnamed_villages: int | None
    """How many villages, where all of it belongs to one project that says so."""


@dataclass
class Breakdown:
    shared: Decimal = ZERO
    """Partly inside because the named villages or the years reach beyond the selection."""
    shared_rows: int = 0
    overlapping: Decimal = ZERO
    """Partly inside because the source leaves open whether another figure contains it."""
    overlapping_rows: int = 0
    wider: list[Wider] = field(default_factory=list)
    """From the smallest region to the largest."""


def break_down(figures: QuerySet[CountedFigure], selection: Selection) -> dict[tuple[str, str], Breakdown]:
    """By kind and indicator ref (empty for money), in as many queries however many figures there are.

    `shared + overlapping` is the `partly` of the same totals, the sum over `wider` their `wider`.
    """
    found: dict[tuple[str, str], Breakdown] = defaultdict(Breakdown)
    sums = sums_of(figures)
    rows = figures.exclude(kind=Kind.PROJECT).order_by()
    years = selection.everywhere()
    if sums is not None:
        provinces, others = selection.divided(is_summed)
        ready = sums.filter(division__in=sorted(provinces.regions) if selection.has_places else [""])
        _add_partly(found, _partly_of_sums(ready, years))
        if not selection.has_places:
            return dict(found)
        uncertain = Q(may_overlap=True) | years_partly_inside(selection)
        rows = rows.filter(reaches_across(selection) | (lies_inside(others) & uncertain))
    elif not selection.has_places:
        rows = rows.filter(Q(may_overlap=True) | years_partly_inside(selection))
    _add_partly(found, _partly_of_rows(rows, selection))
    if selection.has_places:
        _add_wider(found, rows, selection)
    for of_kind in found.values():
        of_kind.wider.sort(key=lambda wider: (-len(wider.region_code), wider.region_code))
    return dict(found)


Partly = tuple[str, str | None, bool, Decimal | None, int]


def _add_partly(found: dict[tuple[str, str], Breakdown], groups: Iterable[Partly]) -> None:
    for kind, indicator_ref, overlaps, total, rows in groups:
        of_kind = found[kind, indicator_ref or ""]
        if overlaps:
            of_kind.overlapping += total or ZERO
            of_kind.overlapping_rows += rows
        else:
            of_kind.shared += total or ZERO
            of_kind.shared_rows += rows


def _partly_of_sums(sums: QuerySet[CountedSum], years: Selection) -> Iterable[Partly]:
    return (
        sums.annotate(bucket=bucket_case(years))
        .filter(bucket=Bucket.PARTLY.value)
        .values_list("kind", "indicator__ref", "may_overlap")
        .annotate(of_all=Sum("total"), n=Sum("rows"))
    )


def _partly_of_rows(rows: QuerySet[CountedFigure], selection: Selection) -> Iterable[Partly]:
    return (
        rows.annotate(bucket=bucket_case(selection))
        .filter(bucket=Bucket.PARTLY.value)
        .values_list("kind", "indicator__ref", "may_overlap")
        .annotate(of_all=Sum("remainder"), n=Count("pk"))
    )


def _add_wider(found: dict[tuple[str, str], Breakdown], rows: QuerySet[CountedFigure], selection: Selection) -> None:
    unnamed = Case(
        When(funding__project__region=F("region_code"), then="funding__project__unnamed_villages"),
        When(outcome__project__region=F("region_code"), then="outcome__project__unnamed_villages"),
    )
    groups = (
        rows.filter(place_kind=PlaceKind.REGION, area__in=selection.reached_from())
        .annotate(bucket=bucket_case(selection))
        .filter(bucket=Bucket.WIDER.value)
        .values_list("kind", "indicator__ref", "region_code")
        .annotate(
            total=Sum("remainder"),
            n=Count("pk"),
            blank=Count("pk", filter=Q(remainder__isnull=True)),
            projects=Count(Coalesce("funding__project", "outcome__project"), distinct=True),
            fewest=Min(unnamed),
            most=Max(unnamed),
            saying=Count(unnamed),
        )
    )
    for kind, indicator_ref, region_code, total, n, blank, projects, fewest, most, saying in groups:
        says_one = projects == 1 and saying == n and fewest == most
        wider = Wider(region_code, total or ZERO, n, blank, fewest if says_one else None)
        found[kind, indicator_ref or ""].wider.append(wider)

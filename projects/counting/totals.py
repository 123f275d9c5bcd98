"""Totals of a selection: what is certain, what is possible, and where the rest is."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Case, Count, Max, OuterRef, Q, QuerySet, Subquery, Sum, Value, When

from projects.counting.buckets import (
    Bucket,
    bucket_case,
    lies_inside,
    no_common_year,
    reaches_across,
    years_partly_inside,
)
from projects.counting.selection import Selection
from projects.counting.sums import is_summed, sums_of
from projects.fields import HundredthsField
from projects.models import Aggregation, CountedFigure, CountedSum, Indicator, Kind

Group = tuple[str, str | None, str, Decimal | None, Decimal | None, int, int]
"""Kind, indicator, bucket; sum, largest, number of rows, and of those that state no amount."""

MONEY_KINDS = (
    Kind.FUNDING,
    Kind.MOBILISED,
    Kind.COMMITMENTS,
    Kind.DONATIONS,
    Kind.PURCHASES,
    Kind.ASSISTED_SALES,
)
ZERO = Decimal("0.00")


@dataclass
class Totals:
    """The remainders of one kind, sorted into buckets."""

    aggregation: Aggregation = Aggregation.SUM
    amounts: dict[Bucket, Decimal] = field(default_factory=lambda: dict.fromkeys(Bucket, ZERO))
    rows: dict[Bucket, int] = field(default_factory=lambda: dict.fromkeys(Bucket, 0))
    not_stated: dict[Bucket, int] = field(default_factory=lambda: dict.fromkeys(Bucket, 0))
    """How many rows state no amount: unknown, which is not zero."""
    largest_inside: Decimal = ZERO

    def add(self, bucket: Bucket, amount: Decimal, rows: int, not_stated: int) -> None:
        self.amounts[bucket] += amount
        self.rows[bucket] += rows
        self.not_stated[bucket] += not_stated

    @property
    def is_additive(self) -> bool:
        return self.aggregation != Aggregation.NONE

    @property
    def inside(self) -> Decimal:
        return self.amounts[Bucket.INSIDE]

    @property
    def partly(self) -> Decimal:
        return self.amounts[Bucket.PARTLY]

    @property
    def wider(self) -> Decimal:
        return self.amounts[Bucket.WIDER]

    @property
    def unplaced(self) -> Decimal:
        return self.amounts[Bucket.UNPLACED]

    @property
    def outside(self) -> Decimal:
        return self.amounts[Bucket.OUTSIDE]

    @property
    def grand_total(self) -> Decimal:
        return sum(self.amounts.values(), ZERO)

    @property
    def lower(self) -> Decimal:
        return self.largest_inside if self.aggregation == Aggregation.OVERLAP else self.inside

    @property
    def upper(self) -> Decimal:
        # Parts rounded up may exceed their whole by the rounding; the remainder is then
        # a little below zero, and a bound below the lower one would say nothing.
        return max(self.inside + self.partly, self.lower)

    @property
    def is_exact(self) -> bool:
        return self.lower == self.upper

    @property
    def in_interval(self) -> int:
        """How many rows the interval is made of."""
        return self.rows[Bucket.INSIDE] + self.rows[Bucket.PARTLY]

    @property
    def not_stated_in_interval(self) -> int:
        return self.not_stated[Bucket.INSIDE] + self.not_stated[Bucket.PARTLY]


@dataclass
class Summary:
    """The totals of every kind, never added to each other."""

    money: dict[Kind, Totals]
    outcomes: dict[str, Totals]
    """By the indicator's ref."""

    def add(self, groups: Iterable[Group], *, out_of: Bucket | None = None) -> None:
        """`out_of`: the bucket that holds them so far."""
        for kind, indicator_ref, bucket_name, total, largest, rows, blank in groups:
            totals = self.outcomes.get(indicator_ref) if indicator_ref else self.money[Kind(kind)]
            if totals is None or bucket_name == out_of:
                continue
            totals.add(Bucket(bucket_name), total or ZERO, rows, blank)
            if out_of is not None:
                totals.add(out_of, -(total or ZERO), -rows, -blank)
            if bucket_name == Bucket.INSIDE:
                totals.largest_inside = max(totals.largest_inside, largest or ZERO)


def summarise(figures: QuerySet[CountedFigure], selection: Selection, indicators: Iterable[Indicator]) -> Summary:
    """Every kind's totals, in as many queries however many figures there are.

    `figures` are those the exact attributes keep; `indicators` those to report even where nothing was found.
    """
    summary = Summary(
        money={kind: Totals() for kind in MONEY_KINDS},
        outcomes={indicator.ref: Totals(Aggregation(indicator.aggregation)) for indicator in indicators},
    )
    sums = sums_of(figures)
    figures = figures.exclude(kind=Kind.PROJECT).order_by()
    if sums is None:
        summary.add(_of_rows(figures, selection))
    elif not selection.has_places:
        summary.add(_of_sums(sums.filter(division=""), figures, selection))
    else:
        _look_around(summary, figures, sums, selection)
    return summary


def _look_around(
    summary: Summary, figures: QuerySet[CountedFigure], sums: QuerySet[CountedSum], selection: Selection
) -> None:
    """Provinces are summed already, rows are looked up where they can lie in it, and the rest is outside."""
    summary.add(_placed_or_not(sums.filter(division=""), selection))
    provinces, others = selection.divided(is_summed)
    years = selection.everywhere()
    if provinces.regions:
        within = sums.filter(division__in=sorted(provinces.regions))
        summary.add(_of_sums(within, figures.filter(lies_inside(provinces)), years), out_of=Bucket.OUTSIDE)
    if others.regions:
        summary.add(_of_rows(figures.filter(lies_inside(others)), years), out_of=Bucket.OUTSIDE)
    summary.add(_of_rows(figures.filter(reaches_across(selection)), selection), out_of=Bucket.OUTSIDE)


def _of_rows(figures: QuerySet[CountedFigure], selection: Selection) -> Iterable[Group]:
    return (
        figures.annotate(bucket=bucket_case(selection))
        .values_list("kind", "indicator__ref", "bucket")
        .annotate(
            of_all=Sum("remainder"),
            largest=Max("remainder"),
            n=Count("pk"),
            blank=Count("pk", filter=Q(remainder__isnull=True)),
        )
    )


def _of_sums(sums: QuerySet[CountedSum], figures: QuerySet[CountedFigure], selection: Selection) -> Iterable[Group]:
    """`selection` is of years alone. The largest figures, which no sum tells, come from the rows' index."""
    certain = figures.exclude(no_common_year(selection)).exclude(years_partly_inside(selection))
    largest = certain.filter(indicator=OuterRef("pk"), may_overlap=False, remainder__isnull=False)
    largest_ones = (
        Indicator.objects.filter(aggregation=Aggregation.OVERLAP)
        .order_by()
        .annotate(
            kind=Value(Kind.OUTCOME.value),
            bucket=Value(Bucket.INSIDE.value),
            of_all=Value(None, HundredthsField()),
            largest=Subquery(largest.order_by("-remainder").values("remainder")[:1]),
            n=Value(0),
            blank=Value(0),
        )
    )
    return (
        sums.annotate(bucket=bucket_case(selection))
        .values("kind", "indicator__ref", "bucket")
        .annotate(of_all=Sum("total"), largest=Value(None, HundredthsField()), n=Sum("rows"), blank=Sum("not_stated"))
        .values_list("kind", "indicator__ref", "bucket", "of_all", "largest", "n", "blank")
        .union(largest_ones.values_list("kind", "ref", "bucket", "of_all", "largest", "n", "blank"), all=True)
    )


def _placed_or_not(sums: QuerySet[CountedSum], selection: Selection) -> Iterable[Group]:
    """Everything as if nothing lay in the selection."""
    unplaced = When(~no_common_year(selection) & Q(is_placed=False), then=Value(Bucket.UNPLACED.value))
    return (
        sums.annotate(bucket=Case(unplaced, default=Value(Bucket.OUTSIDE.value)))
        .values("kind", "indicator__ref", "bucket")
        .annotate(of_all=Sum("total"), largest=Value(None, HundredthsField()), n=Sum("rows"), blank=Sum("not_stated"))
        .values_list("kind", "indicator__ref", "bucket", "of_all", "largest", "n", "blank")
    )

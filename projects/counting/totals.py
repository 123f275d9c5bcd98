"""Totals of a selection: what is certain, what is possible, and where the rest is."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, F, Max, Q, QuerySet, Sum

from projects.counting.buckets import Bucket, bucket_case
from projects.counting.selection import Selection
from projects.models import Aggregation, CountedFigure, Indicator, Kind

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


def summarise(figures: QuerySet[CountedFigure], selection: Selection, indicators: Iterable[Indicator]) -> Summary:
    """Every kind's totals, in one query however many figures there are.

    `figures` are those the exact attributes keep; `indicators` those to report even where nothing was found.
    """
    summary = Summary(
        money={kind: Totals() for kind in MONEY_KINDS},
        outcomes={indicator.ref: Totals(Aggregation(indicator.aggregation)) for indicator in indicators},
    )
    groups = (
        figures.exclude(kind=Kind.PROJECT)
        .order_by()
        .annotate(bucket=bucket_case(selection), indicator_ref=F("indicator__ref"))
        .values_list("kind", "indicator_ref", "bucket")
        .annotate(
            total=Sum("remainder"),
            largest=Max("remainder"),
            n=Count("pk"),
            blank=Count("pk", filter=Q(remainder__isnull=True)),
        )
    )
    for kind, indicator_ref, bucket_name, total, largest, rows, blank in groups:
        totals = summary.outcomes.get(indicator_ref) if indicator_ref else summary.money[Kind(kind)]
        if totals is None:
            continue
        bucket = Bucket(bucket_name)
        totals.amounts[bucket] = total or ZERO
        totals.rows[bucket] = rows
        totals.not_stated[bucket] = blank
        if bucket == Bucket.INSIDE:
            totals.largest_inside = largest or ZERO
    return summary

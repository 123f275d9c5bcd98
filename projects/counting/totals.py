"""Totals of a selection: what is certain, what is possible, and where the rest is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain

from django.db.models import Case, Count, Max, OuterRef, Q, QuerySet, Subquery, Sum, Value, When

from projects.counting.buckets import (
    Bucket,
    bucket_case,
    lies_inside,
    names_selected,
    no_common_year,
    reaches_across,
    years_partly_inside,
)
from projects.counting.selection import Selection
from projects.counting.sums import is_summed, sums_of
from projects.fields import HundredthsField
from projects.models import Aggregation, CountedFigure, CountedSum, Indicator, Kind, PlaceKind

Group = tuple[str, str | None, str, bool, Decimal | None, Decimal | None, int, int]
"""Kind, indicator, bucket, may_overlap; sum, largest, number of rows, and of those that state no amount."""

MONEY_KINDS = (
    Kind.FUNDING,
    Kind.MOBILISED,
    Kind.COMMITMENTS,
    Kind.DONATIONS,
    Kind.PURCHASES,
    Kind.ASSISTED_SALES,
)
COUNTED_KINDS = (*MONEY_KINDS, Kind.OUTCOME)
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
    overlapping: Decimal = ZERO
    """What is partly inside because the source leaves open whether another figure contains it."""
    overlapping_rows: int = 0

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
    def shared(self) -> Decimal:
        """What is partly inside because its named villages or its years reach beyond the selection."""
        return self.partly - self.overlapping

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

    def __iter__(self) -> Iterator[Totals]:
        return chain(self.money.values(), self.outcomes.values())

    def add(self, groups: Iterable[Group], *, out_of: Bucket | None = None) -> None:
        """`out_of`: the bucket that holds them so far."""
        for kind, indicator_ref, bucket_name, may_overlap, total, largest, rows, blank in groups:
            totals = self.outcomes.get(indicator_ref) if indicator_ref else self.money[Kind(kind)]
            if totals is None or bucket_name == out_of:
                continue
            totals.add(Bucket(bucket_name), total or ZERO, rows, blank)
            if out_of is not None:
                totals.add(out_of, -(total or ZERO), -rows, -blank)
            if bucket_name == Bucket.INSIDE:
                totals.largest_inside = max(totals.largest_inside, largest or ZERO)
            if bucket_name == Bucket.PARTLY and may_overlap:
                totals.overlapping += total or ZERO
                totals.overlapping_rows += rows


def summarise(figures: QuerySet[CountedFigure], selection: Selection, indicators: Iterable[Indicator]) -> Summary:
    """Every kind's totals, in as many queries however many figures there are.

    `figures` are those the exact attributes keep; `indicators` those to report even where nothing was found.
    """
    summary = Summary(
        money={kind: Totals() for kind in MONEY_KINDS},
        outcomes={indicator.ref: Totals(Aggregation(indicator.aggregation)) for indicator in indicators},
    )
    sums = sums_of(figures, selection)
    figures = figures.exclude(kind=Kind.PROJECT).order_by()
    if sums is None:
        summary.add(_of_rows(figures, selection))
    elif not selection.has_places:
        summary.add(_of_sums(sums.filter(division=""), selection))
        summary.add(_largest(summary, figures, selection))
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
        summary.add(_of_sums(within, years), out_of=Bucket.OUTSIDE)
        summary.add(_largest(summary, figures.filter(lies_inside(provinces)), years))
    if others.regions:  # an index holds all that is asked of these, once it is told the kinds
        within_others = figures.filter(lies_inside(others), kind__in=COUNTED_KINDS)
        summary.add(_of_rows(within_others, years), out_of=Bucket.OUTSIDE)
    across = reaches_across(selection)
    if not selection.regions:  # few figures name a village, and many reach across what it lies in
        summary.add(_of_rows(figures.filter(names_selected(selection)), selection), out_of=Bucket.OUTSIDE)
        across &= Q(place_kind=PlaceKind.REGION)
    summary.add(_of_rows(figures.filter(across), selection), out_of=Bucket.OUTSIDE)


def _of_rows(figures: QuerySet[CountedFigure], selection: Selection) -> Iterable[Group]:
    return (
        figures.annotate(bucket=bucket_case(selection))
        .values_list("kind", "indicator__ref", "bucket", "may_overlap")
        .annotate(
            of_all=Sum("remainder"),
            largest=Max("remainder"),
            n=Count("kind"),
            blank=Count("kind", filter=Q(remainder__isnull=True)),
        )
    )


def _of_sums(sums: QuerySet[CountedSum], selection: Selection) -> Iterable[Group]:
    """`selection` is of years alone. The largest figures, which no sum tells, are still to be found."""
    return (
        sums.exclude(kind=Kind.PROJECT)
        .annotate(bucket=bucket_case(selection))
        .values("kind", "indicator__ref", "bucket", "may_overlap")
        .annotate(of_all=Sum("total"), largest=Value(None, HundredthsField()), n=Sum("rows"), blank=Sum("not_stated"))
        .values_list("kind", "indicator__ref", "bucket", "may_overlap", "of_all", "largest", "n", "blank")
    )


def _largest(summary: Summary, figures: QuerySet[CountedFigure], selection: Selection) -> Iterable[Group]:
    """The largest figure certainly inside, of each indicator that asks for it: from the rows' index."""
    refs = [
        ref
        for ref, totals in summary.outcomes.items()
        if totals.aggregation == Aggregation.OVERLAP and totals.rows[Bucket.INSIDE]
    ]
    if not refs:
        return ()
    certain = figures.exclude(no_common_year(selection)).exclude(years_partly_inside(selection))
    largest = certain.filter(indicator=OuterRef("pk"), may_overlap=False, remainder__isnull=False)
    found = (
        Indicator.objects.filter(ref__in=refs)
        .order_by()
        .annotate(largest=Subquery(largest.order_by("-remainder").values("remainder")[:1]))
    )
    return [
        (Kind.OUTCOME, ref, Bucket.INSIDE, False, None, remainder, 0, 0)
        for ref, remainder in found.values_list("ref", "largest")
    ]


def _placed_or_not(sums: QuerySet[CountedSum], selection: Selection) -> Iterable[Group]:
    """Everything as if nothing lay in the selection."""
    unplaced = When(~no_common_year(selection) & Q(is_placed=False), then=Value(Bucket.UNPLACED.value))
    return (
        sums.exclude(kind=Kind.PROJECT)
        .annotate(bucket=Case(unplaced, default=Value(Bucket.OUTSIDE.value)))
        .values("kind", "indicator__ref", "bucket", "may_overlap")
        .annotate(of_all=Sum("total"), largest=Value(None, HundredthsField()), n=Sum("rows"), blank=Sum("not_stated"))
        .values_list("kind", "indicator__ref", "bucket", "may_overlap", "of_all", "largest", "n", "blank")
    )

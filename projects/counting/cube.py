"""Many totals of one selection in two queries: figures are grouped by their attributes, and each total picks groups."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Case, Count, Exists, F, Max, OuterRef, Q, QuerySet, Sum, Value, When
from django.db.models.fields import CharField
from django.db.models.functions import Coalesce

from projects.counting.buckets import IN_THE_INTERVAL, Bucket, bucket_case, no_common_year
from projects.counting.selection import Selection
from projects.counting.totals import ZERO, Totals
from projects.models import Aggregation, CountedFigure, Kind
from projects.models.places import NO_FIRST_YEAR, Period

Where = Mapping[str, Collection[str]]
"""Attribute → the values that fit. Not stated is the empty text."""

YES, NO = "yes", "no"


def _first(*paths: str) -> Coalesce:
    return Coalesce(*paths, Value(""), output_field=CharField())


ATTRIBUTES = {
    "kind": F("kind"),
    "measure": F("measure"),
    "indicator": _first("indicator__ref"),
    "relationship": _first(
        "funding__project__relationship", "outcome__project__relationship", "project__relationship"
    ),
    "form": _first("funding__form", "donation__form"),
    "terms": _first("funding__terms"),
    "payer": _first("donation__payer"),
    "programme": Case(
        When(
            Exists(CountedFigure.objects.filter(kind=Kind.PROJECT, project__parent=OuterRef("project"))),
            then=Value(YES),
        ),
        default=Value(NO),
        output_field=CharField(),
    ),
}  # fmt: skip
"""What a total may ask for. A programme is a project that others belong to: they are the ones to count."""

OF_FIGURES = ("kind", "measure", "indicator", "relationship", "form", "terms", "payer")
OF_PROJECTS = ("kind", "measure", "relationship", "programme")


@dataclass(frozen=True)
class Group:
    """Figures alike in all that matters; or projects, whose quantity is their number."""

    attributes: Mapping[str, str]
    bucket: Bucket
    may_overlap: bool
    aggregation: Aggregation
    period: Period
    total: Decimal
    largest: Decimal
    rows: int
    not_stated: int

    def fits(self, wheres: Iterable[Where]) -> bool:
        return any(
            all(self.attributes.get(name, "") in values for name, values in where.items()) for where in wheres
        )  # fmt: skip


@dataclass
class Answer:
    """A total, and why it is an interval."""

    totals: Totals = field(default_factory=Totals)
    undivided: dict[Period, Decimal] = field(default_factory=dict)
    """What covers years beyond the selection and is not split by year."""
    shared: Decimal = ZERO
    """What of the selected years went to places beyond the selection too, and is not split by place."""
    overlapping: Decimal = ZERO
    overlapping_rows: int = 0
    """What another figure may already contain."""
    possible: Totals = field(default_factory=Totals)
    """What of the total is only possibly meant: its records leave open whether they are."""

    @property
    def undivided_total(self) -> Decimal:
        return sum(self.undivided.values(), ZERO)

    @property
    def is_empty(self) -> bool:
        return not self.totals.in_interval

    def _add(self, group: Group, years: Period, *, is_certain: bool) -> None:
        self.totals.aggregation = self.possible.aggregation = group.aggregation
        if not is_certain:
            _count(self.possible, group, group.bucket)
        bucket = Bucket.PARTLY if group.bucket == Bucket.INSIDE and not is_certain else group.bucket
        _count(self.totals, group, bucket)
        if group.bucket != Bucket.PARTLY:
            return
        if group.may_overlap:
            self.overlapping += group.total
            self.overlapping_rows += group.rows
        if not group.period.lies_within(years):
            self.undivided[group.period] = self.undivided.get(group.period, ZERO) + group.total
        elif not group.may_overlap:
            self.shared += group.total


def _count(totals: Totals, group: Group, bucket: Bucket) -> None:
    if bucket == Bucket.INSIDE:
        is_first = not totals.rows[bucket]
        totals.largest_inside = group.largest if is_first else max(totals.largest_inside, group.largest)
    totals.amounts[bucket] += group.total
    totals.rows[bucket] += group.rows
    totals.not_stated[bucket] += group.not_stated


class Cube:
    """The published figures and projects of a selection, to be asked for many totals."""

    def __init__(self, counted: QuerySet[CountedFigure], selection: Selection) -> None:
        standing = counted.filter(is_replaced=False).exclude(no_common_year(selection)).order_by()
        self.years = Period(selection.year_from, selection.year_to)
        self.groups = [*_figures(standing, selection), *_projects(standing.filter(kind=Kind.PROJECT))]

    def answer(self, certain: Iterable[Where], possible: Iterable[Where] = ()) -> Answer:
        """The total of what fits `certain`, and of what fits only `possible` as possibly contained in it."""
        certain, possible = list(certain), list(possible)
        answer = Answer()
        for group in self.groups:
            if group.fits(certain):
                answer._add(group, self.years, is_certain=True)
            elif group.fits(possible):
                answer._add(group, self.years, is_certain=False)
        return answer

    def missing(self, whole: Iterable[Where], parts: Iterable[Where], attribute: str) -> dict[str, Answer]:
        """What is in the whole and in none of the parts, by one attribute."""
        whole, parts = list(whole), list(parts)
        found: dict[str, Answer] = {}
        for group in self.groups:
            if group.bucket in IN_THE_INTERVAL and group.fits(whole) and not group.fits(parts):
                found.setdefault(group.attributes[attribute], Answer())._add(group, self.years, is_certain=True)
        return found


def _figures(standing: QuerySet[CountedFigure], selection: Selection) -> Iterable[Group]:
    rows = (
        standing.exclude(kind=Kind.PROJECT)
        .annotate(
            bucket=bucket_case(selection),
            adds=_first("indicator__aggregation"),
            **{f"of_{name}": ATTRIBUTES[name] for name in OF_FIGURES},
        )
        .values_list("bucket", "adds", "may_overlap", "year_from", "year_to", *(f"of_{name}" for name in OF_FIGURES))
        .annotate(
            total=Sum("remainder"),
            largest=Max("remainder"),
            n=Count("pk"),
            blank=Count("pk", filter=Q(remainder__isnull=True)),
        )
    )
    for bucket, adds, may_overlap, year_from, year_to, *rest in rows:
        total, largest, n, blank = rest[-4:]
        yield Group(
            attributes=dict(zip(OF_FIGURES, rest, strict=False)),
            bucket=Bucket(bucket),
            may_overlap=may_overlap,
            aggregation=Aggregation(adds or Aggregation.SUM),
            period=Period(year_from, year_to),
            total=total or ZERO,
            largest=largest or ZERO,
            rows=n,
            not_stated=blank,
        )


def _projects(standing: QuerySet[CountedFigure]) -> Iterable[Group]:
    """How many were at work. One that does not say when it began may have begun later."""
    rows = (
        standing.annotate(**{f"of_{name}": ATTRIBUTES[name] for name in OF_PROJECTS})
        .values_list("year_from", "year_to", *(f"of_{name}" for name in OF_PROJECTS))
        .annotate(n=Count("pk"))
    )
    for year_from, year_to, *rest in rows:
        number = Decimal(rest[-1])
        yield Group(
            attributes=dict(zip(OF_PROJECTS, rest, strict=False)),
            bucket=Bucket.PARTLY if year_from == NO_FIRST_YEAR else Bucket.INSIDE,
            may_overlap=False,
            aggregation=Aggregation.SUM,
            period=Period(year_from, year_to),
            total=number,
            largest=number,
            rows=int(number),
            not_stated=0,
        )

"""Why a total is an interval, and what lies beside it: the parts of `partly` and `wider`."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import BooleanField, Case, CharField, Count, F, Max, Min, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from projects.counting.buckets import Bucket, bucket_case
from projects.counting.selection import Selection
from projects.counting.totals import ZERO
from projects.models import CountedFigure, Kind


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
    """By kind and indicator ref (empty for money), in one query however many figures there are.

    `shared + overlapping` is the `partly` of the same totals, the sum over `wider` their `wider`.
    """
    if not selection.has_places:
        figures = figures.filter(
            Q(may_overlap=True) | Q(year_from__lt=selection.year_from) | Q(year_to__gt=selection.year_to)
        )
    project = Coalesce("funding__project", "outcome__project")
    unnamed = Case(
        When(funding__project__region=F("region_code"), then="funding__project__unnamed_villages"),
        When(outcome__project__region=F("region_code"), then="outcome__project__unnamed_villages"),
    )
    groups = (
        figures.exclude(kind=Kind.PROJECT)
        .order_by()
        .annotate(bucket=bucket_case(selection))
        .filter(bucket__in=[Bucket.PARTLY.value, Bucket.WIDER.value])
        .annotate(
            beyond=Case(
                When(bucket=Bucket.WIDER.value, then="region_code"), default=Value(""), output_field=CharField()
            ),
            overlaps=Case(
                When(bucket=Bucket.PARTLY.value, then="may_overlap"), default=Value(False), output_field=BooleanField()
            ),
            of_indicator=F("indicator__ref"),
        )
        .values_list("kind", "of_indicator", "beyond", "overlaps")
        .annotate(
            total=Sum("remainder"),
            n=Count("pk"),
            blank=Count("pk", filter=Q(remainder__isnull=True)),
            projects=Count(project, distinct=True),
            fewest=Min(unnamed),
            most=Max(unnamed),
            saying=Count(unnamed),
        )
    )
    found: dict[tuple[str, str], Breakdown] = defaultdict(Breakdown)
    for kind, indicator_ref, beyond, overlaps, total, n, blank, projects, fewest, most, saying in groups:
        of_kind = found[kind, indicator_ref or ""]
        amount = total or ZERO
        if beyond:
            says_one = projects == 1 and saying == n and fewest == most
            of_kind.wider.append(Wider(beyond, amount, n, blank, fewest if says_one else None))
        elif overlaps:
            of_kind.overlapping, of_kind.overlapping_rows = amount, n
        else:
            of_kind.shared, of_kind.shared_rows = amount, n
    for of_kind in found.values():
        of_kind.wider.sort(key=lambda wider: (-len(wider.region_code), wider.region_code))
    return dict(found)

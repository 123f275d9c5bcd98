"""What lies beside a total: went to a region beyond the selection, none of its villages named."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, Count, F, Max, Min, Q, QuerySet, Sum, When
from django.db.models.functions import Coalesce

from projects.counting.buckets import Bucket, bucket_case
from projects.counting.selection import Selection
from projects.counting.totals import ZERO
from projects.models import CountedFigure, Kind, PlaceKind


@dataclass(frozen=True)
class Wider:
    """What went to villages of one such region."""

    region_code: str
    total: Decimal
    rows: int
    not_stated: int
    unnamed_villages: int | None
    """How many villages, where all of it belongs to one project that says so."""


def wider_parts(figures: QuerySet[CountedFigure], selection: Selection) -> dict[tuple[str, str], list[Wider]]:
    """By kind and indicator ref (empty for money), from the smallest region to the largest. Their sum is `wider`."""
    unnamed = Case(
        When(funding__project__region=F("region_code"), then="funding__project__unnamed_villages"),
        When(outcome__project__region=F("region_code"), then="outcome__project__unnamed_villages"),
    )
    groups = (
        figures.exclude(kind=Kind.PROJECT)
        .order_by()
        .filter(place_kind=PlaceKind.REGION, area__in=selection.reached_from())
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
    found: dict[tuple[str, str], list[Wider]] = defaultdict(list)
    for kind, indicator_ref, region_code, total, n, blank, projects, fewest, most, saying in groups:
        says_one = projects == 1 and saying == n and fewest == most
        wider = Wider(region_code, total or ZERO, n, blank, fewest if says_one else None)
        found[kind, indicator_ref or ""].append(wider)
    for parts in found.values():
        parts.sort(key=lambda wider: (-len(wider.region_code), wider.region_code))
    return dict(found)

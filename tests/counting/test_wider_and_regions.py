"""What pages show beside a total, and the bounds of many regions at once, against `summarise` itself."""

import random
from collections.abc import Iterable
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects.counting import Bucket, Selection, bucket_case, measure_bounds, region_bounds, summarise, wider_parts
from projects.counting.sums import add_sums
from projects.models import CountedFigure, CountedSum, CountedVillage, Kind, Level, Measure, PlaceKind, Region, Village
from projects.models.counted import NOWHERE
from tests import factories

CODES = [
    "15",
    "1501",
    "150101",
    "150101100",
    "150101101",
    "150102",
    "150102100",
    "1502",
    "150201",
    "150201100",
    "61",
    "6101",
]
SMALLEST = ["150101100", "150101101", "150102100", "150201100", "150201", "6101"]

pytestmark = pytest.mark.django_db


def ledger(seed: int, size: int = 60) -> list[Village]:
    """Rows of the read model, of every place kind, some flagged and some without an amount."""
    rng = random.Random(seed)
    for code in CODES:
        Region.objects.get_or_create(code=code, defaults={"name_zh": code})
    villages = [
        Village.objects.create(
            ref=f"v{seed}-{n}", name_zh=f"v{n}", region_id=SMALLEST[n % len(SMALLEST)], state="published"
        )
        for n in range(10)
    ]
    for _ in range(size):
        place_kind = rng.choice(PlaceKind.values)
        chosen = rng.sample(villages, rng.choice([1, 1, 2, 3])) if place_kind == PlaceKind.VILLAGES else []
        region = rng.choice(CODES) if place_kind == PlaceKind.REGION else ""
        row = CountedFigure.objects.create(
            measure=rng.choice([Measure.INDUSTRY, Measure.HEALTH]),
            kind=rng.choice([Kind.FUNDING, Kind.FUNDING, Kind.DONATIONS]),
            remainder=rng.choice([None, Decimal(0), *(Decimal(rng.randrange(10**6)) / 100 for _ in range(6))]),
            may_overlap=rng.random() < 0.2,
            year_from=rng.choice([0, 2011, 2018]),
            year_to=rng.choice([2018, 2021]),
            place_kind=place_kind,
            region_code=region,
            area=region or common_area(village.position for village in chosen),
            village_count=len(chosen),
        )
        CountedVillage.objects.bulk_create(factories.names(row, village) for village in chosen)
    CountedSum.objects.all().delete()
    add_sums()
    return villages


def common_area(positions: Iterable[str]) -> str:
    """The smallest of the regions that holds all of the positions."""
    named = list(positions)
    holding = [code for code in ["", *CODES] if named and all(position.startswith(code) for position in named)]
    return max(holding, key=len, default=NOWHERE)


def selections(villages: list[Village]) -> list[Selection]:
    return [
        Selection(),
        Selection.of(year_from=2012, year_to=2019),
        *(Selection.of({code}) for code in CODES),
        *(Selection.of(villages={village.pk: village.position}) for village in villages),
        Selection.of({"150101"}, {villages[4].pk: villages[4].position}, year_from=2011, year_to=2018),
    ]


@pytest.mark.parametrize("seed", range(6))
def test_parts_add_up_to_the_totals_they_explain(seed: int) -> None:
    villages = ledger(seed)
    figures = CountedFigure.objects.all()
    explained = 0
    for selection in selections(villages):
        summary = summarise(figures, selection, [])
        found = wider_parts(figures, selection)
        bucketed = figures.annotate(bucket=bucket_case(selection))
        for kind, totals in summary.money.items():
            parts = found.get((kind, ""), [])
            explained += bool(parts or totals.partly)
            flagged = list(bucketed.filter(kind=kind, bucket=Bucket.PARTLY.value, may_overlap=True))
            assert totals.overlapping_rows == len(flagged)
            assert totals.overlapping == sum(row.remainder or 0 for row in flagged)
            assert sum(wider.total for wider in parts) == totals.wider
            assert sum(wider.rows for wider in parts) == totals.rows["wider"]
            assert sum(wider.not_stated for wider in parts) == totals.not_stated["wider"]
    assert explained > 20


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("within", ["", "15", "1501"])
def test_region_bounds_are_those_of_each_region_alone(seed: int, within: str) -> None:
    ledger(seed)
    funding = CountedFigure.objects.filter(kind=Kind.FUNDING)
    for level in Level:
        if len(within) > level:
            continue
        found = region_bounds(funding, level, within)
        codes = [code for code in CODES if len(code) == level and code.startswith(within)]
        assert set(found) <= set(codes)
        for code in codes:
            totals = summarise(funding, Selection.of({code}), []).money[Kind.FUNDING]
            if code not in found:
                assert totals.in_interval == 0
                continue
            bounds = found[code]
            assert (bounds.lower, bounds.upper) == (totals.lower, totals.upper)
            assert (bounds.rows, bounds.not_stated) == (totals.in_interval, totals.not_stated_in_interval)


@pytest.mark.parametrize("seed", range(3))
def test_measure_bounds_are_those_of_each_measure_alone(seed: int) -> None:
    ledger(seed)
    funding = CountedFigure.objects.filter(kind=Kind.FUNDING)
    found = measure_bounds(funding)
    assert set(found) == {Measure.INDUSTRY, Measure.HEALTH}
    for measure, bounds in found.items():
        totals = summarise(funding.filter(measure=measure), Selection(), []).money[Kind.FUNDING]
        assert (bounds.lower, bounds.upper, bounds.rows) == (totals.lower, totals.upper, totals.in_interval)


def test_queries_do_not_grow_with_the_ledger() -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            wider_parts(CountedFigure.objects.all(), Selection.of({"15"}))
            region_bounds(CountedFigure.objects.all(), Level.COUNTY)
        return len(captured)

    ledger(1, size=5)
    few = queries()
    assert few == 3
    ledger(2, size=100)
    assert queries() == few

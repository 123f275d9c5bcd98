"""The same answers from counting itself: every bucket."""

from decimal import Decimal
from typing import Any

import pytest

from projects.counting import Bucket, Selection, Totals, summarise, villages_reached
from projects.models import Aggregation, Award, CountedFigure, Indicator, Kind, Village

pytestmark = pytest.mark.usefixtures("seeded")

BUCKETS = (Bucket.INSIDE, Bucket.PARTLY, Bucket.WIDER, Bucket.UNPLACED, Bucket.OUTSIDE)


def selection(*places: str, years: tuple[int | None, int | None] = (None, None)) -> Selection:
    """Of division codes and refs of villages."""
    villages = dict(Village.objects.filter(ref__in=places).values_list("pk", "position"))
    codes = {place for place in places if place.isdigit()}
    assert len(villages) + len(codes) == len(places)
    return Selection.of(regions=codes, villages=villages, year_from=years[0], year_to=years[1])


def totals_of(kind: str, chosen: Selection) -> Totals:
    summary = summarise(CountedFigure.objects.all(), chosen, Indicator.objects.all())
    return summary.money[Kind(kind)] if kind in summary.money else summary.outcomes[kind]


FUNDING, DONATIONS, PURCHASES = "funding", "donations", "purchases"
#                                                            inside  partly  wider  unplaced  outside
ANSWERS: list[tuple[str, tuple[str, ...], dict[str, Any], tuple[int, int, int, int, int]]] = [
    (FUNDING, (), {}, (29_114_000, 0, 0, 0, 0)),
    (DONATIONS, (), {}, (3_911_200, 0, 0, 0, 0)),
    (PURCHASES, (), {}, (53_180_000, 0, 0, 0, 0)),
    ("households_lifted", (), {}, (247, 0, 0, 0, 0)),
    ("greenhouses_built", (), {}, (350, 0, 0, 0, 0)),
    ("projects_carried_out", (), {}, (31, 0, 0, 0, 0)),
    ("cadres_stationed", (), {}, (1, 0, 0, 0, 0)),
    (FUNDING, ("yongan",), {}, (0, 7_000_000, 0, 12_320_000, 9_794_000)),
    (FUNDING, ("yongfa", "yongan"), {}, (7_000_000, 0, 0, 12_320_000, 9_794_000)),
    (FUNDING, ("152224103",), {}, (7_000_000, 0, 0, 12_320_000, 9_794_000)),
    (FUNDING, ("152224",), {}, (7_000_000, 0, 0, 12_320_000, 9_794_000)),
    (FUNDING, ("1522",), {}, (7_000_000, 0, 0, 12_320_000, 9_794_000)),
    (FUNDING, ("150622",), {}, (9_794_000, 0, 0, 12_320_000, 7_000_000)),
    (FUNDING, ("jingzigou",), {}, (0, 0, 9_794_000, 12_320_000, 7_000_000)),
    (FUNDING, ("15",), {}, (16_794_000, 0, 0, 12_320_000, 0)),
    (FUNDING, ("61",), {}, (0, 0, 0, 12_320_000, 16_794_000)),
    (FUNDING, (), {"years": (2018, 2020)}, (0, 29_114_000, 0, 0, 0)),
    (FUNDING, (), {"years": (None, 2010)}, (0, 22_114_000, 0, 0, 7_000_000)),
    (FUNDING, (), {"years": (2011, 2021)}, (7_000_000, 22_114_000, 0, 0, 0)),
    (FUNDING, (), {"years": (2022, None)}, (0, 0, 0, 0, 29_114_000)),
    ("households_lifted", ("yongan",), {}, (0, 247, 0, 0, 0)),
    ("greenhouses_built", ("yongfa", "yongan"), {}, (350, 0, 0, 0, 0)),
    ("cadres_stationed", ("yongan",), {"years": (2018, 2020)}, (1, 0, 0, 0, 0)),
    ("cadres_stationed", ("yongan",), {"years": (2019, 2019)}, (0, 1, 0, 0, 0)),
    ("cadres_stationed", ("yongfa",), {}, (0, 0, 0, 0, 1)),
    (PURCHASES, ("150622",), {}, (0, 0, 0, 53_180_000, 0)),
    (DONATIONS, ("150622",), {}, (0, 0, 0, 3_911_200, 0)),
]


def test_every_bucket() -> None:
    found, expected = {}, {}
    for kind, places, options, buckets in ANSWERS:
        case = (kind, places, *options.values())
        totals = totals_of(kind, selection(*places, **options))
        found[case] = (*(totals.amounts[bucket] for bucket in BUCKETS), totals.lower, totals.upper, totals.grand_total)
        everything = totals_of(kind, Selection()).grand_total
        expected[case] = (*buckets, buckets[0], buckets[0] + buckets[1], everything)
    assert found == expected


def test_products_without_an_amount_are_rows_and_not_zeros() -> None:
    for place, rows in (("150622", 2), ("1522", 1), ("610829", 1), ("15", 3), ("152224", 0)):
        totals = totals_of(PURCHASES, selection(place))
        assert (totals.rows[Bucket.INSIDE], totals.not_stated[Bucket.INSIDE]) == (rows, rows), place
    # Somewhere in the league: perhaps in this county.
    assert totals_of(PURCHASES, selection("152224")).not_stated[Bucket.WIDER] == 1


def test_a_joint_sum_says_with_whom_it_is_shared() -> None:
    chosen = selection("yongan")
    counted = CountedFigure.objects.get(funding__ref="f-yongan")
    assert counted.places.split(";") == ["yongfa", "yongan"]
    assert counted.remainder == Decimal(7_000_000)
    assert list(counted.named_villages.filter(chosen.selects()).values_list("village__ref", flat=True)) == ["yongan"]


def test_income_is_two_levels_and_no_total() -> None:
    totals = totals_of("income_per_head", Selection())
    assert totals.aggregation == Aggregation.NONE
    assert not totals.is_additive
    levels = CountedFigure.objects.filter(outcome__indicator__ref="income_per_head")
    assert sorted(levels.values_list("year_to", "remainder")) == [(2010, 2800), (2020, 6200)]


def test_villages_reached() -> None:
    expected = {
        (): (15, 16),  # the 13 may include Jingzigou, which is in the same banner
        ("152224103",): (2, 2),
        ("150622",): (13, 14),
        ("15",): (15, 16),
        ("jingzigou",): (1, 1),
        ("61",): (0, 0),
    }
    found = {places: villages_reached(CountedFigure.objects.all(), selection(*places)) for places in expected}
    assert {places: (reached.lower, reached.upper) for places, reached in found.items()} == expected


def test_three_awards_by_bodies_where_stated() -> None:
    bodies = {
        year: [b for b in text.split(";") if b] for year, text in Award.objects.values_list("year", "granting_bodies")
    }
    assert {year: len(found) for year, found in bodies.items()} == {2015: 2, 2018: 2, 2020: 0}
    assert Award.objects.count() == 3

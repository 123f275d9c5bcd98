"""The five worked examples of how things are added, and the order in which buckets are tested."""

from decimal import Decimal

import pytest

from projects.counting import Bucket, Selection, Summary, VillagesReached, summarise, villages_reached
from projects.models import CountedFigure, Indicator, Kind, Village
from tests import factories

pytestmark = pytest.mark.django_db


def asked(
    *villages: Village, regions: tuple[str, ...] = (), years: tuple[int | None, int | None] = (None, None)
) -> Summary:
    return summarise(
        CountedFigure.objects.all(), selected(*villages, regions=regions, years=years), Indicator.objects.all()
    )


def selected(
    *villages: Village, regions: tuple[str, ...] = (), years: tuple[int | None, int | None] = (None, None)
) -> Selection:
    return Selection.of(set(regions), {v.pk: v.position for v in villages}, *years)


def bounds(summary: Summary, kind: Kind = Kind.FUNDING) -> tuple[Decimal, Decimal]:
    totals = summary.money[kind]
    return totals.lower, totals.upper


def test_a_sum_for_two_villages_narrows_as_evidence_arrives() -> None:
    a, b = factories.make_village(), factories.make_village()
    project = factories.make_project([a, b])
    whole = factories.make_funding(project=project, amount="7000000", year_from=2011, year_to=2021)
    assert bounds(asked(a)) == (0, 7_000_000)
    assert bounds(asked(a, b)) == (7_000_000, 7_000_000)
    assert bounds(asked(a, years=(2018, 2020))) == (0, 7_000_000)
    factories.make_funding(
        project=project, village=a, amount="800000", year_from=2012, year_to=2012, part_of=whole, basis="recorded"
    )
    assert bounds(asked(a)) == (800_000, 7_000_000)
    assert bounds(asked(a, b)) == (7_000_000, 7_000_000)


def test_unnamed_villages_of_a_county() -> None:
    county = factories.make_region("150622")
    village = factories.make_village(region=county)
    project = factories.make_project(region=county, unnamed_villages=13)
    factories.make_funding(project=project, amount="979.4万元")
    assert bounds(asked(regions=("150622",))) == (9_794_000, 9_794_000)
    one = asked(village)
    assert bounds(one) == (0, 0)
    assert one.money[Kind.FUNDING].wider == 9_794_000


def test_purchases_of_which_local() -> None:
    whole = factories.make_purchase(amount="5318万元")
    factories.make_purchase(amount="4351万元", part_of=whole)
    assert bounds(asked(), Kind.PURCHASES) == (53_180_000, 53_180_000)
    remainders = sorted(CountedFigure.objects.exclude(purchase=None).values_list("remainder", flat=True))
    assert remainders == [9_670_000, 43_510_000]


def test_a_newer_cumulative_figure_replaces_the_older() -> None:
    project = factories.make_project()
    older = factories.make_funding(project=project, amount="500万元", year_to=2019)
    factories.make_funding(project=project, amount="600万元", year_to=2020, replaces=older)
    assert bounds(asked()) == (6_000_000, 6_000_000)


def test_levels_are_never_added() -> None:
    income = Indicator.objects.get(ref="income_per_head")
    factories.make_outcome(indicator=income, value="2800", year_to=2010)
    factories.make_outcome(indicator=income, value="6200", year_from=2020, year_to=2020)
    totals = asked().outcomes["income_per_head"]
    assert not totals.is_additive
    assert totals.rows[Bucket.INSIDE] == 2


def test_people_in_two_figures_may_be_the_same() -> None:
    trained = Indicator.objects.get(ref="people_trained")
    for value in ("30", "20"):
        factories.make_outcome(indicator=trained, value=value)
    totals = asked().outcomes["people_trained"]
    assert (totals.lower, totals.upper) == (30, 50)


def bucket_of(selection: Selection) -> Bucket:
    summary = summarise(CountedFigure.objects.all(), selection, [])
    [bucket] = [bucket for bucket, rows in summary.money[Kind.FUNDING].rows.items() if rows]
    return bucket


def test_the_first_bucket_that_fits_wins() -> None:
    a, b = factories.make_village(), factories.make_village()
    elsewhere = factories.make_village(region=factories.make_region("610829"))
    late = (2020, None)

    figure = factories.make_funding(project=factories.make_project(), year_from=2010, year_to=2015)
    assert bucket_of(selected(a, years=late)) == Bucket.OUTSIDE  # before unplaced
    assert bucket_of(selected(a)) == Bucket.UNPLACED
    assert bucket_of(selected(a, years=(2012, None))) == Bucket.UNPLACED  # before partly
    assert bucket_of(selected(years=(2012, None))) == Bucket.PARTLY
    assert bucket_of(selected()) == Bucket.INSIDE
    figure.delete()

    figure = factories.make_funding(
        project=factories.make_project(region=factories.make_region("1522")), year_from=2010, year_to=2015
    )
    assert bucket_of(selected(elsewhere)) == Bucket.OUTSIDE
    assert bucket_of(selected(a, years=(2012, None))) == Bucket.WIDER  # before partly
    assert bucket_of(selected(regions=("152224",))) == Bucket.WIDER
    assert bucket_of(selected(regions=("15",))) == Bucket.INSIDE
    figure.delete()

    factories.make_funding(project=factories.make_project([a, b]), year_from=2010, year_to=2015, may_overlap=True)
    assert bucket_of(selected(elsewhere)) == Bucket.OUTSIDE
    assert bucket_of(selected(a)) == Bucket.PARTLY
    assert bucket_of(selected(a, b)) == Bucket.PARTLY  # it may overlap


def test_villages_reached_bottom_up() -> None:
    county, town = factories.make_region("152224"), factories.make_region("152224103")
    named = [factories.make_village(region=town) for _ in range(3)]
    factories.make_project(named)
    factories.make_project(region=town, unnamed_villages=2)
    factories.make_project(region=county, unnamed_villages=5)
    everything = CountedFigure.objects.all()
    assert villages_reached(everything, selected()) == VillagesReached(5, 10)
    assert villages_reached(everything, selected(regions=("152224103",))) == VillagesReached(3, 10)
    assert villages_reached(everything, selected(named[0])) == VillagesReached(1, 1)

"""The worked examples of the design, each bucket's precedence over the next, and how outcomes add up."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from projects.counting import Bucket, Selection, Summary, Totals, bucket_case, summarise, villages_reached
from projects.models import CountedFigure, Indicator, Kind, Outcome, Region, Village
from tests.factories import (
    make_donation,
    make_funding,
    make_indicator,
    make_outcome,
    make_project,
    make_purchase,
    make_region,
    make_village,
)

pytestmark = pytest.mark.django_db

LAST_YEAR = 2021
"""Of figures that state none: the year the factories' source was published."""


def summary(
    *places: Village | Region, years: tuple[int | None, int | None] = (None, None), indicators: Sequence[Indicator] = ()
) -> Summary:
    selection = Selection.of(
        {place.code for place in places if isinstance(place, Region)},
        {place.pk: place.position for place in places if isinstance(place, Village)},
        *years,
    )
    return summarise(CountedFigure.objects.all(), selection, indicators)


def money(kind: Kind, *places: Village | Region, years: tuple[int | None, int | None] = (None, None)) -> Totals:
    return summary(*places, years=years).money[kind]


def funding(*places: Village | Region, years: tuple[int | None, int | None] = (None, None)) -> Totals:
    return money(Kind.FUNDING, *places, years=years)


def bounds(totals: Totals) -> tuple[Decimal, Decimal]:
    return totals.lower, totals.upper


def buckets(totals: Totals) -> tuple[Decimal, ...]:
    return totals.inside, totals.partly, totals.wider, totals.unplaced, totals.outside


class TestWorkedExamples:
    def test_one_a_joint_sum_and_a_ledger_entry_within_it(self) -> None:
        a, b = make_village(), make_village()
        project = make_project([a, b])
        joint = make_funding(project=project, amount="7000000", year_from=2011, year_to=2021)
        assert bounds(funding(a)) == (0, 7_000_000)
        assert bounds(funding(a, b)) == (7_000_000, 7_000_000)
        assert funding(a, b).is_exact
        assert bounds(funding(a, years=(2018, 2020))) == (0, 7_000_000)

        make_funding(project=project, amount="800000", village=a, year_from=2012, year_to=2012, part_of=joint,
                     basis="recorded")  # fmt: skip
        assert bounds(funding(a)) == (800_000, 7_000_000)
        assert bounds(funding(a, b)) == (7_000_000, 7_000_000)

    def test_two_villages_that_are_not_named(self) -> None:
        county, elsewhere = make_region("150622"), make_region("152224")
        village = make_village(region=county)
        project = make_project(region=county, unnamed_villages=13)
        make_funding(project=project, amount="9794000")
        assert bounds(funding(county)) == (9_794_000, 9_794_000)
        assert buckets(funding(village)) == (0, 0, 9_794_000, 0, 0)
        assert bounds(funding(village)) == (0, 0)
        assert buckets(funding(elsewhere)) == (0, 0, 0, 0, 9_794_000)

    def test_three_a_part_whose_place_is_known(self) -> None:
        local = make_region("150622")
        whole = make_purchase(amount="53180000")
        part = make_purchase(amount="43510000", part_of=whole, region=local)
        purchases = money(Kind.PURCHASES)
        assert purchases.grand_total == 53_180_000
        remainders = CountedFigure.objects.filter(purchase__in=[whole, part]).values_list("purchase", "remainder")
        assert dict(remainders) == {whole.pk: 9_670_000, part.pk: 43_510_000}
        assert buckets(money(Kind.PURCHASES, local)) == (43_510_000, 0, 0, 9_670_000, 0)

    def test_four_a_newer_cumulative_figure_replaces_the_older(self) -> None:
        project = make_project()
        older = make_funding(project=project, amount="5000000", as_of=date(2019, 12, 31))
        assert funding().grand_total == 5_000_000
        newer = make_funding(project=project, amount="6000000", as_of=date(2020, 12, 31), replaces=older, state="draft")
        assert funding().grand_total == 5_000_000, "a figure replaces another once it is itself published"
        newer.state = "published"
        newer.save()
        assert funding().grand_total == 6_000_000

    def test_five_a_level_is_a_series_and_never_a_sum(self) -> None:
        income = make_indicator(aggregation="none")
        town = make_region("152224103")
        make_outcome(indicator=income, region=town, value="2800", year_to=2010)
        make_outcome(indicator=income, region=town, value="6200", year_from=2020, year_to=2020)
        assert not summary(town, indicators=[income]).outcomes[income.ref].is_additive
        points = Outcome.objects.filter(indicator=income).order_by("year_to").values_list("year_to", "value")
        assert list(points) == [(2010, 2800), (2020, 6200)]


class TestTheFirstBucketThatFitsWins:
    """Each test's row fits a bucket and one that comes after it."""

    def bucket(self, *places: Village | Region, years: tuple[int | None, int | None] = (None, None)) -> str:
        selection = Selection.of(
            {place.code for place in places if isinstance(place, Region)},
            {place.pk: place.position for place in places if isinstance(place, Village)},
            *years,
        )
        (found,) = (
            CountedFigure.objects.exclude(kind=Kind.PROJECT)
            .annotate(bucket=bucket_case(selection))
            .values_list("bucket", flat=True)
        )
        return str(found)

    def test_outside_by_years_before_unplaced(self) -> None:
        make_donation(year_from=2015, year_to=2016)
        village = make_village()
        assert self.bucket(village, years=(2017, None)) == Bucket.OUTSIDE
        assert self.bucket(village, years=(2016, None)) == Bucket.UNPLACED

    def test_outside_by_years_before_wider(self) -> None:
        make_donation(region=make_region("152224"), year_from=2015, year_to=2016)
        town = make_region("152224103")
        assert self.bucket(town, years=(None, 2014)) == Bucket.OUTSIDE
        assert self.bucket(town, years=(None, 2015)) == Bucket.WIDER

    def test_outside_by_places_before_partly(self) -> None:
        make_donation([make_village()], year_from=2015, year_to=2020, may_overlap=True)
        other = make_village()
        assert self.bucket(other, years=(2016, 2017)) == Bucket.OUTSIDE
        assert self.bucket(make_region("61"), years=(2016, 2017)) == Bucket.OUTSIDE

    def test_unplaced_before_partly(self) -> None:
        make_donation(may_overlap=True, year_from=2015, year_to=2020)
        assert self.bucket(make_region("15"), years=(2016, 2017)) == Bucket.UNPLACED
        assert self.bucket(years=(2016, 2017)) == Bucket.PARTLY, "without a place filter nothing is unplaced"

    def test_wider_before_partly(self) -> None:
        make_donation(region=make_region("1522"), may_overlap=True, year_from=2015, year_to=2020)
        assert self.bucket(make_region("152224"), years=(2016, 2017)) == Bucket.WIDER
        assert self.bucket(make_village(), years=(2016, 2017)) == Bucket.WIDER
        assert self.bucket(make_region("15"), years=(2016, 2017)) == Bucket.PARTLY

    def test_partly_before_inside(self) -> None:
        a, b = make_village(), make_village()
        donation = make_donation([a, b], year_from=2015, year_to=2020)
        assert self.bucket(a) == Bucket.PARTLY
        assert self.bucket(a, b) == Bucket.INSIDE
        assert self.bucket(a, b, years=(2016, None)) == Bucket.PARTLY
        assert self.bucket(a, b, years=(2015, 2020)) == Bucket.INSIDE
        donation.may_overlap = True
        donation.save()
        assert self.bucket(a, b) == self.bucket() == Bucket.PARTLY

    def test_a_region_is_inside_only_if_one_selected_region_contains_it(self) -> None:
        make_donation(region=make_region("1522"))
        assert self.bucket(make_region("152224"), make_region("152223")) == Bucket.WIDER
        assert self.bucket(make_region("1522"), make_region("61")) == Bucket.INSIDE


class TestPeriods:
    def period(self, **fields: Any) -> tuple[int, int]:
        row = make_donation(**fields).counted
        return row.year_from, row.year_to

    def test_the_last_year_is_never_unknown(self) -> None:
        assert self.period(year_to=2015, as_of=date(2018, 1, 1)) == (0, 2015)
        assert self.period(as_of=date(2018, 1, 1)) == (0, 2018)
        assert self.period(year_from=2011) == (2011, LAST_YEAR)

    def test_an_unknown_first_year_reaches_back_without_limit(self) -> None:
        make_donation(amount="5", year_to=2015)
        assert buckets(money(Kind.DONATIONS, years=(1900, None))) == (0, 5, 0, 0, 0)
        assert buckets(money(Kind.DONATIONS, years=(None, 2015))) == (5, 0, 0, 0, 0)

    def test_a_part_takes_what_it_leaves_open_from_its_whole(self) -> None:
        whole = make_donation(amount="9", year_from=2012, year_to=2016)
        assert self.period(part_of=whole, amount="1") == (2012, 2016)
        assert self.period(part_of=whole, amount="1", as_of=date(2014, 5, 1)) == (2012, 2014)
        assert self.period(part_of=whole, amount="1", year_from=2013) == (2013, 2016)


class TestOutcomes:
    def test_a_sum_adds_up_as_money_does(self) -> None:
        built = make_indicator(aggregation="sum")
        a, b = make_village(), make_village()
        make_outcome(indicator=built, village=a, value="20")
        make_outcome(indicator=built, project=make_project([a, b]), value="350")
        assert bounds(summary(a, indicators=[built]).outcomes[built.ref]) == (20, 370)

    def test_people_who_may_overlap_are_at_least_the_largest_certain_figure(self) -> None:
        trained = make_indicator(aggregation="overlap")
        a, b = make_village(), make_village()
        make_outcome(indicator=trained, village=a, value="30")
        make_outcome(indicator=trained, village=a, value="50")
        make_outcome(indicator=trained, project=make_project([a, b]), value="200")
        totals = summary(a, indicators=[trained]).outcomes[trained.ref]
        assert bounds(totals) == (50, 280)
        assert totals.inside == 80, "the buckets still add up to the grand total"
        assert bounds(summary(b, indicators=[trained]).outcomes[trained.ref]) == (0, 200)

    def test_indicators_are_never_added_to_each_other(self) -> None:
        one, two = make_indicator(), make_indicator()
        make_outcome(indicator=one, value="1")
        make_outcome(indicator=two, value="2")
        found = summary(indicators=[one, two]).outcomes
        assert (found[one.ref].grand_total, found[two.ref].grand_total) == (1, 2)

    def test_kinds_are_never_added_to_each_other(self) -> None:
        project = make_project()
        make_funding(project=project, amount="1")
        make_funding(project=project, amount="20", origin="mobilised")
        make_funding(project=project, amount="300", origin="mobilised", stage="committed")
        make_donation(amount="4000")
        make_purchase(amount="50000")
        make_purchase(amount="600000", mode="assisted_sale")
        totals = {kind.value: found.grand_total for kind, found in summary().money.items()}
        assert totals == {"funding": 1, "mobilised": 20, "commitments": 300, "donations": 4000, "purchases": 50000,
                          "assisted_sales": 600000}  # fmt: skip


class TestVillagesReached:
    def reached(self, *places: Village | Region) -> tuple[int, int]:
        selection = Selection.of(
            {place.code for place in places if isinstance(place, Region)},
            {place.pk: place.position for place in places if isinstance(place, Village)},
        )
        found = villages_reached(CountedFigure.objects.all(), selection)
        return found.lower, found.upper

    def test_unnamed_villages_may_be_the_named_ones(self) -> None:
        county = make_region("150622")
        village = make_village(region=county)
        make_project([village])
        make_project(region=county, unnamed_villages=13)
        assert self.reached() == self.reached(county) == (13, 14)
        assert self.reached(village) == (1, 1), "one village cannot hold more"

    def test_a_figure_reaches_the_unnamed_villages_of_its_project(self) -> None:
        county, town = make_region("150622"), make_region("150622102")
        of_project = make_project(region=county, unnamed_villages=13, year_from=2011, year_to=2020)
        other = make_project(region=county, unnamed_villages=5, year_from=2011, year_to=2020)
        for project in (of_project, of_project, other):
            make_funding(project=project, year_from=2015, year_to=2016, basis="recorded")
        make_outcome(project=of_project, region=town, basis="reported")
        make_outcome(project=other, year_from=2019, year_to=2020)

        def reached(year: int, **asked: Any) -> tuple[int, int]:
            found = villages_reached(CountedFigure.objects.filter(**asked), Selection.of(year_from=year, year_to=year))
            return found.lower, found.upper

        assert reached(2015, funding__basis="recorded") == reached(2015) == (13, 18)
        assert reached(2015, funding__project=of_project) == (13, 13)
        assert reached(2012, funding__project=of_project) == (0, 0), "the figure is of 2015 and 2016 alone"
        assert reached(2019, outcome__isnull=False) == (5, 5), "the town is not the project's place"

    def test_a_region_counts_the_larger_of_its_own_and_what_lies_in_it(self) -> None:
        county, town = make_region("152224"), make_region("152224103")
        make_project([make_village(region=town), make_village(region=county)])
        make_project(region=town, unnamed_villages=3)
        make_project(region=county, unnamed_villages=2)
        assert self.reached(county) == (4, 7)  # three in the town and one beside it
        make_project(region=county, unnamed_villages=6)
        assert self.reached(county) == (6, 13)

    def test_a_village_lies_where_its_code_stands_though_only_its_county_was_entered(self) -> None:
        county, town = make_region("152224"), make_region("152224103")
        make_project([make_village(region=county, code="152224103200")])
        make_project(region=town, unnamed_villages=3)
        assert self.reached(county) == self.reached(town) == (3, 4)

    def test_what_is_replaced_or_not_published_reaches_nobody(self) -> None:
        a, b = make_village(), make_village()
        older = make_donation([a], amount="1")
        make_donation([b], amount="1", state="draft")
        assert self.reached() == (1, 1)
        make_donation(amount="2", replaces=older)
        assert self.reached() == (0, 0)


class TestRoundedParts:
    """Parts may add up to more than the whole by half a unit of the last digit shown, per part."""

    def part(self, amount: str, as_written: str) -> None:
        whole = make_purchase(amount="43510000", as_written="4351万元")
        make_purchase(amount=amount, as_written=as_written, part_of=whole)

    def test_within_the_rounding_they_are_accepted_and_nothing_is_lost(self) -> None:
        self.part("43514000", "4351.4万元")
        purchases = money(Kind.PURCHASES)
        assert purchases.grand_total == 43_510_000
        assert purchases.upper >= purchases.lower

    def test_beyond_it_they_are_refused(self) -> None:
        with pytest.raises(ValidationError) as refused:
            self.part("43516000", "4351.6万元")
        assert "amount" in refused.value.message_dict

    def test_where_no_rounding_shows_the_parts_must_fit_to_the_fen(self) -> None:
        whole = make_purchase(amount="100")
        with pytest.raises(ValidationError):
            make_purchase(amount="100.01", part_of=whole)

"""The rules of data entry: for each a record that passes, and one that is refused at the right field."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from projects.models import State
from tests.factories import (
    make_donation,
    make_funding,
    make_indicator,
    make_outcome,
    make_project,
    make_purchase,
    make_source,
    make_village,
)
from tests.models.refusals import edit, refused

pytestmark = pytest.mark.django_db

FIGURES: list[Callable[..., Any]] = [make_funding, make_donation, make_purchase, make_outcome]


class TestSumsOfParts:
    def test_parts_may_add_up_to_the_whole_and_to_no_fen_more(self) -> None:
        whole = make_donation(amount="100")
        make_donation(amount="60", part_of=whole)
        with refused("amount"):
            make_donation(amount="40.01", part_of=whole)
        make_donation(amount="40", part_of=whole)

    def test_a_whole_cannot_shrink_below_its_parts(self) -> None:
        whole = make_donation(amount="100")
        part = make_donation(amount="60", part_of=whole)
        with refused("amount"):
            edit(whole, amount=Decimal("59.99"))
        edit(whole, amount=Decimal(60))
        with refused("amount"):
            edit(part, amount=Decimal("60.01"))
        edit(whole, amount=None)
        edit(part, amount=Decimal("60.01"))

    def test_a_part_that_states_no_amount_does_not_hide_its_own_parts(self) -> None:
        whole = make_donation(amount="100")
        between = make_donation(amount=None, part_of=whole)
        make_donation(amount="70", part_of=between)
        with refused("amount"):
            make_donation(amount="40", part_of=between)
        with refused("amount"):
            make_donation(amount="40", part_of=whole)
        make_donation(amount="30", part_of=between)

    def test_what_is_replaced_takes_no_room(self) -> None:
        whole = make_donation(amount="100")
        older = make_donation(amount="90", part_of=whole)
        make_donation(amount="95", part_of=whole, replaces=older)
        with refused("amount"):
            make_donation(amount="6", part_of=whole)

    def test_unless_what_replaces_it_is_a_draft(self) -> None:
        whole = make_donation(amount="100")
        older = make_donation(amount="80", part_of=whole)
        newer = make_donation(amount="30", part_of=whole, replaces=older, state=State.DRAFT)
        other = make_donation(amount="70", part_of=whole, state=State.DRAFT)
        with refused("amount"):
            edit(other, state=State.PUBLISHED)
        edit(newer, state=State.PUBLISHED)
        edit(other, state=State.PUBLISHED)
        with refused("amount"):
            edit(newer, state=State.DRAFT)
        edit(other, state=State.DRAFT)
        edit(newer, state=State.DRAFT)

    @pytest.mark.parametrize(
        ("parts", "fits"),
        [
            (["100.4"], True),
            (["100.6"], False),
            (["50.4", "50.4"], True),
            (["50.4", "50.7"], False),
            (["33.8", "33.8", "33.8"], True),
        ],
    )
    def test_each_part_may_be_rounded_by_half_the_last_digit_shown(self, parts: list[str], fits: bool) -> None:
        whole = make_donation(amount="1000000", as_written="100万元")

        def enter() -> None:
            for part in parts:
                make_donation(amount=f"{part}万元", as_written=f"{part}万元", part_of=whole)

        if fits:
            enter()
        else:
            with refused("amount"):
                enter()

    def test_outcomes_have_parts_too(self) -> None:
        whole = make_outcome(value="247")
        with refused("value"):
            make_outcome(value="248", part_of=whole)
        make_outcome(value="247", part_of=whole)


class TestPartsAreOfTheSameKind:
    def test_of_funding(self) -> None:
        whole = make_funding()
        for other in ({"origin": "mobilised"}, {"stage": "committed"}):
            with refused("part_of"):
                make_funding(part_of=whole, amount="1", **other)
        make_funding(part_of=whole, amount="1", origin="own", stage="paid")

    def test_of_purchases(self) -> None:
        whole = make_purchase(mode="purchase")
        with refused("part_of"):
            make_purchase(part_of=whole, amount="1", mode="assisted_sale")
        make_purchase(part_of=whole, amount="1")

    def test_of_outcomes(self) -> None:
        whole = make_outcome(indicator=make_indicator())
        with refused("part_of"):
            make_outcome(part_of=whole, value="1", indicator=make_indicator())
        make_outcome(part_of=whole, value="1", indicator=whole.indicator)

    def test_a_whole_cannot_change_its_kind_under_its_parts(self) -> None:
        whole = make_funding()
        part = make_funding(part_of=whole, amount="1")
        with refused("__all__", saying=part.ref):
            edit(whole, origin="mobilised")
        edit(whole, origin="own")

    def test_a_level_has_no_parts(self) -> None:
        income = make_indicator(aggregation="none")
        whole = make_outcome(indicator=income)
        with refused("part_of"):
            make_outcome(indicator=income, value="1", part_of=whole)


class TestPartsLieWithinThePeriod:
    def test_of_stated_years(self) -> None:
        whole = make_donation(year_from=2015, year_to=2018)
        make_donation(amount="1", part_of=whole)
        make_donation(amount="1", part_of=whole, year_from=2015, year_to=2018)
        make_donation(amount="1", part_of=whole, as_of=date(2016, 5, 1))
        for years in (
            {"year_from": 2014},
            {"year_to": 2019},
            {"year_from": 2014, "year_to": 2016},
            {"year_from": 2019},
        ):
            with refused("year_from" if years == {"year_from": 2019} else "part_of"):
                make_donation(amount="1", part_of=whole, **years)

    @pytest.mark.parametrize("before", [{"year_to": 2012}, {"as_of": date(2012, 5, 1)}])
    def test_not_before_the_whole_begins(self, before: dict[str, Any]) -> None:
        whole = make_donation(year_from=2015, year_to=2018)
        with refused("part_of"):
            make_donation(amount="1", part_of=whole, **before)

    def test_a_whole_cannot_shrink_to_years_its_parts_exceed(self) -> None:
        whole = make_donation(year_from=2011, year_to=2020)
        part = make_donation(amount="1", part_of=whole, year_from=2015, year_to=2018)
        for years in ({"year_from": 2016}, {"year_to": 2017}):
            with refused("__all__", saying=part.ref):
                edit(whole, **years)
        edit(whole, year_from=2015, year_to=2018)


class TestNoCircles:
    @pytest.mark.parametrize("field", ["part_of", "replaces"])
    @pytest.mark.parametrize("make", FIGURES)
    def test_of_figures(self, make: Callable[..., Any], field: str) -> None:
        first = make()
        second = make(**{field: first})
        third = make(**{field: second})
        with refused(field):
            edit(first, **{field: third})

    def test_of_projects(self) -> None:
        first = make_project()
        third = make_project(parent=make_project(parent=first))
        with refused("parent"):
            edit(first, parent=third)
        edit(third, parent=first)


class TestReplacing:
    def test_only_its_own_kind(self) -> None:
        older = make_purchase()
        make_purchase(replaces=older)
        with refused("replaces"):
            make_purchase(replaces=older, mode="assisted_sale")

    def test_never_what_it_is_part_of(self) -> None:
        whole = make_donation(amount="10")
        between = make_donation(amount="9", part_of=whole)
        for outer in (whole, between):
            with refused("replaces"):
                make_donation(amount="8", part_of=between, replaces=outer)

    def test_a_part_only_by_a_part_of_the_same_whole_or_of_what_replaces_it(self) -> None:
        whole = make_donation(amount="10")
        part = make_donation(amount="5", part_of=whole)
        with refused("replaces"):
            make_donation(amount="6", replaces=part)
        make_donation(amount="6", part_of=whole, replaces=part)
        newer = make_donation(amount="12", replaces=whole)
        make_donation(amount="7", part_of=newer, replaces=part)

    def test_what_is_replaced_stays_what_can_be(self) -> None:
        whole, older = make_funding(amount="10"), make_funding(amount="4")
        later = make_funding(amount="5", replaces=older)
        with refused("__all__", saying=later.ref):
            edit(older, stage="committed")
        with refused("__all__", saying=later.ref):
            edit(older, part_of=whole)
        edit(later, part_of=whole)
        edit(older, part_of=whole)


class TestQuantities:
    @pytest.mark.parametrize("make", FIGURES)
    def test_not_stated_is_not_zero(self, make: Callable[..., Any]) -> None:
        field = "value" if make is make_outcome else "amount"
        blank, zero = make(**{field: None}), make(**{field: "0"})
        blank.refresh_from_db()
        zero.refresh_from_db()
        assert (blank.quantity, zero.quantity) == (None, 0)

    @pytest.mark.parametrize("amount", ["-0.01", "0.001", "10000001亿元", "seven", Decimal("NaN")])
    @pytest.mark.parametrize("make", FIGURES)
    def test_no_other_amounts(self, make: Callable[..., Any], amount: Any) -> None:
        field = "value" if make is make_outcome else "amount"
        with refused(field):
            make(**{field: amount})

    def test_the_wording_is_kept(self) -> None:
        figure = make_funding(amount="979.4万元", as_written="979.4万元")
        figure.refresh_from_db()
        assert (figure.amount, figure.as_written) == (Decimal("9794000.00"), "979.4万元")


class TestDates:
    @pytest.mark.parametrize("make", FIGURES)
    def test_the_first_year_is_not_after_the_last(self, make: Callable[..., Any]) -> None:
        make(year_from=2015, year_to=2015)
        with refused("year_from"):
            make(year_from=2016, year_to=2015)

    def test_nor_after_the_year_the_figure_reaches_by_its_date_or_source(self) -> None:
        source = make_source(published_on=date(2018, 6, 1))
        make_donation(source=source, year_from=2018)
        with refused("year_from"):
            make_donation(source=source, year_from=2019)
        with refused("year_from"):
            make_donation(source=source, year_from=2016, as_of=date(2015, 12, 31))

    @pytest.mark.parametrize("year", [1899, 2101])
    def test_years_are_of_our_time(self, year: int) -> None:
        with refused("year_to"):
            make_donation(year_to=year)
        make_donation(year_from=1900, year_to=2100)

    @pytest.mark.parametrize("make", FIGURES)
    def test_what_is_recorded_has_a_year_or_a_date(self, make: Callable[..., Any]) -> None:
        for dated in ({"year_from": 2015}, {"year_to": 2015}, {"as_of": date(2015, 3, 1)}):
            make(basis="recorded", **dated)
        with refused("__all__"):
            make(basis="recorded")
        make(basis="reported")


class TestEvidence:
    @pytest.mark.parametrize("make", FIGURES)
    def test_what_is_published_leads_to_a_passage(self, make: Callable[..., Any]) -> None:
        make(state="draft", source=None, locator="")
        make(state="in_review", locator="")
        with refused("__all__"):
            make(locator="")
        with refused("__all__"):
            make(source=None, year_to=2015)


class TestProjects:
    def test_villages_are_named_or_counted_as_unnamed(self) -> None:
        village = make_village()
        make_project(unnamed_villages=13)
        make_project([village], unnamed_villages=None)
        with refused("unnamed_villages"):
            make_project([village], unnamed_villages=13)

    def test_the_first_year_is_not_after_the_last(self) -> None:
        make_project(year_from=2015, year_to=2015)
        with refused("__all__"):
            make_project(year_from=2016, year_to=2015)

"""Many totals at once are the totals one by one."""

from decimal import Decimal

import pytest
from django.db.models import Q
from hypothesis import given
from hypothesis.extra.django import TestCase

from projects.counting import Bucket, Cube, Selection, summarise
from projects.models import AidProject, CountedFigure, Indicator, Kind
from projects.models.places import Period
from tests.counting.ledgers import Asked, World, ledgers, selections, store
from tests.counting.naive import Book
from tests.factories import (
    make_funding,
    make_indicator,
    make_outcome,
    make_project,
    make_purchase,
    make_region,
    make_village,
)

COMMON = (Bucket.INSIDE, Bucket.PARTLY, Bucket.WIDER, Bucket.UNPLACED)
YEAR_2020 = Selection.of(year_from=2020, year_to=2020)


class AgainstTotals(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        World().store()

    @given(ledgers(), selections())
    def test_each_total_is_the_one_of_a_query_of_its_own(self, drawn: Book, asked: Asked) -> None:
        store(drawn)
        selection = asked.selection(Book.from_database())
        cube = Cube(CountedFigure.objects.all(), selection)
        indicators = list(Indicator.objects.filter(ref__startswith="i900"))
        for measure in (None, "industry", "consumption"):
            kept = CountedFigure.objects.filter(Q(measure=measure) if measure else Q())
            of_measure = {"measure": (measure,)} if measure else {}
            alone = summarise(kept, selection, indicators)
            for kind, totals in alone.money.items():
                answer = cube.answer([{"kind": (kind,), **of_measure}]).totals
                self.assert_same(answer, totals)
            for ref, totals in alone.outcomes.items():
                self.assert_same(cube.answer([{"indicator": (ref,), **of_measure}]).totals, totals)

    def assert_same(self, found: object, totals: object) -> None:
        for name in ("lower", "upper", *(bucket.value for bucket in COMMON)):
            assert getattr(found, name) == getattr(totals, name), name


@pytest.mark.django_db
class TestAnswers:
    def cube(self) -> Cube:
        return Cube(CountedFigure.objects.all(), YEAR_2020)

    def test_what_is_only_possibly_meant_widens_upwards_alone(self) -> None:
        make_funding(project=make_project(measure="health"), amount="10", year_from=2020, year_to=2020)
        make_funding(project=make_project(measure="culture"), amount="3", year_from=2020, year_to=2020)
        answer = self.cube().answer(
            [{"kind": ("funding",), "measure": ("health",)}], [{"kind": ("funding",), "measure": ("culture", "health")}]
        )
        assert (answer.totals.lower, answer.totals.upper) == (10, 13)
        assert answer.possible.upper == Decimal(3)

    def test_a_sum_over_several_years_says_which(self) -> None:
        make_funding(amount="7", year_from=2011, year_to=2021)
        answer = self.cube().answer([{"kind": ("funding",)}])
        assert (answer.totals.lower, answer.totals.upper) == (0, 7)
        assert answer.undivided == {Period(2011, 2021): Decimal(7)}

    def test_what_may_be_contained_elsewhere_is_told_apart(self) -> None:
        make_funding(amount="7", year_from=2020, year_to=2020, may_overlap=True)
        answer = self.cube().answer([{"kind": ("funding",)}])
        assert (answer.overlapping, answer.overlapping_rows, answer.undivided) == (7, 1, {})

    def test_which_may_be_besides_of_several_years(self) -> None:
        make_funding(amount="7", year_from=2011, year_to=2021, may_overlap=True)
        answer = self.cube().answer([{"kind": ("funding",)}])
        assert (answer.overlapping, answer.undivided, answer.shared) == (7, {Period(2011, 2021): Decimal(7)}, 0)

    def test_what_is_shared_with_other_places_is_no_matter_of_years(self) -> None:
        here, there = make_village(), make_village(region=make_region("150622"))
        make_purchase([here, there], amount="7", year_from=2020, year_to=2020)
        selection = Selection.of({"152224"}, year_from=2020, year_to=2020)
        answer = Cube(CountedFigure.objects.all(), selection).answer([{"kind": ("purchases",)}])
        assert (answer.totals.lower, answer.totals.upper) == (0, 7)
        assert (answer.shared, answer.undivided) == (7, {})

    def test_a_replaced_figure_is_nothing(self) -> None:
        old = make_funding(amount="7", year_from=2020, year_to=2020)
        make_funding(project=old.project, amount="9", year_from=2021, year_to=2021, replaces=old)
        assert self.cube().answer([{"kind": ("funding",)}]).is_empty

    def test_people_in_several_groups_may_be_the_same(self) -> None:
        reached = make_indicator(aggregation="overlap")
        for value, measure in (("5", "health"), ("8", "education")):
            project = make_project(measure=measure)
            make_outcome(indicator=reached, value=value, project=project, year_from=2020, year_to=2020)
        totals = self.cube().answer([{"indicator": (reached.ref,)}]).totals
        assert (totals.lower, totals.upper) == (8, 13)

    def test_projects_are_counted_once_they_have_begun_and_programmes_not_beside_them(self) -> None:
        programme = make_project(year_from=2015, year_to=2022)
        make_project(parent=programme, year_from=2015, year_to=2022)
        make_project()  # begun some time before its source was published
        make_project(year_from=2021, year_to=2022)
        make_project(parent=make_project(year_from=2019), state="draft")
        assert AidProject.objects.published().count() == 5
        wanted = {"kind": (Kind.PROJECT,), "programme": ("no",)}
        totals = self.cube().answer([wanted]).totals
        assert (totals.lower, totals.upper) == (2, 3)

    def test_what_the_parts_leave_out(self) -> None:
        for measure in ("health", "culture"):
            make_funding(project=make_project(measure=measure), amount="10", year_from=2020, year_to=2020)
        found = self.cube().missing([{"kind": ("funding",)}], [{"measure": ("health",)}], "measure")
        assert {measure: answer.totals.inside for measure, answer in found.items()} == {"culture": Decimal(10)}

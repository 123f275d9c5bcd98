"""Bounds of many years at once: each as if it alone were selected."""

import pytest

from projects.counting import Selection, summarise, year_bounds
from projects.models import CountedFigure, Kind
from tests.factories import make_funding, make_project, make_region, make_village

pytestmark = pytest.mark.django_db


def test_a_year_has_the_bounds_of_its_own_selection() -> None:
    project = make_project([make_village(region=make_region("152224"))])
    whole = make_funding(project=project, amount="100", year_from=2016, year_to=2019)
    make_funding(project=project, amount="30", year_from=2017, year_to=2017, part_of=whole)
    make_funding(project=project, amount="7", year_to=2018)
    make_funding(project=project, amount="5", year_from=2018, year_to=2018, may_overlap=True)
    make_funding(project=project, amount=None, year_from=2019, year_to=2019)
    figures = CountedFigure.objects.filter(kind=Kind.FUNDING)
    found = year_bounds(figures)
    assert list(found) == [2016, 2017, 2018, 2019]
    for year, bounds in found.items():
        totals = summarise(figures, Selection.of(year_from=year, year_to=year), []).money[Kind.FUNDING]
        assert (bounds.lower, bounds.upper) == (totals.lower, totals.upper), year
        assert bounds.not_stated == totals.not_stated_in_interval
    assert found[2017].lower == 30


def test_no_year_is_stated() -> None:
    assert year_bounds(CountedFigure.objects.none()) == {}

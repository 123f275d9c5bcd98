"""The number of queries does not grow with the number of records."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q
from django.db.models.signals import post_save, pre_save
from django.test.utils import CaptureQueriesContext

from projects import vetting
from projects.counting import Selection, summarise, village_bounds, villages_reached
from projects.counting.sync import together
from projects.models import CountedFigure, Funding, Indicator, Kind, Village
from projects.vetting.checks import vetted_models
from tests.factories import (
    make_donation,
    make_funding,
    make_outcome,
    make_project,
    make_purchase,
    make_region,
    make_source,
    make_village,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_vetting() -> Iterator[None]:
    """The checks before publication ask questions of their own, and have tests of their own."""
    for model in vetted_models().values():
        pre_save.disconnect(sender=model, dispatch_uid=f"before vetting {model.__name__}")
        post_save.disconnect(sender=model, dispatch_uid=f"vet {model.__name__}")
    yield
    vetting.connect()


def queries(action: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        action()
    return len(captured)


def add_records(number: int) -> None:
    """Of everything that is counted, in every kind of place."""
    with together():
        for n in range(number):
            village, town = make_village(), make_region(f"152224{100 + n}")
            make_funding(project=make_project([village]), year_from=2011)
            make_funding(project=make_project(region=town, unnamed_villages=3), village=make_village(region=town))
            make_donation([village, make_village(region=town)])
            make_purchase(region=town)
            make_outcome(project=make_project(), value="3")


def selections() -> dict[str, Selection]:
    villages = {village.pk: village.position for village in Village.objects.order_by("pk")[:3]}
    return {
        "everything": Selection(),
        "years": Selection.of(year_from=2012, year_to=2020),
        "regions": Selection.of({"152224"}),
        "regions, villages and years": Selection.of({"1506", "152224100"}, villages, 2012, 2020),
    }


def reads() -> dict[str, Callable[[Selection], Any]]:
    indicators = list(Indicator.objects.all())
    funding = Q(counted__kind=Kind.FUNDING)

    def list_villages(selection: Selection) -> object:
        lower, upper = village_bounds(funding, selection)
        rows = Village.objects.filter(selection.selects("position", "pk")).annotate(lower=lower, upper=upper)
        return list(rows.order_by("-upper", "pk").values_list("ref", "lower", "upper"))

    return {
        "summarise": lambda selection: summarise(CountedFigure.objects.all(), selection, indicators),
        "villages_reached": lambda selection: villages_reached(CountedFigure.objects.all(), selection),
        "village_bounds": list_villages,
    }


def queries_of_reads() -> dict[tuple[str, str], int]:
    return {
        (read, selection): queries(partial(action, chosen))
        for read, action in reads().items()
        for selection, chosen in selections().items()
    }


def test_reading_takes_as_many_queries_at_50_records_as_at_5() -> None:
    make_region("150622")
    add_records(1)
    few = queries_of_reads()
    add_records(9)
    many = queries_of_reads()
    assert CountedFigure.objects.exclude(kind=Kind.PROJECT).count() == 50
    assert few == many
    assert {name: few[name, "everything"] for name in reads()} == {
        "summarise": 1,
        "villages_reached": 2,  # those named, and how many are not
        "village_bounds": 1,
    }


def edits() -> dict[str, Callable[[], object]]:
    """Of a ledger with one joint sum and its part, among others that have nothing to do with it."""
    village = make_village()
    project = make_project([village, make_village()])
    whole = make_funding(project=project, amount="700", source=make_source())
    part = make_funding(project=project, amount="80", village=village, part_of=whole)

    def change(record: Any, **fields: Any) -> Callable[[], object]:
        def edit() -> None:
            fresh = type(record).objects.get(pk=record.pk)
            for name, value in fields.items():
                setattr(fresh, name, value)
            fresh.save()

        return edit

    return {
        "amount": change(part, amount=90),
        "part_of": change(part, part_of=None),
        "state": change(whole, state="draft"),
        "project": change(project, unnamed_villages=None),
        "village": change(village, name_zh="新名"),
        "source": change(whole.source, title="新题"),
    }


def test_an_edit_takes_as_many_queries_whatever_else_there_is() -> None:
    at_few = {name: queries(edit) for name, edit in edits().items()}
    add_records(8)
    at_many = {name: queries(edit) for name, edit in edits().items()}
    assert at_few == at_many
    assert max(at_few.values()) <= 40, at_few


def test_an_edit_writes_only_the_rows_it_concerns() -> None:
    add_records(2)
    make_funding(project=make_project(), amount="700")
    untouched = set(CountedFigure.objects.values_list("pk", flat=True))
    figure = Funding.objects.order_by("-pk").first()
    assert figure is not None
    figure.amount = 5
    figure.save()
    now = set(CountedFigure.objects.values_list("pk", flat=True))
    assert len(untouched - now) <= 1
    assert CountedFigure.objects.get(funding=figure).remainder == 5


def test_many_writes_together_are_counted_once() -> None:
    village, source = make_village(), make_source()
    project = make_project([village])

    def write(number: int) -> None:
        with together():
            for n in range(number):
                Funding.objects.create(project=project, amount=n, source=source, locator="¶1", state="published")

    one = queries(lambda: write(1))
    each = queries(lambda: write(2)) - one
    assert queries(lambda: write(12)) == one + 11 * each
    assert each < 10, "of which none is spent on counting"
    assert CountedFigure.objects.filter(kind=Kind.FUNDING).count() == 15

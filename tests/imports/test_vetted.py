"""What is taken in as a table is looked at before publication as single saves are."""

from datetime import date
from functools import partial
from typing import Any

import pytest

from projects.bulk import batched
from projects.imports import load
from projects.models import Finding, Funding, Tombstone
from projects.vetting import vet_stored
from projects.vetting.among import AT_ONCE, MOST_ALIKE
from tests import factories as make
from tests.imports.test_records import take
from tests.vetting.test_checks import found

pytestmark = pytest.mark.django_db

COLUMNS = ("ref", "project", "amount", "as_of", "source", "part_of", "replaces")
DAY = "2021-03-01"


@pytest.fixture(autouse=True)
def _known() -> None:
    make.make_project(ref="p", source=make.make_source(ref="s", published_on=date(2021, 3, 9)))


@pytest.fixture(autouse=True)
def _in_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "batched", partial(batched, size=2))


def taken(*lines: tuple[Any, ...]) -> dict[str, set[str]]:
    """What is found afterwards in each record, by ref."""
    outcome = take("funding", COLUMNS, *lines)
    assert not outcome.faults
    return {funding.ref: found(funding) for funding in Funding.objects.all()}


def row(ref: str, amount: object, part_of: str = "", replaces: str = "", *, day: str = DAY) -> tuple[object, ...]:
    return (ref, "p", amount, day, "s", part_of, replaces)


def repeated(by_ref: dict[str, set[str]]) -> set[str]:
    return {ref for ref, checks in by_ref.items() if "repeated" in checks}


def test_both_of_two_rows_far_apart() -> None:
    assert repeated(taken(row("a", 77), row("b", 5), row("c", 6), row("d", 77))) == {"a", "d"}


def test_one_that_was_there_already() -> None:
    taken(row("a", 77))
    assert repeated(taken(row("b", 77))) == {"a", "b"}


def test_one_that_is_alone_again() -> None:
    taken(row("a", 77), row("b", 77), row("c", 77))
    assert repeated(taken(row("b", 78), row("c", 79))) == set()


def test_a_rate_is_no_repetition() -> None:
    few = [row(f"r{number}", 77) for number in range(MOST_ALIKE)]
    assert len(repeated(taken(*few))) == MOST_ALIKE
    assert repeated(taken(row("more", 77))) == set()


def test_more_pairs_than_fit_into_one_query(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "batched", batched)
    pairs = 2 * AT_ONCE + 1
    rows = [row(f"{side}{number}", 1000 + number) for number in range(pairs) for side in "ab"]
    assert len(repeated(taken(*rows))) == 2 * pairs


def test_figures_that_rest_on_each_other() -> None:
    by_ref = taken(
        row("whole", "100万元"), row("part", "100.4万元", "whole"), row("older", 90), row("newer", 80, "", "older")
    )
    assert by_ref["whole"] == {"rounding"} and by_ref["newer"] == {"falls"}
    by_ref = taken(row("part", "99.6万元", "whole"), row("newer", 95, "", "older"))
    assert by_ref["whole"] == by_ref["newer"] == set()


def test_a_whole_that_is_in_another_file() -> None:
    taken(row("whole", "100万元"))
    assert taken(row("part", "100.4万元", "whole"))["whole"] == {"rounding"}


def test_the_date_of_a_source_that_others_rest_on() -> None:
    assert taken(row("a", 5))["a"] == set()
    take("sources", ("ref", "title", "publisher", "published_on"), ("s", "年报", "集团", "2020-01-01"))
    assert found(Funding.objects.get()) == {"after_source"}


def test_nothing_is_kept_of_what_is_not_written() -> None:
    assert take("funding", COLUMNS, row("a", 77), row("b", 77), dry_run=True).warnings == {}
    assert take("funding", COLUMNS, row("a", 77), row("b", 77), row("c", "much")).faults
    assert not Finding.objects.exists() and not Tombstone.objects.exists()


def test_looking_again_finds_the_same() -> None:
    taken(
        row("a", "5.0"), row("b", "5"), row("c", "7万元", day="2021-04-01"), row("d", 1, day="2018-01-01"),
        row("whole", "100万元"), row("part", "100.4万元", "whole"),
        row("older", "9.50"), row("newer", "8", "", "older"),
    )  # fmt: skip
    before = list(Finding.objects.order_by("pk").values_list("pk", "check_key", "ref", "facts"))
    assert {check for _pk, check, _ref, _facts in before} >= {
        "repeated",
        "after_source",
        "outdated",
        "rounding",
        "falls",
    }
    vet_stored(Funding, list(Funding.objects.values_list("pk", flat=True)))
    assert list(Finding.objects.order_by("pk").values_list("pk", "check_key", "ref", "facts")) == before

"""The benchmark itself, on a tiny nation: it knows every filter and sort, and sees what is wrong."""

import json
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.db import connection

from benchmarks import checks, report
from benchmarks.bench import Bench, address
from benchmarks.measure import Result, Timing, summarised, take_times
from benchmarks.sections import lists, places, records
from benchmarks.server import Reply, Server
from benchmarks.values import Values, filters_of
from projects.listings import LISTINGS
from projects.models import CountedBounds, CountedFigure, CountedVillage, Funding
from tests.benchmarks.conftest import PROJECTS, InProcess


@pytest.fixture
def bench(loaded: None, settings: Any) -> Bench:
    settings.ROOT_URLCONF = "benchmarks.urls"
    client = InProcess()
    return Bench(PROJECTS, connection.vendor, Server(0, 0), client, Values("tests"), Random("tests"), patience=600)


@pytest.mark.parametrize("kind", LISTINGS)
def test_each_list_answers_each_filter_as_the_benchmark_expects(bench: Bench, kind: str) -> None:
    cases = [case for case in lists.cases_of(kind, LISTINGS[kind], bench) if len(case[1]) < 2 and not case[2]]
    assert {case[1] for case in cases} == {(), *((name,) for name in filters_of(LISTINGS[kind]))}
    for case in cases:
        path = address(kind, lists.asked(case, bench))
        assert not checks.list_page(path, bench.client.get(path)), path


def test_pages_that_the_first_page_leads_to_are_found(bench: Bench) -> None:
    links = lists.page_links(bench.client.get(address("funding", {})).text)
    assert any(link.endswith("page=2") for link in links)
    for link in links:
        assert not checks.later_page(link, bench.client.get(f"/en/funding/{link}"))


def test_every_kind_of_page_is_there_and_a_missing_one_is_noticed(bench: Bench) -> None:
    *found, wrong = records.run(bench)
    assert {*LISTINGS, "overview", "regions, township"} <= {result.what for result in found}
    assert all(result.value for result in found) and wrong.value == 0, wrong.note
    assert checks.record_page("/", bench.client.get("/en/villages/none/")) == "status 404"


def test_bounds_and_totals_agree_with_the_records(bench: Bench) -> None:
    for result in (places.right_bounds(bench), places.against_records(bench)):
        assert result.holds, result.note


def test_a_total_that_is_a_fen_off_is_noticed(bench: Bench) -> None:
    counted = CountedFigure.objects.filter(kind="funding", is_replaced=False, funding__part_of=None, remainder__gt=1)
    figure = Funding.objects.filter(counted__in=counted)[:1].get()
    Funding.objects.filter(pk=figure.pk).update(amount=(figure.amount or 0) + Decimal("0.01"))
    result = places.against_records(bench)
    assert result.value == 1 and result.holds is False


@pytest.mark.parametrize("spoilt", [{"remainder": 7}, {"funding_upper": 7}], ids=["of_years", "kept_ready"])
def test_a_bound_that_is_off_is_noticed(bench: Bench, spoilt: dict[str, int]) -> None:
    model: Any = CountedVillage if "remainder" in spoilt else CountedBounds
    model.objects.update(**spoilt)
    assert places.right_bounds(bench).holds is False


@pytest.mark.parametrize("body", ["", '<div class="result-line"><p>3 entries</p></div><tbody><tr><tr></tbody>'])
def test_a_page_with_rows_missing_is_a_wrong_reply(body: str) -> None:
    assert checks.list_page("/", Reply(200, 0.1, body.encode()))


def test_errors_are_wrong_replies() -> None:
    for check in (checks.list_page, checks.later_page, checks.record_page, checks.totals):
        assert check("/", Reply(500, 0.1, b"")) == "status 500"


def test_totals_whose_buckets_do_not_add_up_are_a_wrong_reply() -> None:
    kind = {**dict.fromkeys(checks.BUCKETS, "1.00"), "grand_total": "5.01"}
    body = json.dumps({"money": {"funding": kind}, "outcomes": {}}).encode()
    assert "funding" in checks.totals("/", Reply(200, 0.1, body))


def test_the_slowest_case_is_held_against_the_anchor() -> None:
    quick, slow = Timing("quick", [0.002] * 3, [0.001] * 6), Timing("slow", [0.02] * 3, [0.001] * 6, ["wrong sum"])
    worst, p95, wrong = summarised("lists", "all", [quick, slow], p50=15, p95=25)
    assert (worst.value, worst.holds, p95.holds) == (pytest.approx(20), False, True)
    assert (wrong.value, wrong.holds, wrong.note) == (1, False, "wrong sum")


def test_times_are_taken_until_patience_ends(bench: Bench) -> None:
    paths = [address("awards", {}) for _ in range(3)]
    assert len(take_times(bench.client, "all", paths, checks.list_page).seconds) == 3
    assert len(take_times(bench.client, "one", paths, checks.list_page, patience=0).seconds) == 1


def test_results_are_kept_by_section(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "FOLDER", tmp_path)
    report.keep("sqlite", 10_000, [Result("lists", "all", 4.0, "× hello"), Result("totals", "all", 9.0, "× hello")])
    report.keep("sqlite", 10_000, [Result("lists", "all", 5.0, "× hello")])
    assert {r.section: r.value for r in report.read("sqlite", 10_000)} == {"lists": 5.0, "totals": 9.0}
    report.keep("sqlite", 1_000_000, [Result("lists", "all", 15.0, "× hello", limit=15)])
    (grown,) = report.growth("sqlite", 10_000, 1_000_000)
    assert (grown.value, grown.holds) == (3.0, False)
    assert "| **no** |" in report.table([grown])

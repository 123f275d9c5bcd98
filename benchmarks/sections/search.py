"""Two Chinese characters: the page that shows what was found, against a query that reads every text."""

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.models import Count
from django.db.models.functions import Substr
from django.http import QueryDict

from benchmarks import checks
from benchmarks.bench import Bench, address
from benchmarks.data.sizes import NATIONAL
from benchmarks.measure import Result
from projects.filters.search import contains
from projects.listings import LISTINGS

SECTION = "search"
TAKEN = 3
LOOKED_FOR = {"villages": "name_zh", "projects": "title_zh", "enterprises": "name_zh"}
AT_LEAST = {"common": 3, "rare": 15}


def run(bench: Bench) -> Iterator[Result]:
    with helped():
        for kind, field in LOOKED_FOR.items():
            for how_often, word in words(kind, field).items():
                yield from compare(bench, kind, word, how_often)


@contextmanager
def helped() -> Iterator[None]:
    """A scan has the helping processes that PostgreSQL gives to any query; the product's pages do without."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 2")
        try:
            yield
        finally:
            cursor.execute("RESET max_parallel_workers_per_gather")


def words(kind: str, field: str) -> dict[str, str]:
    """The most and the least frequent of the pairs that names begin with."""
    model: Any = LISTINGS[kind].model
    named = model.objects.published().exclude(**{f"{field}__startswith": "2"})  # a year is no word
    counts = named.annotate(pair=Substr(field, 1, 2)).values("pair").annotate(n=Count("pk"))
    return {
        "common": counts.order_by("-n", "pair").values_list("pair", flat=True)[0],
        "rare": counts.order_by("n", "pair").values_list("pair", flat=True)[0],
    }


def compare(bench: Bench, kind: str, word: str, how_often: str) -> Iterator[Result]:
    """The whole page, through the server, against nothing but counting and finding the first rows by a scan."""
    listing = LISTINGS[kind]
    looked_up = listing.select(QueryDict(f"q={word}"), strict=True).selected
    searched = listing.filterset.base_filters["q"].searched
    scanned = listing.published().filter(contains(searched, word))
    found = set(looked_up.values_list("pk", flat=True))
    differing = found ^ set(scanned.values_list("pk", flat=True))
    quick, slow = [], []
    for _ in range(TAKEN):
        page = address(kind, {"q": word})
        reply = bench.client.get(page)
        quick.append(reply.seconds)
        if fault := checks.list_page(page, reply):
            raise AssertionError(f"{page}: {fault}")
        begun = time.perf_counter()
        scanned.count()
        list(scanned.order_by("pk")[: checks.PER_PAGE])
        slow.append(time.perf_counter() - begun)
    page_takes, scan_takes = statistics.median(quick), statistics.median(slow)
    ratio = scan_takes / page_takes
    note = f"“{word}”, {len(found):,} rows: {page_takes * 1000:.0f} ms; a scan {scan_takes * 1000:.0f}"
    limit = AT_LEAST[how_often] if bench.scale >= NATIONAL else None  # few rows are scanned as soon as looked up
    yield Result(SECTION, f"{kind}, {how_often} word", ratio, "× a scan", limit, at_least=True, note=note)
    yield Result(SECTION, f"{kind}, {how_often} word, differing rows", len(differing), "rows", 0)

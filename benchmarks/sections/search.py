"""Two Chinese characters, looked up and scanned for: the same rows, sooner."""

import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Count
from django.db.models.functions import Substr
from django.http import QueryDict

from benchmarks.bench import Bench
from benchmarks.data.sizes import NATIONAL
from benchmarks.measure import Result
from projects.listings import LISTINGS

SECTION = "search"
TAKEN = 3
LOOKED_FOR = {"villages": "name_zh", "projects": "title_zh", "enterprises": "name_zh"}
AT_LEAST = {"common": 3, "rare": 15}


def run(bench: Bench) -> Iterator[Result]:
    for kind, field in LOOKED_FOR.items():
        for how_often, word in words(kind, field).items():
            yield from compare(kind, word, how_often, is_national=bench.scale >= NATIONAL)


def words(kind: str, field: str) -> dict[str, str]:
    """The most and the least frequent of the pairs that names begin with."""
    model: Any = LISTINGS[kind].model
    named = model.objects.published().exclude(**{f"{field}__startswith": "2"})  # a year is no word
    counts = named.annotate(pair=Substr(field, 1, 2)).values("pair").annotate(n=Count("pk"))
    return {
        "common": counts.order_by("-n", "pair").values_list("pair", flat=True)[0],
        "rare": counts.order_by("n", "pair").values_list("pair", flat=True)[0],
    }


def compare(kind: str, word: str, how_often: str, *, is_national: bool) -> Iterator[Result]:
    listing = LISTINGS[kind]
    filter_ = listing.filterset.base_filters["q"]
    looked_up = listing.select(QueryDict(f"q={word}"), strict=True).selected
    scanned = filter_.scan(listing.published(), [word])
    found = set(looked_up.values_list("pk", flat=True))
    differing = found ^ set(scanned.values_list("pk", flat=True))
    quick, slow = [], []
    for _ in range(TAKEN):
        quick.append(seconds(looked_up.count))
        slow.append(seconds(scanned.count))
    ratio = statistics.median(slow) / statistics.median(quick)
    note = f"“{word}”, {len(found):,} rows: {statistics.median(quick) * 1000:.1f} ms"
    limit = AT_LEAST[how_often] if is_national else None  # few rows are scanned as soon as looked up
    yield Result(SECTION, f"{kind}, {how_often} word", ratio, "× a scan", limit, at_least=True, note=note)
    yield Result(SECTION, f"{kind}, {how_often} word, differing rows", len(differing), "rows", 0)


def seconds(call: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun

"""Every list's first page: any filter, any pair of filters, any sort."""

import re
import time
from collections.abc import Iterator
from html import unescape
from itertools import combinations

from benchmarks import checks
from benchmarks.bench import PAGES, Bench, address
from benchmarks.measure import Result, Timing, quantile, summarised, take_times
from benchmarks.values import filters_of
from projects.listings import LISTINGS, Listing

SECTION = "lists"
DRAWS = 5
SORTED_PAIRS = 30
"""Of all triples of two filters and a sort, so many of each list are tried."""
_PAGER = re.compile(r'<a href="([^"]*[?&;]page=[0-9]+[^"]*)"')

Case = tuple[str, tuple[str, ...], str]
"""A list, the filters that are set, the sort."""


def cases_of(kind: str, listing: Listing, bench: Bench) -> Iterator[Case]:
    names = sorted(filters_of(listing))
    sorts = [sort for key in listing.orders for sort in (key, f"-{key}")]
    yield kind, (), ""
    yield from ((kind, (name,), "") for name in names)
    yield from ((kind, pair, "") for pair in combinations(names, 2))
    yield from ((kind, (), sort) for sort in sorts)
    for _ in range(SORTED_PAIRS):
        pair = bench.rng.sample(names, 2)
        yield kind, (pair[0], pair[1]), bench.rng.choice(sorts)


def asked(case: Case, bench: Bench) -> dict[str, str]:
    kind, names, sort = case
    filters = filters_of(LISTINGS[kind])
    drawn = {name: bench.values.draw(name, filters[name]) for name in names}
    return {**drawn, **({"order": sort} if sort else {})}


def named(case: Case) -> str:
    kind, names, sort = case
    return f"{kind}?{'&'.join((*names, f'order={sort}') if sort else names)}"


def run(bench: Bench) -> Iterator[Result]:
    cases = [case for kind, listing in LISTINGS.items() for case in cases_of(kind, listing, bench)]
    bench.rng.shuffle(cases)
    deadline = time.perf_counter() + bench.patience
    timings: dict[str, list[Timing]] = {kind: [] for kind in LISTINGS}
    for case in cases:
        if time.perf_counter() > deadline:
            break
        paths = (address(case[0], asked(case, bench)) for _ in range(DRAWS))
        timings[case[0]].append(take_times(bench.client, named(case), paths, checks.list_page))
    tried = sum(map(len, timings.values()))
    for kind, found in timings.items():
        yield from summarised(SECTION, kind, found, p50=15, p95=25)
    yield Result(SECTION, "cases tried", tried, "cases", note=f"of {len(cases)}; the rest found no time")


def deep(bench: Bench) -> Iterator[Result]:
    """Every page the first page links to, the last included, in turns with it."""
    for kind in LISTINGS:
        first = address(kind, {})
        links = page_links(bench.client.get(first).text)
        if not links:
            continue
        begun, later, faults = [], {link: [0.0] * 0 for link in links}, []
        for _ in range(DRAWS):
            for link in links:
                begun.append(bench.client.get(address(kind, {})).seconds)
                reply = bench.client.get(f"{PAGES}/{kind}/{link}&_={bench.rng.random()}")
                later[link].append(reply.seconds)
                if fault := checks.later_page(link, reply):
                    faults.append(f"{link}: {fault}")
        slowest = max(links, key=lambda link: quantile(later[link], 0.5))
        ratio = quantile(later[slowest], 0.5) / quantile(begun, 0.5)
        yield Result("deep pages", kind, ratio, "× first page", 3, note=f"{len(links)} links; slowest {slowest}")
        yield Result("deep pages", f"{kind}, wrong replies", len(faults), "replies", 0, note="; ".join(faults[:3]))


def page_links(page: str) -> list[str]:
    return sorted({unescape(link) for link in _PAGER.findall(page)})

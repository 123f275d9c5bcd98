"""The page of a record of each kind, of a region of each level, and the overview."""

from collections.abc import Iterator

from benchmarks import checks
from benchmarks.bench import PAGES, Bench, number
from benchmarks.measure import Result, quantile, take_times
from benchmarks.values import some_refs
from projects.listings import LISTINGS

SECTION = "pages of records"
DRAWS = 15


def run(bench: Bench) -> Iterator[Result]:
    faults = []
    for name, paths in pages(bench).items():
        asked = (f"{path}?_={number()}" for path in paths)
        timing = take_times(bench.client, name, asked, checks.record_page)
        slowest = quantile(timing.seconds, 1) / quantile(timing.anchor, 0.5)
        yield Result(
            SECTION, name, timing.ratio, "× hello", note=f"{len(timing.seconds)} replies, slowest {slowest:.0f}"
        )
        faults += timing.faults
    yield Result(SECTION, "wrong replies", len(faults), "replies", 0, note="; ".join(faults[:3]))


def pages(bench: Bench) -> dict[str, list[str]]:
    """Addresses of public pages by what they show: the largest of each kind are among those drawn from."""
    found = {"overview": [f"{PAGES}/"] * DRAWS}
    for level, codes in bench.values.regions.items():
        found[f"regions, {level.name.lower()}"] = [f"{PAGES}/regions/{bench.rng.choice(codes)}/" for _ in range(DRAWS)]
    for kind, listing in LISTINGS.items():
        refs = some_refs(listing.published(), bench.rng)
        found[kind] = [f"{PAGES}/{kind}/{bench.rng.choice(refs)}/" for _ in range(DRAWS)]
    return found

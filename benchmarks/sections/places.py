"""Villages by investment, and the totals of any place and years."""

import json
from collections.abc import Iterator
from decimal import Decimal
from urllib.parse import urlencode

from benchmarks import checks, raw
from benchmarks.bench import Bench, address
from benchmarks.measure import Result, summarised, take_times
from benchmarks.naive import village_bounds
from benchmarks.values import filters_of
from projects.listings import LISTINGS
from projects.models import Level

TOTALS = "/api/v1/totals/"
DRAWS = 7
EXTRAS: tuple[tuple[str, ...], ...] = ((), ("year_from", "year_to"), ("measure",), ("enterprise",))
CHECKED = 12


def villages(bench: Bench) -> Iterator[Result]:
    """Sorted by what may have reached them and by what certainly did."""
    filters = filters_of(LISTINGS["villages"])
    timings = []
    for level in (None, Level.PROVINCE, Level.COUNTY):
        for extra in EXTRAS:
            for sort in ("-funding_upper", "-funding_lower"):
                paths = []
                for _ in range(DRAWS):
                    drawn = {name: bench.values.draw(name, filters[name]) for name in extra}
                    place = {"region": bench.rng.choice(bench.values.regions[level])} if level else {}
                    paths.append(address("villages", {**place, **drawn, "order": sort}))
                name = f"{level.name.lower() if level else 'nation'} {'+'.join(extra)} {sort}"
                timings.append(take_times(bench.client, name, paths, checks.list_page))
    yield from summarised("villages by investment", "all", timings, p50=15)
    yield right_bounds(bench)


def right_bounds(bench: Bench) -> Result:
    """Of some villages the two bounds in the API, against the bounds counted record by record."""
    wrong = []
    sample = [bench.rng.choice(bench.values.villages) for _ in range(CHECKED)]
    for ref in sample:
        asked = {"village": ref, **({"year_from": "2015", "year_to": "2020"} if bench.rng.random() < 0.5 else {})}
        reply = bench.client.get(f"/api/v1/villages/?{urlencode(asked)}")
        rows = json.loads(reply.body)["results"] if reply.status == 200 else []
        shown = [(Decimal(row["funding_lower"]), Decimal(row["funding_upper"])) for row in rows if row["ref"] == ref]
        years = (2015, 2020) if "year_from" in asked else None
        lower, upper = village_bounds(ref, years)
        if shown != [(lower, upper)] and (rows or upper):
            wrong.append(f"{asked}: {shown} instead of {lower}, {upper}")
    return Result("villages by investment", "wrong bounds", len(wrong), "villages", 0,
                  note="; ".join(wrong[:3]) or f"{CHECKED} villages counted record by record")  # fmt: skip


def totals(bench: Bench) -> Iterator[Result]:
    timings = []
    for level in (None, *Level):
        for years in ((), ("year_from", "year_to")):
            paths = []
            for _ in range(DRAWS):
                asked = {"region": bench.rng.choice(bench.values.regions[level])} if level else {}
                if years:
                    first = bench.rng.randint(2012, 2026)
                    asked |= {"year_from": str(first), "year_to": str(bench.rng.randint(first, 2026))}
                paths.append(f"{TOTALS}?{urlencode(asked)}")
            name = f"{level.name.lower() if level else 'nation'} {'years' if years else ''}"
            timings.append(take_times(bench.client, name, paths, checks.totals))
    single = [f"{TOTALS}?{urlencode({'village': ref})}" for ref in bench.values.villages[:DRAWS]]
    timings.append(take_times(bench.client, "village", single, checks.totals))
    yield from summarised("totals", "any place and years", timings, p50=60)
    yield against_records(bench)


def against_records(bench: Bench) -> Result:
    reply = bench.client.get(TOTALS)
    if reply.status != 200:
        return Result("totals", "differ from the records", None, "kinds", 0, note=f"status {reply.status}")
    shown = checks.grand_totals(json.loads(reply.body))
    counted = raw.grand_totals()
    differing = [kind for kind, amount in shown.items() if amount != counted.get(kind, Decimal(0))]
    note = ", ".join(f"{kind} {shown[kind]} ≠ {counted.get(kind)}" for kind in differing)
    return Result("totals", "differ from the records", len(differing), "kinds", 0, note=note or "equal to the fen")

"""Times taken in turns with the anchor's, and what is told of them."""

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from benchmarks.server import HELLO, Client, Reply

Check = Callable[[str, Reply], str]
"""What is wrong with a reply; empty where nothing is."""


@dataclass
class Result:
    """One line of the table."""

    section: str
    what: str
    value: float | None
    unit: str
    limit: float | None = None
    at_least: bool = False
    """Whether the limit is to be reached, not kept."""
    note: str = ""

    @property
    def holds(self) -> bool | None:
        if self.limit is None or self.value is None:
            return None
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass
class Timing:
    """A page's times and the anchor's, taken in turns."""

    name: str
    seconds: list[float] = field(default_factory=list)
    anchor: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        return statistics.median(self.seconds) / statistics.median(self.anchor)


def quantile(values: Iterable[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def hello(client: Client) -> float:
    reply = client.get(HELLO)
    if reply.body != b"hello":
        raise AssertionError(f"the anchor answered {reply.status}")
    return reply.seconds


def take_times(client: Client, name: str, paths: Iterable[str], check: Check, *, patience: float = 5.0) -> Timing:
    """Each path once, each after the anchor, until the case has used up its time."""
    timing = Timing(name)
    deadline = time.perf_counter() + patience
    for path in paths:
        timing.anchor += [hello(client), hello(client)]
        reply = client.get(path)
        timing.seconds.append(reply.seconds)
        if fault := check(path, reply):
            timing.faults.append(f"{path}: {fault}")
        if time.perf_counter() > deadline:
            break
    return timing


def summarised(section: str, what: str, timings: list[Timing], *, p50: float, p95: float | None = None) -> list[Result]:
    """The slowest case by its median, and the 95th of a hundred of all requests, as ratios to the anchor."""
    timings = [timing for timing in timings if timing.seconds]
    if not timings:
        return [Result(section, what, None, "× hello", p50, note="nothing was measured")]
    anchor = statistics.median([seconds for timing in timings for seconds in timing.anchor])
    worst = max(timings, key=lambda timing: timing.ratio)
    beyond = sum(timing.ratio > p50 for timing in timings)
    middle = statistics.median([timing.ratio for timing in timings])
    replies = [seconds for timing in timings for seconds in timing.seconds]
    faults = [fault for timing in timings for fault in timing.faults]
    note = (
        f"{len(timings)} cases, {len(replies)} replies, median case {middle:.1f}, {beyond} beyond; slowest {worst.name}"
    )
    found = [Result(section, f"{what}, slowest case", worst.ratio, "× hello", p50, note=note)]
    if p95 is not None:
        found.append(Result(section, f"{what}, p95 of all", quantile(replies, 0.95) / anchor, "× hello", p95))
    found.append(Result(section, f"{what}, wrong replies", len(faults), "replies", 0, note="; ".join(faults[:3])))
    return found

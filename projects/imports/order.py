"""Which rows go together, and which first."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from graphlib import CycleError, TopologicalSorter
from itertools import islice
from typing import TypeVar

CHUNK = 2000

Item = TypeVar("Item")


def batched(items: Iterable[Item], size: int = CHUNK) -> Iterator[list[Item]]:
    waiting = iter(items)
    while chunk := list(islice(waiting, size)):
        yield chunk


def topological_levels(wanted: Mapping[Item, set[Item]]) -> list[list[Item]]:
    """The items by level: none wants another of its own or of a later one. Circles are left out."""
    sorter = TopologicalSorter(wanted)
    with suppress(CycleError):
        sorter.prepare()
    levels = []
    while ready := sorter.get_ready():
        levels.append(list(ready))
        sorter.done(*ready)
    return levels

"""Which rows go together, and which first."""

from collections.abc import Mapping
from contextlib import suppress
from graphlib import CycleError, TopologicalSorter
from typing import TypeVar

Item = TypeVar("Item")


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

"""Related records on a page: the first ones, and the way to all of them."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet

from projects.patience import TookTooLongError, patience

CAP = 50
LONGEST = 100
"""Milliseconds after which the other way is taken."""

T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True)
class Capped(Generic[T]):
    items: list[T]
    is_cut: bool
    address: str
    """The list of all of them; empty where there is none."""

    def map(self, change: Callable[[T], U]) -> "Capped[U]":
        return Capped([change(item) for item in self.items], self.is_cut, self.address)

    def __iter__(self) -> Iterator[T]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


def capped(rows: QuerySet[Any], address: str, cap: int = CAP) -> Capped[Any]:
    found = list(rows[: cap + 1])
    return Capped(found[:cap], len(found) > cap, address)


def capped_soon(rows: QuerySet[Any], otherwise: QuerySet[Any], address: str) -> Capped[Any]:
    """The same rows in two ways: the one is quick where they are many, the other where they are few."""
    with suppress(TookTooLongError), patience(LONGEST):
        return capped(rows, address)
    return capped(otherwise, address)

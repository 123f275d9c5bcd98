"""Related records on a page: the first ones, and the way to all of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet

CAP = 50

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

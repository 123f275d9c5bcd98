"""Up and down where a record belongs to another of its own model: one query per step, not per record."""

from typing import Any, TypeVar

from django.db.models import QuerySet

T = TypeVar("T", bound=Any)


def above(record: T) -> list[T]:
    """From the nearest outwards."""
    found: list[T] = []
    while record.parent is not None and record.parent not in found:
        record = record.parent
        found.append(record)
    return found


def below(records: QuerySet[Any], top: int) -> dict[int, str]:
    """Key and ref of each of these records that belongs to the top one, directly or through others."""
    found: dict[int, str] = {}
    edge = {top}
    while edge:
        next_ones = dict(records.filter(parent__in=edge).order_by("ref").values_list("pk", "ref"))
        edge = next_ones.keys() - found.keys() - {top}
        found |= {pk: next_ones[pk] for pk in next_ones if pk in edge}
    return found

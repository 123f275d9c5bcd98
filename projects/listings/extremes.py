"""The rows with the largest and the smallest computed values, found through values that are kept ready."""

from collections.abc import Collection
from decimal import Decimal
from heapq import nlargest
from typing import TYPE_CHECKING, Any

from django.db.models import Max, Q, QuerySet, Sum

from projects.listings.columns import Column
from projects.listings.parameters import OF_VALUES
from projects.models import CountedBounds, Level

if TYPE_CHECKING:
    from projects.listings.base import Query

FIRST_MET, MOST_MET = 200, 20_000
"""Rows looked at for the largest values: the first time, and in all."""
BOUNDS = "bounds__"


def found(query: "Query", start: int, stop: int) -> list[int] | None:
    """Keys of some rows in the query's order; None where what is kept ready is no way to find them."""
    column = query.listing.orders[query.order.removeprefix("-")]
    if not column.stored:
        return None
    if not query.order.startswith("-"):
        return _smallest(query, column, start, stop)
    if column.made_of and "enterprise" in query.given:
        return _largest_sums(query, column.made_of(query), start, stop)
    return _largest(query, column, start, stop)


def _largest_sums(query: "Query", parts: QuerySet[Any], start: int, stop: int) -> list[int] | None:
    """What belongs to an enterprise is added up: not every village that much reached has to do with it."""
    places = query.filterset.select_places(query.kept)
    sums = parts.filter(village__in=places.values("pk")).values("village").annotate(total=Sum("remainder"))
    keys = list(sums.filter(total__gt=0).order_by("-total", "-village").values_list("village", flat=True)[start:stop])
    return keys if len(keys) == stop - start else None


def _largest(query: "Query", column: Column, start: int, stop: int) -> list[int] | None:
    """Of values that are never more than the stored ones.

    The rows are met in the order of the stored values, until no later one can be among the largest.
    """
    rows, stored = _in_stored_order(query, column.stored)
    if query.asks_for_all():
        keys = list(rows.values_list("pk", flat=True)[start:stop])
        return keys if len(keys) == stop - start else None
    waiting = rows = rows.annotate(**{column.order: query.columns[column.order]})
    excess = CountedBounds.objects.aggregate(most=Max("excess"))["most"] or Decimal(0)
    largest: list[tuple[Any, int]] = []
    met, at_once = 0, FIRST_MET
    while met < MOST_MET:
        some = list(waiting.values_list(stored, column.order, "pk")[:at_once])
        met += len(some)
        largest = nlargest(stop, [*largest, *((value, pk) for _stored, value, pk in some if value > 0)])
        if len(some) < at_once:
            break
        last, _value, pk = some[-1]
        if len(largest) == stop and largest[-1] >= (last + excess, pk):
            break
        later = Q(**{stored: last}, pk__lt=pk) | Q(**{f"{stored}__lt": last})
        waiting = rows.filter(later, **{f"{stored}__lte": last})  # a range first: an index serves that
        at_once *= 2
    return [pk for _value, pk in largest[start:]] if len(largest) == stop else None


def _in_stored_order(query: "Query", stored: str) -> tuple[QuerySet[Any], str]:
    """The rows with stored values above zero, the largest first, and the path to these values.

    What has a value fits the rest of the filter. What is kept of all of a province, or of the country, need not be
    looked up in it: its keys are those of the villages.
    """
    codes = query.selection.outermost()
    province = _province(codes)
    if query.given <= OF_VALUES | {"region"} and (codes <= {""} or province in codes):
        stored, of_province = stored.removeprefix(BOUNDS), "division"
        rows: QuerySet[Any] = CountedBounds.objects.all()
    else:
        of_province = f"{BOUNDS}division"
        rows = query.filterset.select_places(query.met)
    within = {of_province: province} if province else {}
    return rows.filter(**{f"{stored}__gt": 0}, **within).order_by(f"-{stored}", "-pk"), stored


def _province(codes: Collection[str]) -> str:
    """The one that all of them lie in; empty where there is none."""
    provinces = {code[: Level.PROVINCE] for code in codes}
    return provinces.pop() if len(provinces) == 1 else ""


def _smallest(query: "Query", column: Column, start: int, stop: int) -> list[int] | None:
    """The few below zero, which rounding makes, then those at zero, as they are met."""
    if stop > MOST_MET:
        return None
    rows = query.met_selected.order_by().annotate(**{column.order: query.columns[column.order]})
    below = rows.filter(**{f"{BOUNDS}excess__gt": 0, f"{column.order}__lt": 0}).order_by(column.order, "pk")
    keys = list(below.values_list("pk", flat=True)[:stop])
    at_zero = rows.filter(**{column.order: 0}).order_by("pk")
    keys += at_zero.values_list("pk", flat=True)[: stop - len(keys)]
    return keys[start:] if len(keys) == stop else None

"""How many rows each choice of a filter would leave, beside the other filters in force."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Left
from django.http import QueryDict

from projects.counting.selection import begins_with
from projects.filters.fields import NOT_STATED, ChoicesFilter, SelectionFilter
from projects.listings.base import Query
from projects.models import CountedFigure, CountedVillage, Level
from projects.models.places import NO_FIRST_YEAR, NO_LAST_YEAR

MOST = 10_000
"""Rows that are counted choice by choice while a reader waits."""


@dataclass
class Facets:
    choices: dict[str, Counter[str]] = field(default_factory=dict)
    """By parameter, then by choice. A parameter is missing where too many rows would have to be counted."""
    years: Counter[int] = field(default_factory=Counter)
    regions: Counter[str] = field(default_factory=Counter)
    """The divisions one level below the one asked for; provinces where none is."""


def facets(query: Query, count: int | None) -> Facets:
    """Of a query that leaves so many rows (None: very many), in as many queries however many rows there are."""
    found = Facets()
    names = [name for name, filter_ in query.filterset.filters.items() if _is_counted(filter_)]
    given = [name for name in names if any(query.params.getlist(name))]
    if count is not None and count <= MOST:
        free = [name for name in names if name not in given]
        found.choices |= _choices(query.selected, free, query)
        if query.listing.is_counted and not any(query.params.getlist("bucket")):
            found.years = _years(query)
            found.regions = _regions(query)
    for name in given:
        without = query.listing.select(_without(query.params, name), strict=False)
        if not without.has_more_than(MOST):
            found.choices |= _choices(without.selected, [name], without)
    return found


def _is_counted(filter_: object) -> bool:
    """Choices that keep rows by a value of their own."""
    return isinstance(filter_, ChoicesFilter) and not isinstance(filter_, SelectionFilter)


def _without(params: QueryDict, *names: str) -> QueryDict:
    kept = params.copy()
    for name in (*names, "page"):
        kept.pop(name, None)
    return kept


def _choices(rows: QuerySet[Any], names: list[str], query: Query) -> dict[str, Counter[str]]:
    """All of them from one grouping: a row has one value of each."""
    if not names:
        return {}
    found: dict[str, Counter[str]] = {name: Counter() for name in names}
    values = {f"of_{name}": F(query.filterset.filters[name].field_name) for name in names}
    groups = rows.order_by().annotate(**values).values_list(*values).annotate(n=Count("pk"))
    for *choice, n in groups:
        for name, value in zip(names, choice, strict=True):
            found[name][value or NOT_STATED] += n
    return found


def _years(query: Query) -> Counter[int]:
    """Every stated year that a row certainly or possibly has a part in."""
    without = query
    if any(query.params.get(name) for name in ("year_from", "year_to")):
        without = query.listing.select(_without(query.params, "year_from", "year_to"), strict=False)
        if without.has_more_than(MOST):
            return Counter()
    spans = list(
        without.selected.order_by()
        .values_list("counted__year_from", "counted__year_to")
        .annotate(n=Count("pk"))
    )  # fmt: skip
    stated = {year for first, last, _ in spans for year in (first, last)} - {NO_FIRST_YEAR, NO_LAST_YEAR}
    found: Counter[int] = Counter()
    for year in range(min(stated), max(stated) + 1) if stated else ():
        found[year] = sum(n for first, last, n in spans if first <= year <= last)
    return found


def _regions(query: Query) -> Counter[str]:
    """The rows whose places lie certainly or possibly in each; a row of several counts in each of them."""
    codes = {code for code in query.params.getlist("region") if code}
    if len(codes) > 1 or any(query.params.getlist("village")):
        return Counter()
    above = next(iter(codes), "")
    level = next((level for level in Level if level > len(above)), None)
    if level is None:
        return Counter()
    rows = CountedFigure.objects.filter(pk__in=query.selected.order_by().values("counted"))
    named = CountedVillage.objects.filter(begins_with("position", above), counted__in=rows.values("pk"))
    found: Counter[str] = Counter()
    for placed, path in ((named, "position"), (rows.filter(begins_with("region_code", above)), "region_code")):
        found.update(_by_division(placed, path, level))
    return found


def _by_division(placed: QuerySet[Any], path: str, level: Level) -> dict[str, int]:
    row = "counted" if path == "position" else "pk"
    groups: Iterable[tuple[str, int]] = (
        placed.order_by()
        .annotate(division=Left(path, level.value))
        .filter(~Q(division=""))
        .values_list("division")
        .annotate(n=Count(row, distinct=True))
    )
    return {code: n for code, n in groups if len(code) == level}

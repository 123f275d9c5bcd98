"""How many rows each choice of a filter would leave, beside the other filters in force."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import Left, Length

from projects.caching.answers import while_unchanged
from projects.counting import numbers_by_village, numbers_of_provinces
from projects.filters.fields import NOT_STATED, ChoicesFilter, SelectionFilter
from projects.listings.base import Query
from projects.listings.few import SOON
from projects.listings.parameters import OF_THE_READ_MODEL
from projects.models import Level, PlaceKind
from projects.models.places import NO_FIRST_YEAR, NO_LAST_YEAR

YEARS = ("year_from", "year_to")

Groups = Counter[tuple[Any, ...]]
"""Rows by some attributes, and by their first and last years."""


@dataclass
class Facets:
    count: int = 0
    is_all: bool = True
    """Whether `count` is the number of rows; else there are more."""
    choices: dict[str, Counter[str]] = field(default_factory=dict)
    """By parameter, then by choice. A parameter is missing where too many rows would have to be counted."""
    years: Counter[int] = field(default_factory=Counter)
    regions: Counter[str] = field(default_factory=Counter)
    """The divisions one level below the one asked for; provinces where none is."""


def facets(query: Query) -> Facets:
    """The same on every page of a list, in every order: found once, together with the keys of few rows."""
    found, few = while_unchanged(("facets", *query.filter), lambda: (_found(query), query.known_few))
    if few is not None:
        query.looked_for = few
    return found


@dataclass(frozen=True)
class Ready:
    """Rows by some attributes, as sums that are kept ready tell, whatever is asked of these attributes."""

    names: list[str]
    groups: Groups
    asked: Mapping[str, Sequence[Any]]

    def that_fit(self, but: str = "") -> Groups:
        """Those that are what is asked for; by one attribute, they may be anything."""
        places = {name: place for place, name in enumerate(self.names)}
        asked = [(places[name], self.asked[name]) for name in places.keys() & self.asked.keys() - {but}]
        return Counter({of: n for of, n in self.groups.items() if all(of[place] in values for place, values in asked)})


def _found(query: Query) -> Facets:
    """In as many queries however many rows there are: of few from the rows, of many from sums that are kept ready."""
    names = [name for name, filter_ in query.filterset.filters.items() if _is_counted(filter_)]
    given = [name for name in names if name in query.given]
    ready = _ready(query, [name for name in names if name in OF_THE_READ_MODEL])
    if _has_few(query, ready.that_fit() if ready else None):
        found = _of_few(query, len(query.few or ()), [name for name in names if name not in given])
    elif ready is not None:
        found = _of_many(query, ready)
    else:
        return Facets(query.looked_for.more_than, is_all=False)  # without one of its filters, there are yet more
    for name in given:
        if name in found.choices:
            continue
        without = query.without(name)
        if _has_few(without, ready.that_fit(but=name) if ready and name in ready.names else without.numbers()):
            field_name = without.filterset.filters[name].field_name
            groups = _grouped(without.found, {name: F(field_name)})
            found.choices[name] = Counter({value or NOT_STATED: n for (value,), n in groups.items()})
    return found


def _ready(query: Query, names: list[str]) -> Ready | None:
    groups = query.numbers(*names, but=names)
    return None if groups is None else Ready(names, groups, query.exact or {})


def _has_few(query: Query, groups: Groups | None) -> bool:
    """Whether its rows are counted choice by choice; they are found then. `groups`: their number, where kept ready."""
    if groups is None:
        return query.few is not None
    number = groups.total()
    if number > query.most_counted or (number > SOON and query.asked.is_dear(number)):
        return False
    query.find(number)
    return True


def _of_few(query: Query, count: int, names: list[str]) -> Facets:
    """From one grouping of the rows: each has one value of everything but its years and its places."""
    found = Facets(count, choices={name: Counter() for name in names})
    values: dict[str, Combinable] = {name: F(query.filterset.filters[name].field_name) for name in names}
    above = _division_asked_for(query)
    level = None if above is None else next((level for level in Level if level > len(above)), None)
    is_sorted = query.listing.is_counted and not any(query.params.getlist("bucket"))
    if is_sorted:
        values |= {year: F(f"counted__{year}") for year in YEARS}
        if level is not None:
            values["area"] = Left("counted__area", level.value)
    spans: Groups = Counter()
    for group, n in _grouped(query.found, values).items():
        of_group = dict(zip(values, group, strict=True))
        for name in names:
            found.choices[name][of_group[name] or NOT_STATED] += n
        if "area" in values:
            found.regions[of_group["area"]] += n
        if is_sorted:
            spans[of_group[YEARS[0]], of_group[YEARS[1]]] += n
    if level is not None and above is not None:
        found.regions = _in_divisions(query, found.regions, above, level)
    found.years = _by_year(_in_all_years(query) if is_sorted and not query.given.isdisjoint(YEARS) else spans)
    return found


def _of_many(query: Query, ready: Ready) -> Facets:
    found = Facets(ready.that_fit().total())
    for place, name in enumerate(ready.names):
        found.choices[name] = Counter()
        for values, n in ready.that_fit(but=name).items():
            found.choices[name][values[place] or NOT_STATED] += n
    found.years = _by_year(query.numbers(*YEARS, selection=query.selection.in_all_years()) or Counter())
    figures = query.counted()
    if figures is not None and not query.selection.has_places:
        found.regions = numbers_of_provinces(figures, query.selection)
    return found


def _is_counted(filter_: object) -> bool:
    """Choices that keep rows by a value of their own."""
    return isinstance(filter_, ChoicesFilter) and not isinstance(filter_, SelectionFilter)


def _grouped(rows: QuerySet[Any], values: dict[str, Combinable]) -> Groups:
    """How many rows have the same values."""
    named = {f"of_{name}": value for name, value in values.items()}
    if not named:
        return Counter()
    groups = rows.order_by().annotate(**named).values_list(*named).annotate(n=Count("pk"))
    return Counter({tuple(alike): n for *alike, n in groups})


def _in_all_years(query: Query) -> Groups:
    """By their first and last years, rows as they were without any years asked for."""
    without = query.without(*YEARS)
    if not _has_few(without, without.numbers()):
        return Counter()
    return _grouped(without.found, {year: F(f"counted__{year}") for year in YEARS})


def _by_year(spans: Groups) -> Counter[int]:
    """Every stated year that a row certainly or possibly has a part in."""
    stated = {year for span in spans for year in span} - {NO_FIRST_YEAR, NO_LAST_YEAR}
    found: Counter[int] = Counter()
    for year in range(min(stated), max(stated) + 1) if stated else ():
        found[year] = sum(n for (first, last), n in spans.items() if first <= year <= last)
    return found


def _division_asked_for(query: Query) -> str | None:
    """Empty for the country; None where villages or several divisions are asked for."""
    codes = {code for code in query.params.getlist("region") if code}
    return None if len(codes) > 1 or any(query.params.getlist("village")) else next(iter(codes), "")


def _in_divisions(query: Query, areas: Counter[str], above: str, level: Level) -> Counter[str]:
    """The rows whose places lie certainly or possibly in each; a row of several counts in each of them."""
    found = Counter({code: n for code, n in areas.items() if len(code) == level})
    if len(found) < len(areas):
        across = (
            query.found.order_by()
            .annotate(digits=Length("counted__area"))
            .filter(digits__lt=level.value, counted__place_kind=PlaceKind.VILLAGES)
        )
        found.update(numbers_by_village(across.values("counted"), level, above))
    return found

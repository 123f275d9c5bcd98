"""A public list: one declaration that the page, the files, the API and their tests all follow."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from heapq import nlargest
from typing import Any

from django.db import connections, models, transaction
from django.db.models import F, Max, Q, QuerySet
from django.db.models.expressions import Combinable, OrderBy
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils.translation import gettext as _

from projects.bulk import OneOf
from projects.counting import Selection, numbers
from projects.filters import CountedFilterSet, PublicFilterSet
from projects.filters.fields import NOT_STATED, SelectionFilter
from projects.formatting import between_names
from projects.listings.columns import Column, Field, FieldKind
from projects.listings.few import SOON, Few, few
from projects.models import CountedBounds, CountedFigure, Kind, Level

PREFIX = "col_"
"""Keeps a column's annotation apart from the model's field of the same name."""

NOT_FILTERS = ("order", "page")
OF_THE_READ_MODEL = frozenset({"enterprise", "measure", "kind", "payer", "indicator"})
"""Parameters that the read model of counting answers alone."""
FEW = 10_000
"""Rows that are counted choice by choice, and sooner sorted than looked for in their order."""
FIRST_MET, MOST_MET = 200, 20_000
"""Rows looked at for the largest computed values: the first time, and in all."""
CONTROL = "".join(chr(code) for code in (*range(32), 127) if chr(code) not in "\t\n\r")
"""Characters that no format carries safely."""
_CONTROL = re.compile(f"[{re.escape(CONTROL)}]")

Row = tuple[Any, ...]


@dataclass(frozen=True, eq=False)
class Listing:
    key: str
    label: Any
    """What the list holds, in the plural."""
    intro: Any
    model: type[models.Model]
    filterset: type[PublicFilterSet]
    columns: Sequence[Column]
    default_order: str
    """A column's key, with “-” for descending."""
    kinds: Sequence[Kind] = ()
    """What its rows are counted as, where they are."""

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        return tuple(field for column in self.columns for field in column.fields())

    @property
    def is_counted(self) -> bool:
        """Whether its rows lie in buckets."""
        return issubclass(self.filterset, CountedFilterSet)

    @property
    def has_amounts(self) -> bool:
        return any(kind != Kind.PROJECT for kind in self.kinds)

    @cached_property
    def orders(self) -> dict[str, Column]:
        return {column.key: column for column in self.columns if column.order}

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        return (*self.filterset.base_filters, *NOT_FILTERS)

    def published(self) -> QuerySet[Any]:
        if self.is_counted:  # the read model holds what is published, and nothing else
            return self.model._default_manager.filter(counted__kind__in=[kind.value for kind in self.kinds])
        return self.model._default_manager.filter(state="published")

    def count(self) -> int:
        """How many rows there are in all."""
        return self.select(QueryDict(), strict=False).count()

    def select(self, params: QueryDict, *, strict: bool) -> "Query":
        """What the parameters ask for. `strict` (files, API) also refuses parameters nobody knows."""
        return Query(self, params, strict)


def figures_of(kinds: Iterable[Kind], exact: Mapping[str, Sequence[Any]]) -> QuerySet[CountedFigure]:
    """What is counted of some kinds under exact attributes."""
    named = {kind.value for kind in kinds}
    figures = CountedFigure.objects.all() if len(named) == len(Kind) else CountedFigure.objects.filter(kind__in=named)
    return figures.filter(**{f"{name}__in": values for name, values in exact.items()})


class Query:
    """A list under a query string. Ask `errors` first: with errors there are no rows."""

    def __init__(self, listing: Listing, params: QueryDict, strict: bool) -> None:
        self.listing = listing
        self.params = params
        self.filterset = listing.filterset(params, listing.published())
        self.errors: dict[str, list[str]] = {}
        if not self.filterset.is_valid():
            self.errors |= {name: [str(e) for e in found] for name, found in self.filterset.form.errors.items()}
        self.order = self._read_order()
        self.page_number = self._read_page()
        if strict:
            self._refuse_unknown()

    def _read_order(self) -> str:
        given = [value for value in self.params.getlist("order") if value]
        if not given:
            return self.listing.default_order
        if len(given) > 1:
            self.errors["order"] = [_("This can be given only once.")]
        elif given[0].removeprefix("-") not in self.listing.orders:
            self.errors["order"] = [
                _("This list cannot be sorted by “%(value)s”, only by: %(known)s.")
                % {"value": given[0][:40], "known": between_names().join(self.listing.orders)}
            ]
        else:
            return given[0]
        return self.listing.default_order

    def _read_page(self) -> int:
        given = [value for value in self.params.getlist("page") if value]
        if not given:
            return 1
        if len(given) > 1:
            self.errors["page"] = [_("This can be given only once.")]
        elif not re.fullmatch(r"[1-9][0-9]{0,8}", given[0]):
            self.errors["page"] = [_("“%(value)s” is not a page number.") % {"value": given[0][:40]}]
        else:
            return int(given[0])
        return 1

    def _refuse_unknown(self) -> None:
        for name in self.params:
            if name not in self.listing.parameters:
                known = between_names().join(self.listing.parameters)
                self.errors[name[:40]] = [_("There is no such parameter. This list knows: %s.") % known]

    @cached_property
    def selection(self) -> Selection:
        return self.filterset.selection if not self.errors else Selection()

    @cached_property
    def exact(self) -> dict[str, list[Any]] | None:
        """The exact attributes asked for, where the read model itself holds them all; None where it does not."""
        found: dict[str, list[Any]] = {}
        for name, value in self.filterset.form.cleaned_data.items():
            if not value or isinstance(self.filterset.filters[name], SelectionFilter):
                continue
            if name not in OF_THE_READ_MODEL:
                return None
            found[name] = ["" if one == NOT_STATED else one for one in value]
        return found

    def counted(self, *, but: Collection[str] = ()) -> QuerySet[CountedFigure] | None:
        """What the read model holds of the rows kept, whatever their place and years; None where others must be asked.

        `but`: attributes to leave open.
        """
        if self.errors or not self.listing.is_counted or self.exact is None:
            return None
        return figures_of(self.listing.kinds, {n: values for n, values in self.exact.items() if n not in but})

    def numbers(
        self, *by: str, selection: Selection | None = None, but: Collection[str] = ()
    ) -> Counter[tuple[Any, ...]] | None:
        """How many rows there are, by attributes, from sums kept ready; None where these do not tell."""
        figures = self.counted(but=but)
        if figures is None or any(self.params.getlist("bucket")):
            return None
        return numbers(figures, selection or self.selection, *by)

    @cached_property
    def kept(self) -> QuerySet[Any]:
        """Rows that pass the exact attributes, whatever their place and years."""
        if self.errors:
            return self.listing.model._default_manager.none()
        kept: QuerySet[Any] = self.filterset.filter_queryset(self.listing.published())
        return kept

    @cached_property
    def selected(self) -> QuerySet[Any]:
        """The rows of the list, in no order and without their columns."""
        return self.kept if self.errors else self.filterset.select_rows(self.kept)

    def asks_for_all(self) -> bool:
        """Whether everything counted belongs to a row's values: no years, enterprise or measure are asked for."""
        return not self.filterset.asks_for("enterprise", "measure", "year_from", "year_to")

    def beside(self, params: QueryDict) -> "Query":
        """The same list under other parameters: what was searched for is not searched for again."""
        other = self.listing.select(params, strict=False)
        other.filterset.searches = self.filterset.searches
        return other

    def without(self, *names: str) -> "Query":
        params = self.params.copy()
        for name in (*names, "page"):
            params.pop(name, None)
        return self.beside(params)

    @property
    def most_counted(self) -> int:
        """Up to how many rows are counted while a reader waits: fewer where each is looked up, or its texts read."""
        is_read = None in self.filterset.searches.values()
        return min(FEW, SOON) if is_read or self.filterset.is_looked_up else FEW

    @cached_property
    def looked_for(self) -> Few:
        keys = self.selected.order_by().values_list("pk", flat=True)  # after which is known how many hold a word
        return few(keys, self.most_counted)

    @property
    def few(self) -> list[int] | None:
        """The keys of all rows; None of more than are counted."""
        return self.looked_for.keys

    @property
    def found(self) -> QuerySet[Any]:
        """The rows of the list; by their keys, where somebody has asked for these already."""
        known: Few | None = self.__dict__.get("looked_for")
        if known is None or known.keys is None:
            return self.selected
        return self.listing.published().filter(OneOf(known.keys))

    def count(self) -> int:
        found = self.numbers()
        return self.selected.count() if found is None else found.total()

    def has_more_than(self, number: int) -> bool:
        return self.count_up_to(number + 1) > number

    def count_up_to(self, most: int) -> int:
        """How many rows there are, counting no further than `most`."""
        return self.selected.order_by().values("pk")[:most].count()

    def ordering(self) -> list[OrderBy]:
        """What is not known comes last. Where all is known no such wish is uttered: it would keep indexes from use."""
        path = self._sorted_by
        unknown_last = True if self._may_be_unknown(path) else None
        at_last = "counted__pk" if path.startswith("counted__") else "pk"
        if self.order.startswith("-"):
            return [F(path).desc(nulls_last=unknown_last), F(at_last).desc()]
        return [F(path).asc(nulls_last=unknown_last), F(at_last).asc()]

    @property
    def _sorted_by(self) -> str:
        return self.listing.orders[self.order.removeprefix("-")].order

    def _may_be_unknown(self, path: str) -> bool:
        if path in self._columns:
            return True
        model: Any = self.listing.model
        *relations, name = path.split("__")
        for relation in relations:
            model = model._meta.get_field(relation).related_model
        return bool(model._meta.get_field(name).null)

    @cached_property
    def _columns(self) -> dict[str, Combinable]:
        return {f"{PREFIX}{field.key}": field.expression(self) for field in self.listing.fields}

    def values(self) -> QuerySet[Any, Row]:
        """The list as plain tuples, one value per field, in order."""
        ordered: QuerySet[Any] = self.selected.annotate(**self._columns).order_by(*self.ordering())
        return ordered.values_list(*self._columns)

    def stream(self) -> Iterator[Row]:
        """All rows as the database holds them, a few at a time, as of one moment.

        In a transaction PostgreSQL hands them out as it finds them, else only once it has them all.
        SQLite does so anyway, and there a transaction would keep every writer waiting.
        """
        values = self.values()
        is_postgresql = connections[values.db].vendor == "postgresql"
        with transaction.atomic(values.db) if is_postgresql else nullcontext():
            yield from values.iterator(chunk_size=2000)

    def keys(self, start: int, stop: int, *, of: int | None = None) -> list[int]:
        """Primary keys of some rows, in order, out of a known number of rows or of very many (None).

        Few rows are found by the filter and then sorted; many are met in their order, from the nearer end.
        """
        if of is not None and start >= of:
            return []
        if of is None or of > FEW:
            met = self._largest(start, stop) if self.order.startswith("-") else self._smallest(start, stop)
            if met is not None:
                return met
        ordering = self.ordering()
        if of is not None and of <= FEW:
            for by in ordering:
                by.set_source_expressions([self._by_no_index(by.expression)])
        backwards = of is not None and start > of // 2
        if backwards and of is not None:
            start, stop = max(of - stop, 0), of - start
            for by in ordering:
                by.reverse_ordering()
        path = self._sorted_by
        computed = {path: self._columns[path]} if path in self._columns else {}
        keys = list(self.found.annotate(**computed).order_by(*ordering).values_list("pk", flat=True)[start:stop])
        return keys[::-1] if backwards else keys

    def _largest(self, start: int, stop: int) -> list[int] | None:
        """Keys of some of the rows with the largest computed values, where these are never more than a stored one.

        The rows are met in the order of the stored values, until no later one can be among the largest. None where
        that is no way to find them.
        """
        column = self.listing.orders[self.order.removeprefix("-")]
        if not column.stored:
            return None
        stored = column.stored
        places = self.filterset.select_places(self.kept)  # what has a value fits the rest of the filter
        waiting = places.filter(**{f"{stored}__gt": 0}).order_by(f"-{stored}", "-pk")
        provinces = {code[: Level.PROVINCE] for code in self.selection.outermost()}
        if len(provinces) == 1 and "" not in provinces:
            waiting = waiting.filter(bounds__division=provinces.pop())
        if self.asks_for_all():
            keys = list(waiting.values_list("pk", flat=True)[start:stop])
            return keys if len(keys) == stop - start else None
        waiting = waiting.annotate(**{column.order: self._columns[column.order]})
        excess = CountedBounds.objects.aggregate(most=Max("excess"))["most"] or Decimal(0)
        found: list[tuple[Any, int]] = []
        met, at_once = 0, FIRST_MET
        while met < MOST_MET:
            some = list(waiting.values_list(stored, column.order, "pk")[:at_once])
            met += len(some)
            found = nlargest(stop, [*found, *((value, pk) for _stored, value, pk in some if value > 0)])
            if len(some) < at_once:
                break
            last, _value, pk = some[-1]
            if len(found) == stop and found[-1] >= (last + excess, pk):
                break
            later = Q(**{stored: last}, pk__lt=pk) | Q(**{f"{stored}__lt": last})
            waiting = waiting.filter(later, **{f"{stored}__lte": last})  # a range first: an index serves that
            at_once *= 2
        return [pk for _value, pk in found[start:]] if len(found) == stop else None

    def _smallest(self, start: int, stop: int) -> list[int] | None:
        """The same of the smallest: the few below zero, which rounding makes, then those at zero, as they are met."""
        column = self.listing.orders[self.order]
        if not column.stored or stop > MOST_MET:
            return None
        rows = self.selected.order_by().annotate(**{column.order: self._columns[column.order]})
        below = rows.filter(**{"bounds__excess__gt": 0, f"{column.order}__lt": 0}).order_by(column.order, "pk")
        found = list(below.values_list("pk", flat=True)[:stop])
        at_zero = rows.filter(**{column.order: 0}).order_by("pk")
        found += at_zero.values_list("pk", flat=True)[: stop - len(found)]
        return found[start:] if len(found) == stop else None

    def _by_no_index(self, path: Any) -> Any:
        """The same order, in words that keep the database from looking for a few rows along the whole of an index."""
        return path if path == F(self._sorted_by) and self._sorted_by in self._columns else Coalesce(path, path)

    def page(self, start: int, stop: int, *, of: int | None = None) -> list[Row]:
        """Some rows, found by their keys first: nothing is looked up for the rows before them."""
        keys = self.keys(start, stop, of=of)
        found = self.listing.published().filter(pk__in=keys).annotate(**self._columns)
        rows = {key: values for key, *values in found.values_list("pk", *self._columns)}
        return list(self._as_published(rows[key] for key in keys))

    def rows(self) -> Iterator[Row]:
        """All rows."""
        return self._as_published(self.stream())

    def _as_published(self, rows: Iterable[Sequence[Any]]) -> Iterator[Row]:
        """Empty text is “not stated”, and no control characters."""
        is_text = [field.kind in TEXTS for field in self.listing.fields]
        for row in rows:
            yield tuple(
                (printable(value) or None) if text and value is not None else value
                for value, text in zip(row, is_text, strict=True)
            )


def printable(text: str) -> str:
    """The text without control characters."""
    return _CONTROL.sub("", text)


TEXTS = frozenset({FieldKind.TEXT, FieldKind.REF, FieldKind.PLACES, FieldKind.CHOICE, FieldKind.URL})

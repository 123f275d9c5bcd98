"""A public list: one declaration that the page, the files, the API and their tests all follow."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import models, transaction
from django.db.models import F, QuerySet
from django.db.models.expressions import Combinable, OrderBy
from django.db.models.functions import Coalesce
from django.http import QueryDict

from projects.bulk import OneOf
from projects.counting import Selection, near, numbers
from projects.counting.dialect import is_postgresql
from projects.counting.rules import column_of
from projects.filters import CountedFilterSet, PublicFilterSet
from projects.listings import extremes
from projects.listings.columns import Column, Field, FieldKind
from projects.listings.few import SOON, Asked, Few, few
from projects.listings.parameters import Parameters
from projects.models import CountedFigure, Kind
from projects.patience import TookTooLongError, patience

PREFIX = "col_"
"""Keeps a column's annotation apart from the model's field of the same name."""

NOT_FILTERS = ("order", "page")
PLACED = {"region", "village", "bucket"}
FEW = 10_000
"""Rows that are counted choice by choice; of which computed values are sooner sorted than met in their order."""
MOST_SORTED = 20_000
"""Rows with a word that are sorted once found, where meeting them in their order takes too long."""
MOST_GATHERED = 200_000
"""Rows with a word that are found once and then known by their keys, where all of them are asked for."""
LONGEST_WALK = 200
"""Milliseconds after which rows that are met in their order are sorted instead."""
SORTED_IN_A_MILLISECOND = 50
"""Rows that are found by the filter and sorted."""
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
            counted = self.model._default_manager.filter(counted__isnull=False)
            # Told the kinds too, PostgreSQL knows how many there are; SQLite would begin with them, whatever is asked.
            return counted.filter(counted__kind__in=[k.value for k in self.kinds]) if is_postgresql() else counted
        return self.model._default_manager.filter(state="published")

    def known(self, keys: Collection[int]) -> QuerySet[Any]:
        """The rows with these keys. Asked of both sides of the join, PostgreSQL looks them up in both."""
        rows = self.published().filter(OneOf(keys))
        is_joined = self.is_counted and is_postgresql()
        return rows.filter(OneOf(keys, f"counted__{column_of(self.model)}")) if is_joined else rows

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


class Query(Parameters):
    """A list under a query string. Ask `errors` first: with errors there are no rows."""

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
    def unsearched(self) -> QuerySet[Any]:
        """Rows that pass the exact attributes, whatever their place and years, and whatever is searched for."""
        if self.errors:
            return self.listing.model._default_manager.none()
        rows = self.filterset.filter_but_texts(self.listing.published())
        exact = self.exact or {} if self.listing.is_counted else {}
        if "kind" in exact and (len(exact) > 1 or self.given & PLACED):
            # An index holds all that is asked. Else the record is asked alone: asked twice for the same, PostgreSQL
            # takes the rows to be few.
            rows = rows.filter(counted__kind__in=exact["kind"])
        return rows

    @cached_property
    def kept(self) -> QuerySet[Any]:
        """Those of them that hold what is searched for."""
        return self.filterset.search.filter(self.unsearched, self.filterset.texts)

    @cached_property
    def met(self) -> QuerySet[Any]:
        """The same, for whoever meets rows in their order until there are enough: texts are read, not looked up."""
        texts = self.filterset.texts
        return self.filterset.search.reading(self.unsearched, texts) if texts else self.kept

    @cached_property
    def selected(self) -> QuerySet[Any]:
        """The rows of the list, in no order and without their columns."""
        return self.kept if self.errors else self.filterset.select_rows(self.kept)

    @property
    def met_selected(self) -> QuerySet[Any]:
        return self.filterset.select_rows(self.met) if self.filterset.texts else self.selected

    def without(self, *names: str) -> "Query":
        params = self.params.copy()
        for name in (*names, "page"):
            params.pop(name, None)
        return self.listing.select(params, strict=False)

    @property
    def most_counted(self) -> int:
        """Up to how many rows are counted while a reader waits: fewer where each is looked up."""
        return min(FEW, SOON) if self.filterset.is_looked_up else FEW

    @cached_property
    def asked(self) -> Asked:
        is_searched = self.filterset.texts and not self.errors
        return self._asked(self.filterset.select_rows(self.unsearched) if is_searched else self.selected)

    def near(self) -> Asked:
        """Whatever its place does not put outside, in any year."""
        is_near = near(self.selection, "counted__")
        if self.filterset.texts and self.few_kept is not None:
            return Asked(self.listing.known(self.few_kept).filter(is_near), self.filterset.search)
        return self._asked(self.unsearched.filter(is_near))

    def _asked(self, others: QuerySet[Any], *, of: Collection[str] | None = None) -> Asked:
        """`of`: the filters that `others` pass; all that are set, unless given."""
        narrowing = (self.given if of is None else {*of}) - {"q"}
        return Asked(others, self.filterset.search, self.filterset.texts, is_narrowed=bool(narrowing))

    @cached_property
    def looked_for(self) -> Few:
        return few(self.asked, self.most_counted)

    def find(self, number: int) -> None:
        """All rows, of which there are known to be so many."""
        self.looked_for = Few(self.asked.keys(number) if number else [])

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
        return self.listing.known(known.keys)

    def count(self) -> int:
        found = self.numbers()
        if found is not None:
            return found.total()
        keys = self._with_a_word(self.asked)
        return self.selected.count() if keys is None else len(keys)

    @property
    def _asked_of_kept(self) -> Asked:
        return self._asked(self.unsearched, of=self.given_exactly)

    def keys_kept(self) -> list[int] | None:
        """Of `kept`, where that is found by a word; None without a word, and of very many."""
        return self._with_a_word(self._asked_of_kept)

    @cached_property
    def few_kept(self) -> list[int] | None:
        """The keys of `kept`; None of more than a few, and where nothing but places and years is asked for."""
        if not self.given_exactly:
            return None
        if self.given == self.given_exactly:
            return self.few if self.few is not None and len(self.few) <= SOON else None
        figures = self.counted()
        number = None if figures is None else numbers(figures, Selection())
        if number is not None and number.total() > SOON:
            return None
        keys = self._asked_of_kept.keys(SOON + 1)
        return keys if len(keys) <= SOON else None

    def among(self, kept: Collection[int]) -> QuerySet[Any]:
        """The rows of the list, out of some that are known to be among `kept`."""
        return self.filterset.select_rows(self.listing.known(kept))

    def _with_a_word(self, asked: Asked) -> list[int] | None:
        if self.errors or not self.filterset.texts:
            return None
        keys = asked.keys(MOST_GATHERED + 1)
        return keys if len(keys) <= MOST_GATHERED else None

    def has_more_than(self, number: int) -> bool:
        return self.count_up_to(number + 1) > number

    def count_up_to(self, most: int) -> int:
        """How many rows there are, counting no further than `most`."""
        if self.filterset.texts:
            return len(self.asked.keys(most))
        if not self.selection.has_places and (found := self.numbers()) is not None:
            return min(found.total(), most)
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
        if path in self.columns:
            return True
        model: Any = self.listing.model
        *relations, name = path.split("__")
        for relation in relations:
            model = model._meta.get_field(relation).related_model
        return bool(model._meta.get_field(name).null)

    @cached_property
    def columns(self) -> dict[str, Combinable]:
        """What each field of a row is computed from, by the name of its annotation."""
        return {f"{PREFIX}{field.key}": field.expression(self) for field in self.listing.fields}

    def values(self) -> QuerySet[Any, Row]:
        """The list as plain tuples, one value per field, in order."""
        ordered: QuerySet[Any] = self.selected.annotate(**self.columns).order_by(*self.ordering())
        return ordered.values_list(*self.columns)

    def stream(self) -> Iterator[Row]:
        """All rows as the database holds them, a few at a time, as of one moment.

        In a transaction PostgreSQL hands them out as it finds them, else only once it has them all.
        SQLite does so anyway, and there a transaction would keep every writer waiting.
        """
        values = self.values()
        with transaction.atomic() if is_postgresql() else nullcontext():
            yield from values.iterator(chunk_size=2000)

    def keys(self, start: int, stop: int, *, of: int | None = None) -> list[int]:
        """Primary keys of some rows, in order, out of a known number of rows or of very many (None).

        Few rows are found by the filter and then sorted; many are met in their order, from the nearer end, unless
        those that pass lie so far along it that these too are sooner sorted.
        """
        if of is not None and start >= of:
            return []
        is_computed = self._sorted_by in self.columns
        if of is None or of > (FEW if is_computed else SOON):
            with suppress(TookTooLongError), self._patience(of, is_computed=is_computed):
                met = extremes.found(self, start, stop)
                if met is None:
                    met = self._in_order(self.met_selected, self.ordering(), start, stop, of)
                return met
        ordering = self.ordering()
        for by in ordering:
            by.set_source_expressions([self._by_no_index(by.expression)])
        return self._in_order(self._gathered(), ordering, start, stop, of)

    def _gathered(self) -> QuerySet[Any]:
        """Rows that are to be sorted: those that hold a word, by their keys, unless there are very many."""
        if self.filterset.texts and not self.few:
            keys = self.asked.keys(MOST_SORTED + 1)
            if len(keys) <= MOST_SORTED:
                return self.listing.known(keys)
        return self.found

    def _patience(self, of: int | None, *, is_computed: bool) -> AbstractContextManager[None]:
        """With rows that are met in their order. Where each one's value is computed, sorting them is slower still."""
        if is_computed and not self.filterset.texts:
            return nullcontext()
        return patience(LONGEST_WALK if of is None else min(LONGEST_WALK, of // SORTED_IN_A_MILLISECOND))

    def _in_order(
        self, rows: QuerySet[Any], ordering: list[OrderBy], start: int, stop: int, of: int | None
    ) -> list[int]:
        backwards = of is not None and start > of // 2
        if backwards and of is not None:
            start, stop = max(of - stop, 0), of - start
            for by in ordering:
                by.reverse_ordering()
        path = self._sorted_by
        computed = {path: self.columns[path]} if path in self.columns else {}
        keys = list(rows.annotate(**computed).order_by(*ordering).values_list("pk", flat=True)[start:stop])
        return keys[::-1] if backwards else keys

    def _by_no_index(self, path: Any) -> Any:
        """The same order, in words that keep the database from looking for a few rows along the whole of an index."""
        return path if path == F(self._sorted_by) and self._sorted_by in self.columns else Coalesce(path, path)

    def page(self, start: int, stop: int, *, of: int | None = None) -> list[Row]:
        """Some rows, found by their keys first: nothing is looked up for the rows before them."""
        keys = self.keys(start, stop, of=of)
        found = self.listing.published().filter(pk__in=keys).annotate(**self.columns)
        rows = {key: values for key, *values in found.values_list("pk", *self.columns)}
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

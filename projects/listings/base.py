"""A public list: one declaration that the page, the files, the API and their tests all follow."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.expressions import Combinable, OrderBy
from django.db.models.functions import Coalesce
from django.http import QueryDict

from projects.bulk import OneOf
from projects.counting.dialect import is_postgresql
from projects.counting.rules import column_of
from projects.filters import CountedFilterSet, PublicFilterSet
from projects.listings import extremes, kept
from projects.listings.columns import Column, Field, FieldKind
from projects.listings.few import SOON
from projects.listings.kept import Kept
from projects.models import Kind
from projects.patience import TookTooLongError, patience

PREFIX = "col_"
"""Keeps a column's annotation apart from the model's field of the same name."""

NOT_FILTERS = ("order", "page")
MOST_SORTED = 20_000
"""Rows with a word that are sorted once found, where meeting them in their order takes too long."""
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


class Query(Kept):
    """A list under a query string. Ask `errors` first: with errors there are no rows."""

    def ordering(self) -> list[OrderBy]:
        """What is not known comes last. Where all is known no such wish is uttered: it would keep indexes from use."""
        path = self.sorted_by
        unknown_last = True if self._may_be_unknown(path) else None
        at_last = "counted__pk" if path.startswith("counted__") else "pk"
        if self.order.startswith("-"):
            return [F(path).desc(nulls_last=unknown_last), F(at_last).desc()]
        return [F(path).asc(nulls_last=unknown_last), F(at_last).asc()]

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
        is_computed = self.sorted_by in self.columns
        if of is None or of > (kept.FEW if is_computed else SOON):
            with suppress(TookTooLongError), self._patience(of, is_computed=is_computed):
                met = extremes.found(self, start, stop)
                if met is None:
                    met = self._in_order(self._along_the_order(), self.ordering(), start, stop, of)
                return met
        ordering = self.ordering()
        for by in ordering:
            by.set_source_expressions([self._by_no_index(by.expression)])
        return self._in_order(self._gathered(), ordering, start, stop, of)

    def _along_the_order(self) -> QuerySet[Any]:
        """Rows that are to be met in the order that an index of the records holds.

        SQLite would begin with the index that finds them, and sort; so each is asked for whether it is one of them.
        """
        rows = self.met_selected
        if is_postgresql() or self.sorted_by in self.columns or self.sorted_by.startswith("counted__"):
            return rows
        return self.listing.model._default_manager.filter(Exists(rows.filter(pk=OuterRef("pk"))))

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
        path = self.sorted_by
        computed = {path: self.columns[path]} if path in self.columns else {}
        keys = list(rows.annotate(**computed).order_by(*ordering).values_list("pk", flat=True)[start:stop])
        return keys[::-1] if backwards else keys

    def _by_no_index(self, path: Any) -> Any:
        """The same order, in words that keep the database from looking for a few rows along the whole of an index."""
        return path if path == F(self.sorted_by) and self.sorted_by in self.columns else Coalesce(path, path)

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

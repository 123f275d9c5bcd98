"""Which rows of a list a query string keeps, and how many: by whatever way finds them soonest."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from projects.caching.answers import while_unchanged
from projects.counting import Selection, near, numbers
from projects.listings.few import SOON, Asked, Few, few
from projects.listings.parameters import Parameters
from projects.models import CountedFigure, Kind

if TYPE_CHECKING:
    from projects.listings.base import Query

PLACED = {"region", "village", "bucket"}
FEW = 10_000
"""Rows that are counted choice by choice; of which computed values are sooner sorted than met in their order."""
MOST_GATHERED = 200_000
"""Rows with a word that are found once and then known by their keys, where all of them are asked for."""


def figures_of(kinds: Iterable[Kind], exact: Mapping[str, Sequence[Any]]) -> QuerySet[CountedFigure]:
    """What is counted of some kinds under exact attributes."""
    named = {kind.value for kind in kinds}
    figures = CountedFigure.objects.all() if len(named) == len(Kind) else CountedFigure.objects.filter(kind__in=named)
    return figures.filter(**{f"{name}__in": values for name, values in exact.items()})


class Kept(Parameters):
    """The rows of a list under a query string, in no order and without their columns. With errors there are none."""

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
        known = self.known_few
        return self.selected if known is None or known.keys is None else self.listing.known(known.keys)

    @property
    def known_few(self) -> Few | None:
        """What was looked for, where somebody has done so already."""
        return self.__dict__.get("looked_for")

    def count(self) -> int:
        if self.errors:
            return 0
        found = self.numbers()
        if found is not None:
            return found.total()
        return while_unchanged(("count", *self.filter), self._count)

    def _count(self) -> int:
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

"""What looks like a slip beside other records: a name that is nearly another's, an amount in the wrong unit."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import partial
from statistics import median
from typing import Any

from django.utils.translation import gettext as _

from projects.amounts import is_unit_slip
from projects.imports.kinds import Kind, record_key
from projects.imports.write import Staged
from projects.models import AidProject, Enterprise, Figure, Outcome, Source, Village

NAMES: dict[type[Any], tuple[str, str | None]] = {
    Enterprise: ("name_zh", None),
    Source: ("title", None),
    AidProject: ("title_zh", "enterprise_id"),
    Village: ("name_zh", "region_id"),
}
"""The name of a record, and the field within whose values names are compared."""

LONG_ENOUGH = 8
"""Characters from which two names that differ in one of them are taken for one and the same."""

ENOUGH_AMOUNTS = 5

MOST_LENIENT = 20_000
"""Names among which slips are looked for; among more, only those of equal essence are found."""

_NUMBER = re.compile(r"[0-9一二三四五六七八九十]")
_NOISE = re.compile(r"[\W_]+|有限责任公司|股份有限公司|有限公司|集团|公司")


def essence(name: str) -> str:
    """A name without width, case, punctuation and legal form."""
    plain = "".join(unicodedata.normalize("NFKC", name).casefold().split())
    return _NOISE.sub("", plain) or plain


class Names:
    """Names found again when they are written slightly differently."""

    def __init__(self, *, is_lenient: bool = True) -> None:
        self._is_lenient = is_lenient
        self._keys: dict[str, set[str]] = defaultdict(set)

    def add(self, name: str, key: str) -> None:
        for sign in self._signs(name):
            self._keys[sign].add(key)

    def like(self, name: str) -> set[str]:
        return set().union(*(self._keys.get(sign, ()) for sign in self._signs(name)))

    def _signs(self, name: str) -> Iterator[str]:
        """Two names share one of these if their essence is equal or, in long ones, a character is other, more or less.

        A number never is: the roads of 2019 and of 2020 are two projects.
        """
        text = essence(name)
        numbers = "".join(_NUMBER.findall(text))
        yield f"{numbers} {text}"
        if self._is_lenient and len(text) >= LONG_ENOUGH:
            for place in range(len(text)):
                yield f"{numbers} {text[:place]}{text[place + 1 :]}"


class Likeness:
    """Goes along with a load, chunk by chunk."""

    def __init__(self, kind: Kind) -> None:
        self._model: Any = kind.model
        self._name, self._within = NAMES.get(kind.model, ("", None))
        self._names: dict[Any, Names] | None = None
        self._amounts: dict[int, Decimal] = {}

    def of(self, staged: Iterable[Staged]) -> Iterator[tuple[int, str]]:
        """Row and warning."""
        for each in staged:
            if isinstance(each.record, Figure):
                yield from self._amount_before(each)
        if self._name:
            yield from self._names_again([each for each in staged if each.is_new])

    def _amount_before(self, each: Staged) -> Iterator[tuple[int, str]]:
        quantity, before = each.record.quantity, each.before.get(self._model.quantity_field)
        if quantity is None:
            return
        self._amounts[each.row] = quantity
        if before and is_unit_slip(Decimal(before), quantity):
            yield each.row, _("It was %(before)s: a factor of 10,000 between them, 万元 or yuan?") % {"before": before}

    def of_all(self) -> Iterator[tuple[int, str]]:
        """Row and warning, once all chunks were seen: amounts ten thousand times larger or smaller than is usual."""
        amounts = [amount for amount in self._amounts.values() if amount]
        if self._model is Outcome or len(amounts) < ENOUGH_AMOUNTS:
            return
        usual = median(amounts)
        unlikely = _("Thousands of times more or less than the file's other amounts (%(usual)s is usual): the unit?")
        for row, amount in self._amounts.items():
            if amount and max(amount, usual) >= 5000 * min(amount, usual):
                yield row, unlikely % {"usual": f"{usual:,.0f}"}

    def _names_again(self, new: list[Staged]) -> Iterator[tuple[int, str]]:
        if not new:
            return
        known = self._known(new)
        for each in new:
            name, key = getattr(each.record, self._name), record_key(each.record)
            names = known[self._group(each.record)]
            if others := sorted(names.like(name) - {key}):
                yield each.row, _("This may be there already: %(keys)s.") % {"keys": ", ".join(others[:5])}
            names.add(name, key)

    def _group(self, record: Any) -> Any:
        return getattr(record, self._within) if self._within else None

    def _known(self, new: list[Staged]) -> dict[Any, Names]:
        """Names are compared within a region or an enterprise: only those of the chunk are kept at hand."""
        if self._names is not None and self._within is None:
            return self._names
        stored = self._model._default_manager.order_by()
        if self._within:
            stored = stored.filter(**{f"{self._within}__in": {self._group(each.record) for each in new}})
        is_lenient = bool(self._within) or stored.count() <= MOST_LENIENT
        self._names = defaultdict(partial(Names, is_lenient=is_lenient))
        fields = (self._within,) if self._within else ()
        for name, key, *group in stored.values_list(self._name, "ref", *fields).iterator():
            self._names[group[0] if group else None].add(name, key)
        return self._names

"""The filters in force, each with the address that takes it away."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from projects.listings import Query
from projects.listings.base import printable
from projects.models import Region, Village


@dataclass(frozen=True)
class Chip:
    label: Any
    value: Any
    remove: str


def without_blanks(params: QueryDict, *names: str) -> QueryDict:
    """The query without the boxes a form left empty, and without some parameters."""
    kept = QueryDict(mutable=True)
    for key, values in params.lists():
        if key not in names and (given := [value for value in values if value.strip()]):
            kept.setlist(key, given)
    return kept


def with_values(params: QueryDict, name: str, values: Iterable[str]) -> QueryDict:
    """The query with one parameter set anew; blanks and the page are left out."""
    changed = without_blanks(params, "page", name)
    if given := list(values):
        changed.setlist(name, given)
    return changed


def with_parameter(params: QueryDict, name: str, value: str) -> str:
    return relative(with_values(params, name, [value] if value else []))


def with_parameters(params: QueryDict, *names: str) -> Callable[[str], str]:
    """For many values: the address of the query with all these parameters at the same one."""
    others = without_blanks(params, "page", *names).urlencode()
    return lambda value: f"?{others}{'&' if others else ''}{urlencode([(name, value) for name in names])}"


def without_value(params: QueryDict, name: str, value: str) -> str:
    kept = [v for v in params.getlist(name) if v.strip() and v.strip() != value]
    return relative(with_values(params, name, kept))


def relative(query: QueryDict) -> str:
    """The address of the same page under a query. One without parameters has no question mark either."""
    return f"?{query.urlencode()}" if query else "."


def chips(query: Query) -> list[Chip]:
    """One chip per value given, with the name of what it stands for."""
    names = _names(query)
    made = []
    for name, filter_ in query.filterset.filters.items():
        choices = dict(filter_.extra.get("choices", ()))
        for value in dict.fromkeys(v.strip() for v in query.params.getlist(name) if v.strip()):
            shown = choices.get(value) or printable(names.get((name, value)) or value[:60])
            made.append(Chip(filter_.label, shown, without_value(query.params, name, value)))
    return made


def in_words(found: list[Chip]) -> str:
    """“Region: Inner Mongolia or Shaanxi; From year: 2018”."""
    said: dict[str, list[str]] = {}
    for chip in found:
        said.setdefault(str(chip.label), []).append(str(chip.value))
    either = pgettext("between two values of a filter", " or ")
    clauses = [_("%(label)s: %(values)s") % {"label": label, "values": either.join(v)} for label, v in said.items()]
    return pgettext("between two filters", "; ").join(clauses)


def order_in_words(query: Query) -> str:
    label = query.listing.orders[query.order.removeprefix("-")].label
    if query.order.startswith("-"):
        return _("Sorted by “%(label)s”, descending.") % {"label": label}
    return _("Sorted by “%(label)s”, ascending.") % {"label": label}


def _names(query: Query) -> dict[tuple[str, str], str]:
    """What the refs and codes in the query are called, in one query per parameter given."""
    params = query.params
    found: dict[tuple[str, str], str] = {}
    if codes := _given(params, "region"):
        found |= {("region", region.code): str(region) for region in Region.objects.filter(code__in=codes)}
    if refs := _given(params, "village"):
        found |= {("village", v.ref): str(v) for v in Village.objects.published().filter(ref__in=refs)}
    for name, filter_ in query.filterset.filters.items():
        if "queryset" in filter_.extra and (refs := _given(params, name)):
            found |= {(name, named.ref): str(named) for named in filter_.extra["queryset"].filter(ref__in=refs)}
    return found


def _given(params: QueryDict, name: str) -> list[str]:
    return [value.strip() for value in params.getlist(name) if value.strip() and "\0" not in value][:50]

"""The filter form of a list, field by field, as the page shows it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import django_filters
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from projects.filters.fields import ChoicesFilter
from projects.formatting import years
from projects.listings import Query
from projects.listings.base import printable
from projects.listings.facets import Facets
from projects.models import Indicator, Region
from projects.models.base import in_reader_language
from projects.views.chips import with_parameter, with_values
from projects.views.suggestions import SUGGESTED, Suggestion, suggest


@dataclass(frozen=True)
class Option:
    value: str
    label: Any
    is_chosen: bool
    count: int | None
    """How many rows it would leave; None where that was not counted."""


@dataclass(frozen=True)
class Step:
    """A narrower filter, one click away."""

    label: str
    count: int
    address: str


@dataclass(frozen=True)
class ShownField:
    name: str
    label: Any
    help: Any
    html: SafeString | None
    """The box to fill in; none where there are options."""
    errors: list[str]
    is_used: bool
    options: list[Option]
    """Boxes to tick, under a heading of their own."""
    offered: list[tuple[str, str]]
    steps: list[Step]
    meant: list[tuple[Suggestion, str]]
    """What a value that is no ref may mean, each with the address that asks for it instead."""


def shown_fields(query: Query, found: Facets) -> Iterator[ShownField]:
    form = query.filterset.form
    steps = {"region": _regions(query, found), "year_to": _years(query, found)}
    for name in ("q", *(name for name in form.fields if name != "q")):
        bound = form[name]
        offered = _offered(name)
        counts = found.choices.get(name)
        options = list(_options(query.filterset.filters[name], query.params.getlist(name), counts))
        errors = query.errors.get(name, [])
        attrs: dict[str, Any] = {"list": f"offered-{name}"} if offered else {}
        if name in SUGGESTED:
            attrs["data-suggest"] = reverse("suggestions", kwargs={"field": name})
            attrs |= {"data-found": _("Suggestions: {n}"), "data-none": _("Nothing of this name was found.")}
        described_by = [f"help-{name}"] if bound.help_text else []
        if errors:
            described_by.append(f"error-{name}")
            attrs["aria-invalid"] = "true"
        if described_by:
            attrs["aria-describedby"] = " ".join(described_by)
        yield ShownField(
            name=name,
            label=bound.label,
            help=bound.help_text,
            html=None if options else bound.as_widget(attrs=attrs),
            errors=errors,
            is_used=any(value.strip() for value in query.params.getlist(name)),
            options=options,
            offered=offered,
            steps=steps.get(name, []),
            meant=list(_meant(query, name)) if errors and name in SUGGESTED else [],
        )


def _options(filter_: django_filters.Filter, chosen: list[str], counts: Counter[str] | None) -> Iterator[Option]:
    if isinstance(filter_, ChoicesFilter):
        for value, label in filter_.extra["choices"]:
            yield Option(value, label, value in chosen, None if counts is None else counts[value])


def _regions(query: Query, found: Facets) -> list[Step]:
    names = {region.code: printable(str(region)) for region in Region.objects.filter(code__in=found.regions)}
    return [
        Step(names.get(code, code), count, with_parameter(query.params, "region", code))
        for code, count in sorted(found.regions.items())
    ]


def _years(query: Query, found: Facets) -> list[Step]:
    return [
        Step(
            years(year, year),
            count,
            with_parameter(with_values(query.params, "year_from", [str(year)]), "year_to", str(year)),
        )
        for year, count in sorted(found.years.items())
        if count
    ]


def _offered(name: str) -> list[tuple[str, str]]:
    """Values with their names, where they are few."""
    if name != "indicator":
        return []
    names = Indicator.objects.values_list("ref", "name_zh", "name_en")
    return [(ref, printable(in_reader_language(zh, en))) for ref, zh, en in names]


def _meant(query: Query, name: str) -> Iterator[tuple[Suggestion, str]]:
    values = [value for given in query.params.getlist(name) if (value := given.strip())]
    for value in values:
        suggested = suggest(name, value)
        if any(value == suggestion.value for suggestion in suggested):
            continue
        for suggestion in suggested:
            instead = [suggestion.value if other == value else other for other in values]
            yield suggestion, f"?{with_values(query.params, name, instead).urlencode()}"

"""The filter form of a list, field by field, as the page shows it."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from projects.caching.answers import while_unchanged
from projects.filters.fields import ChoicesFilter
from projects.formatting import years
from projects.listings import Listing, Query
from projects.listings.base import printable
from projects.listings.facets import Facets
from projects.models import Indicator, Region
from projects.models.base import in_reader_language
from projects.views.chips import with_parameters, with_values
from projects.views.suggestions import Suggestion, suggest, suggested_for

BOX = '<label><input type="checkbox" id="{0}-{1}" name="{0}" value="{1}"'
STEP = '<li><a href="{}">{}</a> <span class="quiet">{}</span></li>'


@dataclass(frozen=True)
class ShownField:
    name: str
    label: Any
    help: Any
    html: SafeString
    """The box to fill in, or the boxes to tick."""
    is_of_choices: bool
    """Whether there are boxes to tick; they stand under a heading of their own."""
    errors: list[str]
    is_used: bool
    offered: list[tuple[str, str]]
    steps: SafeString
    """Narrower filters, one click away, each with the number of rows it would leave."""
    meant: list[tuple[Suggestion, str]]
    """What a value that is no ref may mean, each with the address that asks for it instead."""


def shown_fields(query: Query, found: Facets) -> Iterator[ShownField]:
    form = query.filterset.form
    steps = {"region": _regions(query, found), "year_to": _years(query, found)}
    for name in ("q", *(name for name in form.fields if name != "q")):
        bound = form[name]
        offered = _offered(name)
        filter_ = query.filterset.filters[name]
        boxes = _boxes(name, query, found.choices.get(name)) if isinstance(filter_, ChoicesFilter) else None
        errors = query.errors.get(name, [])
        attrs: dict[str, Any] = {"list": f"offered-{name}"} if offered else {}
        if suggested := suggested_for(name, query.listing.model):
            attrs["data-suggest"] = reverse("suggestions", kwargs={"field": suggested})
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
            html=bound.as_widget(attrs=attrs) if boxes is None else boxes,
            is_of_choices=boxes is not None,
            errors=errors,
            is_used=any(value.strip() for value in query.params.getlist(name)),
            offered=offered,
            steps=steps.get(name, SafeString()),
            meant=list(_meant(query, name, suggested)) if errors and suggested else [],
        )


def _boxes(name: str, query: Query, counts: Counter[str] | None) -> SafeString:
    chosen = query.params.getlist(name)
    return SafeString(
        "\n".join(
            f"{box}{' checked' if value in chosen else ''}> {label}"
            f"{'' if counts is None else _count(counts[value])}</label>"
            for value, box, label in _choices(query.listing, name, get_language() or "")
        )
    )


@cache
def _choices(listing: Listing, name: str, language: str) -> list[tuple[str, SafeString, SafeString]]:
    """Each choice of a filter with its box and its label, as the page shows them in a language."""
    choices = listing.filterset.base_filters[name].extra["choices"]
    return [(value, format_html(BOX, name, value), conditional_escape(str(label))) for value, label in choices]


def _count(number: int) -> str:
    return f' <span class="quiet">{number:d}</span>'


def _regions(query: Query, found: Facets) -> SafeString:
    codes = sorted(found.regions)
    names = while_unchanged(("regions", get_language(), codes), lambda: _names_of(codes))
    address = with_parameters(query.params, "region")
    return format_html_join(
        "\n", STEP, ((address(code), names.get(code, code), count) for code, count in sorted(found.regions.items()))
    )


def _names_of(codes: Collection[str]) -> dict[str, str]:
    return {region.code: printable(str(region)) for region in Region.objects.filter(code__in=codes)}


def _years(query: Query, found: Facets) -> SafeString:
    address = with_parameters(query.params, "year_from", "year_to")
    return format_html_join(
        "\n", STEP, ((address(str(y)), years(y, y), count) for y, count in sorted(found.years.items()) if count)
    )


def _offered(name: str) -> list[tuple[str, str]]:
    """Values with their names, where they are few."""
    if name != "indicator":
        return []
    names = while_unchanged(("indicators",), lambda: [*Indicator.objects.values_list("ref", "name_zh", "name_en")])
    return [(ref, printable(in_reader_language(zh, en))) for ref, zh, en in names]


def _meant(query: Query, name: str, suggested: str) -> Iterator[tuple[Suggestion, str]]:
    values = [value for given in query.params.getlist(name) if (value := given.strip())]
    for value in values:
        found = suggest(suggested, value)
        if any(value == suggestion.value for suggestion in found):
            continue
        for suggestion in found:
            instead = [suggestion.value if other == value else other for other in values]
            yield suggestion, f"?{with_values(query.params, name, instead).urlencode()}"

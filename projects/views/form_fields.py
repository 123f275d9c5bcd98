"""The filter form of a list, field by field, as the page shows it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.safestring import SafeString

from projects.listings import Query
from projects.listings.base import printable
from projects.models import Enterprise, Indicator, Region, Village
from projects.models.base import in_reader_language

OFFERED = 100
"""Names offered while typing; where there are more, a list of some would mislead."""


@dataclass(frozen=True)
class ShownField:
    name: str
    label: Any
    html: SafeString
    errors: list[str]
    is_group: bool
    """Several boxes to tick, under a heading of their own."""
    is_used: bool
    offered: list[tuple[str, str]]


def shown_fields(query: Query) -> Iterator[ShownField]:
    form = query.filterset.form
    for name in ("q", *(name for name in form.fields if name != "q")):
        bound = form[name]
        offered = _offered(name)
        errors = query.errors.get(name, [])
        attrs: dict[str, Any] = {"list": f"offered-{name}"} if offered else {}
        if errors:
            attrs |= {"aria-describedby": f"error-{name}", "aria-invalid": "true"}
        yield ShownField(
            name=name,
            label=bound.label,
            html=bound.as_widget(attrs=attrs),
            errors=errors,
            is_group=isinstance(bound.field.widget, forms.CheckboxSelectMultiple),
            is_used=any(value.strip() for value in query.params.getlist(name)),
            offered=offered,
        )


def _offered(name: str) -> list[tuple[str, str]]:
    """Values with their names, for fields that take a ref or a code."""
    if name == "region":
        names = list(Region.objects.values_list("code", "name_zh", "name_en")[: OFFERED + 1])
    elif name == "village":
        names = list(Village.objects.published().values_list("ref", "name_zh", "name_en")[: OFFERED + 1])
    elif name == "enterprise":
        names = list(Enterprise.objects.published().values_list("ref", "name_zh", "name_en")[: OFFERED + 1])
    elif name == "indicator":
        names = list(Indicator.objects.values_list("ref", "name_zh", "name_en")[: OFFERED + 1])
    else:
        return []
    return [(ref, printable(in_reader_language(zh, en))) for ref, zh, en in names] if len(names) <= OFFERED else []

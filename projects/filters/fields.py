"""Form fields of the public filters: every value is either understood or refused by name."""

from collections.abc import Iterable, Mapping
from copy import copy
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.db.models import Q, QuerySet
from django.forms.utils import flatatt
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from projects.formatting import between_names
from projects.models import Region, Village
from projects.models.base import FIRST_YEAR, LAST_YEAR

MAX_VALUES = 50
MAX_TEXT = 200
NOT_STATED = "not_stated"


class TextBox(forms.TextInput):
    """The usual box, written without a template: a list shows a dozen of them."""

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any = None) -> SafeString:
        widget = context["widget"]
        value = {} if widget["value"] is None else {"value": widget["value"]}
        attrs = {"type": widget["type"], "name": widget["name"], **value, **widget["attrs"]}
        return format_html("<input{}>", flatatt(attrs))


class ManyTextInput(TextBox):
    """One text box per value, all under the same name."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str]:
        values = data.getlist(name) if isinstance(data, MultiValueDict) else [data.get(name, "")]
        return [value.strip() for value in values if value.strip()]

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        boxes = [str(single) for single in value or []] or [""]
        own_id = (attrs or {}).get("id", f"id_{name}")
        return format_html_join(
            "",
            "{}",
            (
                (
                    super(ManyTextInput, self).render(
                        name, box, {**(attrs or {}), "id": f"{own_id}_{i}" if i else own_id}, renderer
                    ),
                )
                for i, box in enumerate(boxes)
            ),
        )


class ManyField(forms.Field):
    """Values of a parameter that may be repeated: any of them is to hold."""

    widget = ManyTextInput
    max_length = MAX_TEXT

    def clean(self, value: Any) -> Any:
        values = list(dict.fromkeys(value or []))
        if len(values) > MAX_VALUES:
            raise ValidationError(_("At most %(max)s values can be given.") % {"max": MAX_VALUES})
        for text in values:
            refuse_nul(text)
            if len(text) > self.max_length:
                raise ValidationError(_("At most %(max)s characters can be given.") % {"max": self.max_length})
        return self.resolve(values)

    def resolve(self, values: list[str]) -> Any:
        return values


class RegionsField(ManyField):
    """Division codes that exist; a 12-digit code stands for its village."""

    def resolve(self, values: list[str]) -> Any:
        for code in values:
            if not (code.isascii() and code.isdigit() and len(code) in (2, 4, 6, 9, 12)):
                raise ValidationError(
                    _("“%(value)s” is not a division code. These have 2, 4, 6, 9 or 12 digits."),
                    params={"value": code[:40]},
                )
        known = set(Region.objects.filter(code__in=values).values_list("code", flat=True))
        if any(len(code) == 12 for code in values):
            known |= set(Village.objects.published().filter(code__in=values).values_list("code", flat=True))
        refuse_unknown(values, known, _("There is no region and no village with the code “%(value)s”."))
        return frozenset(values)


class VillagesField(ManyField):
    """Refs of published villages, as a mapping from primary key to position."""

    def resolve(self, values: list[str]) -> Any:
        if not values:
            return {}
        rows = list(Village.objects.published().filter(ref__in=values).values_list("ref", "pk", "position"))
        refuse_unknown(values, {ref for ref, _, _ in rows})
        return {pk: position for _, pk, position in rows}


class RefsField(ManyField):
    """Refs of published records, as primary keys."""

    def __init__(self, *, queryset: QuerySet[Any], **kwargs: Any) -> None:
        self.queryset = queryset
        super().__init__(**kwargs)

    def resolve(self, values: list[str]) -> Any:
        if not values:
            return []
        rows = list(self.queryset.all().filter(ref__in=values).values_list("ref", "pk"))
        refuse_unknown(values, {ref for ref, _ in rows})
        return [pk for _, pk in rows]


NO_SUCH_REF = _("Nothing published has the ref “%(value)s”. A record’s ref is the last part of its page’s address.")


def refuse_unknown(values: Iterable[str], known: set[str], said: Any = NO_SUCH_REF) -> None:
    unknown = [value for value in values if value not in known]
    if unknown:
        raise ValidationError(said, params={"value": unknown[0][:64]})


def refuse_nul(text: str) -> None:
    """In Django's words, here for their Chinese: Django's own speaks of empty texts."""
    ProhibitNullCharactersValidator(_("Null characters are not allowed."))(text)


def refuse_other_choices(values: Iterable[str], choices: Any) -> None:
    known = [str(code) for code, _label in choices if code]
    for value in values:
        refuse_nul(value)
        if value not in known:
            raise ValidationError(
                _("There is no choice “%(value)s”, only: %(known)s."),
                params={"value": value[:40], "known": between_names().join(known)},
            )


class OnceMixin:
    """Refuses a parameter that only makes sense once and was given twice."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        values = [v for v in data.getlist(name) if v.strip()] if isinstance(data, MultiValueDict) else [data.get(name)]
        return values if len(values) > 1 else (values[0] if values else None)


class OnceYearInput(OnceMixin, TextBox):
    """A text box: a number box would drop what is no number, and with it what is to be corrected."""

    def __init__(self) -> None:
        super().__init__({"inputmode": "numeric", "size": 4})

    def format_value(self, value: Any) -> str | None:
        return ", ".join(value) if isinstance(value, list) else super().format_value(value)


class OnceSelect(OnceMixin, forms.Select):
    pass


def refuse_several(value: Any) -> Any:
    if isinstance(value, list):
        raise ValidationError(_("This can be given only once."))
    return value


NO_YEAR = format_lazy(_("A year from {first} to {last} is expected, in four digits."), first=FIRST_YEAR, last=LAST_YEAR)


class YearField(forms.IntegerField):
    widget = OnceYearInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=FIRST_YEAR, max_value=LAST_YEAR, **kwargs)
        self.error_messages |= dict.fromkeys(("invalid", "min_value", "max_value"), NO_YEAR)

    def to_python(self, value: Any) -> int | None:
        text = refuse_several(value)
        if isinstance(text, str) and len(text) > 20:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(text)


class OnceChoiceField(forms.ChoiceField):
    widget = OnceSelect

    def to_python(self, value: Any) -> str:
        text: str = super().to_python(refuse_several(value))
        return text

    def validate(self, value: str) -> None:
        refuse_other_choices([value] if value else [], self.choices)


class ManyChoicesField(forms.MultipleChoiceField):
    def validate(self, value: list[str]) -> None:
        refuse_other_choices(value, self.choices)


class Filter(django_filters.Filter):
    """Each request has its own, of parts that no request changes."""

    def __deepcopy__(self, memo: dict[int, Any]) -> "Filter":
        return copy(self)


class ManyFilter(Filter):
    """Keeps rows whose field has any of the values."""

    field_class: type[forms.Field] = ManyField

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        return qs.filter(**{f"{self.field_name}__in": value}) if value else qs


class Checkboxes(forms.CheckboxSelectMultiple):
    """Boxes to tick; a blank value ticks none."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str]:
        return [value for value in super().value_from_datadict(data, files, name) or [] if value.strip()]


class ChoicesFilter(ManyFilter):
    """Any of a field's stored codes, or “not stated” where the field may be empty."""

    field_class = ManyChoicesField

    def __init__(
        self, field_name: str, choices: list[tuple[str, Any]], *, may_be_empty: bool = True, **kwargs: Any
    ) -> None:
        if may_be_empty:
            choices = [*choices, (NOT_STATED, _("not stated"))]
        super().__init__(field_name, choices=choices, widget=Checkboxes, **kwargs)

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        chosen = Q(**{f"{self.field_name}__in": ["" if code == NOT_STATED else code for code in value]})
        if NOT_STATED in value and "__" in self.field_name:  # what another record would state, where there is none
            chosen |= Q(**{f"{self.field_name}__isnull": True})
        return qs.filter(chosen) if value else qs


class StatedFilter(Filter):
    """Whether a quantity is stated at all: unknown is not zero."""

    field_class = OnceChoiceField

    def __init__(self, field_name: str, **kwargs: Any) -> None:
        choices = [("", _("stated or not")), ("yes", _("stated")), ("no", _("not stated"))]
        super().__init__(field_name, choices=choices, **kwargs)

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        return qs.filter(**{f"{self.field_name}__isnull": value == "no"}) if value else qs


class SelectionFilter(Filter):
    """A parameter that becomes part of the counting selection; the row filter follows from all of them together."""

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        return qs

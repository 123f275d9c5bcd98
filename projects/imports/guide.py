"""What each column of a table expects, said in the reader's language, from the same declaration that reads it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from projects.fields import HundredthsField
from projects.imports.kinds import Kind
from projects.imports.values import ENDS, YEARS
from projects.models import Region
from projects.seed.load import STEPS

STATE = "state"
"""Published is what a reviewer publishes; no one is asked to fill in a column for it."""

INDICATOR = {
    "ref": "greenhouses_built",
    "name_zh": "建成大棚",
    "name_en": "Greenhouses built",
    "unit": "座",
    "unit_en": "greenhouses",
    "aggregation": "sum",
    "note": "只计建成数，不计现有数。",
    "note_en": "Those that were built, not those that exist.",
    "position": 30,
}
"""Indicators come with the database's first migrations, not with the seed."""


@dataclass(frozen=True)
class Guide:
    column: str
    label: str
    need: str
    is_required: bool
    expected: str
    choices: dict[str, str]
    """Labels by the code that is stored."""
    example: str | int | date | None


def guides(kind: Kind) -> Iterator[Guide]:
    """One for each column that a template has, in its order."""
    example = example_of(kind)
    for column in kind.columns:
        if column == STATE:
            continue
        field: Any = kind.model._meta.get_field(column)
        choices = choices_of(field)
        value = example.get(column)
        yield Guide(
            column,
            str(field.verbose_name),
            _need(kind, field),
            column in kind.required,
            _expected(kind, field),
            choices,
            _shown(field, choices, value) if value is not None else None,
        )


def choices_of(field: Any) -> dict[str, str]:
    if isinstance(field, models.BooleanField):
        return {"true": _("yes"), "false": _("no")}
    return {str(code): str(label) for code, label in field.choices or () if code != ""}


def example_of(kind: Kind) -> dict[str, Any]:
    """The first record of the kind that the seed declares."""
    for model, rows, shared in STEPS:
        if model is kind.model:
            return {**shared, **rows[0]}
    return INDICATOR


def _shown(field: Any, choices: dict[str, str], value: Any) -> str | int | date:
    if isinstance(field, models.ManyToManyField):
        return ";".join(value)
    if isinstance(field, models.DateField):
        return date.fromisoformat(value)
    shown: str | int = choices.get(value, value)
    return shown


def _need(kind: Kind, field: Any) -> str:
    if field.name not in kind.required:
        return _("optional")
    return _("the column is required, a cell may be empty: not stated") if field.null else _("required")


def _expected(kind: Kind, field: Any) -> str:
    if field.name == kind.key_column and kind.model is not Region:
        return _(
            "What the record is known by in every file: Latin letters, digits, “-”, “_” and “.”, "
            "a letter or digit first."
        )
    return " ".join(part for part in (_form(kind, field), str(field.help_text)) if part)


def _form(kind: Kind, field: Any) -> str:
    if isinstance(field, models.ManyToManyField):
        return _("Refs of records that exist already, separated by “;”.")
    if isinstance(field, models.ForeignKey):
        if field.related_model is Region:
            return _("The division code of a region that exists already.")
        if field.name in kind.links:
            return _("The ref of a record that exists already or stands in the same table.")
        return _("The ref of a record that exists already.")
    if isinstance(field, models.DateField):
        day = _("A day: 2018-05-03, 2018/5/3, 2018.5.3 or 2018年5月3日.")
        of_month = _("A month alone (2018年5月) means its last day.")
        return f"{day} {of_month}" if field.name in ENDS else day
    if field.choices:
        return _("One of the choices, by its label or its code.")
    if isinstance(field, models.BooleanField):
        return _("Yes or no; empty means no.")
    if field.name in YEARS:
        return _("A year of four digits.")
    if isinstance(field, models.IntegerField):
        return _("A whole number.")
    if isinstance(field, HundredthsField | models.DecimalField):
        return ""  # its help text says all
    return _("Text of at most %(limit)s characters.") % {"limit": field.max_length} if field.max_length else _("Text.")

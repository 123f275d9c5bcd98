"""Cells to a field's values and back."""

import datetime
import re
import unicodedata
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from projects.exports.guard import FORMULA_STARTS
from projects.fields import HundredthsField
from projects.imports.kinds import LANGUAGES, record_key
from projects.imports.reading import Cell

_DAY = re.compile(r"(?P<year>[0-9]{4})(?:[-/.年](?P<month>[0-9]{1,2})[-/.月](?P<day>[0-9]{1,2})日?)")
_YES = ("1", "true", "yes", "是", "真", "√")
_NO = ("0", "false", "no", "否", "假", "×")


def compact(text: str) -> str:
    """Without regard to width, case and spaces."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def text_of(cell: Cell) -> str:
    """What a cell says; numbers by their plain digits."""
    if isinstance(cell, float):
        return f"{Decimal(repr(cell)).normalize():f}"
    text = str(cell).strip()
    is_guarded = text.startswith("'") and text.lstrip("'").startswith(FORMULA_STARTS)
    return text[1:] if is_guarded else text


def plain(record: Any, column: str) -> str:
    """A field as files hold it."""
    field = record._meta.get_field(column)
    if isinstance(field, models.ManyToManyField):
        return ";".join(sorted(record_key(other) for other in getattr(record, column).all()))
    value = getattr(record, column)
    if value is None:
        return ""
    if isinstance(field, models.ForeignKey):
        return record_key(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    text = value.isoformat() if isinstance(value, datetime.date) else str(value)
    return f"'{text}" if text.lstrip("'").startswith(FORMULA_STARTS) else text


def read(field: Any, cell: Cell) -> Any:
    """A field's value out of a cell that is not empty; relations are looked up by whoever knows the records.

    Raises ValidationError that says what was expected.
    """
    if isinstance(field, models.BooleanField):
        return _boolean(text_of(cell))
    if isinstance(field, models.DateField):
        return _day(cell)
    if field.choices:
        return _choice(field, text_of(cell))
    if isinstance(field, HundredthsField):
        return field.to_python(text_of(cell))
    if isinstance(field, models.IntegerField):
        return _integer(text_of(cell))
    return text_of(cell)


def _boolean(text: str) -> bool:
    said = compact(text)
    if said not in (*_YES, *_NO):
        raise ValidationError(_("Write yes or no (是 or 否)."))
    return said in _YES


def _day(cell: Cell) -> datetime.date:
    if isinstance(cell, datetime.datetime):
        return cell.date()
    if isinstance(cell, datetime.date):
        return cell
    found = _DAY.fullmatch(compact(text_of(cell)))
    try:
        if found:
            return datetime.date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        pass
    raise ValidationError(_("A day is written 2018-05-03 or 2018年5月3日."))


def _choice(field: Any, text: str) -> Any:
    wanted = compact(text)
    accepted: dict[str, Any] = {}
    for language in LANGUAGES:
        with override(language):
            accepted |= {compact(str(label)): code for code, label in field.choices}
    accepted |= {compact(str(code)): code for code, _label in field.choices}
    if wanted not in accepted:
        raise ValidationError(
            _("This is none of: %(codes)s."), params={"codes": ", ".join(str(code) for code, _label in field.choices)}
        )
    return accepted[wanted]


def _integer(text: str) -> int:
    digits = compact(text).removesuffix("年")
    if not re.fullmatch(r"[0-9]{1,9}", digits):
        raise ValidationError(_("A whole number is expected."))
    return int(digits)

"""Cells to a field's values and back."""

import datetime
import re
import unicodedata
from calendar import monthrange
from decimal import Decimal
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext

from projects.exports.guard import neutralised, restored
from projects.fields import HundredthsField
from projects.imports.kinds import LANGUAGES, record_key
from projects.imports.reading import Cell

YEARS = ("year", "year_from", "year_to")
ENDS = ("as_of",)
"""Days up to which something counts: of a month that is meant as a whole, the last."""

_DAY = re.compile(r"([0-9]{4})(?:[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})|([0-9]{2})([0-9]{2}))")
_TIME = re.compile(r"(?:\s+|T)[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?\Z")
_MONTH = re.compile(r"([0-9]{4})(?:[-/]([0-9]{1,2})(?:-?[底末])?|-[底末])")
"""No 2018.10, which a spreadsheet keeps as the number 2018.1."""
_YEAR = re.compile(r"([0-9]{1,9})年?|([0-9]{4})年(?:(?:0?[1-9]|1[0-2])月[底末]?|[底末])")
"""No 2010-11 nor 2010/11, which may be two years."""
_SERIAL = re.compile(r"([1-7][0-9]{4})(?:\.[0-9]+)?")
_DAY_0 = datetime.date(1899, 12, 30)
"""From which spreadsheets count days; they take 1900 for a leap year, so that this holds from its March on."""
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")

_YES = ("1", "true", "yes", "是", "真", "√")
_NO = ("0", "false", "no", "否", "假", "×")


def compact(text: str) -> str:
    """Without regard to width, case and spaces."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def text_of(cell: Cell) -> str:
    """What a cell says; numbers by their plain digits, fifteen of them, as many as a spreadsheet program shows."""
    if isinstance(cell, float):
        return f"{Decimal(f'{cell:.15g}').normalize():f}"
    return restored(str(cell).strip())


def plain(record: Any, column: str) -> str:
    """A field as files hold it."""
    field = record._meta.get_field(column)
    if isinstance(field, models.ManyToManyField):
        return ";".join(sorted(record_key(other) for other in getattr(record, column).all()))
    value = getattr(record, column, None)  # of a record that lacks what it must name, too
    if value is None:
        return ""
    if isinstance(field, models.DecimalField):
        return f"{value.normalize():f}"
    if isinstance(field, models.ForeignKey):
        return record_key(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return neutralised(value.isoformat() if isinstance(value, datetime.date) else str(value))


def read(field: Any, cell: Cell) -> Any:
    """A field's value out of a cell that is not empty; relations are looked up by whoever knows the records.

    Raises ValidationError that says what was expected.
    """
    if isinstance(field, models.BooleanField):
        return _boolean(text_of(cell))
    if isinstance(field, models.DateField):
        return _day(cell, is_end=field.name in ENDS)
    if field.choices:
        return _choice(field, text_of(cell))
    if isinstance(field, HundredthsField):
        return field.to_python(text_of(cell))
    if isinstance(field, models.DecimalField):
        return field.to_python(compact(text_of(cell)))
    if field.name in YEARS:
        return _year(cell)
    if isinstance(field, models.IntegerField):
        return _integer(text_of(cell))
    return text_of(cell)


def _boolean(text: str) -> bool:
    said = compact(text)
    if said not in (*_YES, *_NO):
        raise ValidationError(_("Write yes or no (是 or 否)."))
    return said in _YES


def _day(cell: Cell, *, is_end: bool) -> datetime.date:
    if isinstance(cell, datetime.datetime):
        return cell.date()
    if isinstance(cell, datetime.date):
        return cell
    text = _numeric(text_of(cell))
    try:
        if found := _DAY.fullmatch(text):
            return datetime.date(*map(int, filter(None, found.groups())))
        if is_end and (found := _MONTH.fullmatch(text)):
            year, month = int(found[1]), int(found[2] or 12)
            return datetime.date(year, month, monthrange(year, month)[1])
    except ValueError:  # IllegalMonthError among them
        raise ValidationError(_("There is no such day in the calendar.")) from None
    if found := _SERIAL.fullmatch(text):
        return _DAY_0 + datetime.timedelta(days=int(found[1]))
    raise ValidationError(_("A full date is expected, such as 2018-05-03 or 2018年5月3日."))


def _numeric(day: str) -> str:
    """2018-5-3 for 2018年5月3日. The time of day goes first: without its space, 5/3 0:00 would read as 5/30."""
    text = compact(_TIME.sub("", unicodedata.normalize("NFKC", day)))
    return re.sub("[年月]", "-", text.removesuffix("日").removesuffix("号").removesuffix("月"))


def _year(cell: Cell) -> int:
    """The year alone, or that of a day or a month."""
    if isinstance(cell, datetime.date):
        return cell.year
    text = text_of(cell)
    if found := _YEAR.fullmatch(compact(text)) or _DAY.fullmatch(_numeric(text)):
        return int(found[1] or found[2])
    raise ValidationError(_("A year of four digits is expected, such as 2018."))


def _choice(field: Any, text: str) -> Any:
    accepted = _accepted(field)
    wanted = text if text in accepted else compact(text)
    if wanted not in accepted:
        named = [f"{code}" if label == code else f"{label} ({code})" for code, label in field.choices if code != ""]
        raise ValidationError(_("This is none of: %(codes)s."), params={"codes": pgettext("list", ", ").join(named)})
    return accepted[wanted]


@cache
def _accepted(field: Any) -> dict[str, Any]:
    """What may stand in a cell for each choice: its code, or its label in either language."""
    accepted: dict[str, Any] = {}
    for language in LANGUAGES:
        with override(language):
            accepted |= {compact(str(label)): code for code, label in field.choices}
    return accepted | {compact(str(code)): code for code, _label in field.choices}


def _integer(text: str) -> int:
    digits = compact(text)
    if _GROUPED.fullmatch(digits):
        digits = digits.replace(",", "")
    if not re.fullmatch(r"[0-9]{1,9}", digits):
        raise ValidationError(_("A whole number is expected."))
    return int(digits)

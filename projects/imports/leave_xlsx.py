"""All records of a kind as a workbook to edit and import again: labels, numbers, days, and lists to choose from."""

import io
from datetime import date
from typing import Any

import xlsxwriter
from django.db import models

from projects.fields import HundredthsField
from projects.imports.guide import choices_of
from projects.imports.kinds import Kind
from projects.imports.leave import rows_of
from projects.imports.templates import number_format, offer

SURE_DIGITS = 15
"""A spreadsheet keeps no more digits of a number."""
NUMBERS = (models.IntegerField, HundredthsField, models.DecimalField)


def workbook_of(kind: Kind) -> bytes:
    """In the active language. The columns are those of the CSV file; codes stay text, with all their digits."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    fields: list[Any] = [kind.model._meta.get_field(column) for column in kind.columns]
    choices = [choices_of(field) for field in fields]
    sheet = book.add_worksheet(str(kind.model._meta.verbose_name_plural)[:31])
    sheet.freeze_panes(1, 1)
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    looks = {name: book.add_format({"num_format": name}) for name in map(number_format, fields)}
    for place, field in enumerate(fields):
        sheet.set_column(place, place, 18, looks[number_format(field)])
        sheet.write_string(0, place, str(field.verbose_name), head)
    rows = rows_of(kind)
    next(rows)  # the header, by keys
    for line, row in enumerate(rows, start=1):
        for place, (field, text) in enumerate(zip(fields, row, strict=True)):
            if text:
                _write(sheet, line, place, field, choices[place].get(text, text), looks[number_format(field)])
    offer(book, sheet, choices)
    book.close()
    return target.getvalue()


def _write(sheet: Any, line: int, place: int, field: Any, text: str, look: Any) -> None:
    if isinstance(field, models.DateField):
        sheet.write_datetime(line, place, date.fromisoformat(text), look)
    elif isinstance(field, NUMBERS) and sum(map(str.isdigit, text)) <= SURE_DIGITS:
        sheet.write_number(line, place, float(text), look)
    else:
        sheet.write_string(line, place, text, look)

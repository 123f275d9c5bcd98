"""Rows for a spreadsheet: labels in the reader's language, real numbers and dates."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from tempfile import TemporaryFile
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _

from projects.listings.base import Row
from projects.listings.columns import Field, FieldKind

WIDTHS = {FieldKind.TEXT: 24, FieldKind.MONEY: 18, FieldKind.QUANTITY: 14, FieldKind.PLACES: 24, FieldKind.DATE: 12}
MOST_ROWS = 100_000
"""More would keep a reader waiting for half a minute, and few spreadsheet programs open them with ease."""
CELL_LIMIT = 32767
"""Characters Excel keeps in a cell."""


def write_xlsx(title: str, fields: Sequence[Field], rows: Iterable[Row], about: Iterable[tuple[str, str]]) -> IO[bytes]:
    """A workbook of two sheets, the list and what it is, as an open temporary file at its beginning."""
    target = TemporaryFile()  # noqa: SIM115  (handed to the response, which closes it)
    book = xlsxwriter.Workbook(
        target, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    _write_rows(book, title, fields, rows)
    sheet = book.add_worksheet(_("About"))
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    for line, (name, text) in enumerate(about):
        sheet.write_string(line, 0, name, book.add_format({"bold": True}))
        sheet.write_string(line, 1, text[:CELL_LIMIT])
    book.close()
    target.seek(0)
    return target


def _write_rows(book: Any, title: str, fields: Sequence[Field], rows: Iterable[Row]) -> None:
    sheet = book.add_worksheet(title[:31])
    sheet.freeze_panes(1, 1)
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    for column, field in enumerate(fields):
        sheet.set_column(column, column, WIDTHS.get(field.kind, 14))
        sheet.write_string(0, column, str(field.label), head)
    formats = {
        FieldKind.MONEY: book.add_format({"num_format": "#,##0.00"}),
        FieldKind.QUANTITY: book.add_format({"num_format": "#,##0.##"}),
        FieldKind.INTEGER: book.add_format({"num_format": "#,##0"}),
        FieldKind.DATE: book.add_format({"num_format": "yyyy-mm-dd"}),
    }
    writers = [_writer(sheet, field, formats) for field in fields]
    line = 0
    for line, row in enumerate(rows, start=1):
        for column, (value, write) in enumerate(zip(row, writers, strict=True)):
            if value is not None:
                write(line, column, value)
    sheet.autofilter(0, 0, max(line, 1), len(fields) - 1)


def _writer(sheet: Any, field: Field, formats: Mapping[FieldKind, Any]) -> Callable[[int, int, Any], object]:
    cell_format, whole = formats.get(field.kind), formats[FieldKind.INTEGER]
    if field.kind == FieldKind.QUANTITY:  # with its own format a whole number would end in a point
        return lambda line, column, value: sheet.write_number(line, column, value, cell_format if value % 1 else whole)
    if field.kind == FieldKind.MONEY:
        return lambda line, column, value: sheet.write_number(line, column, value, cell_format)
    if field.kind in (FieldKind.INTEGER, FieldKind.YEAR, FieldKind.DEGREES):
        return lambda line, column, value: sheet.write_number(line, column, value)
    if field.kind == FieldKind.DATE:
        return lambda line, column, value: sheet.write_datetime(line, column, value, cell_format)
    if field.kind == FieldKind.BOOLEAN:
        return lambda line, column, value: sheet.write_boolean(line, column, value)
    if field.kind == FieldKind.CHOICE:
        labels = {code: str(label) for code, label in field.choices.items()}
        return lambda line, column, value: sheet.write_string(line, column, labels.get(value, value))
    return lambda line, column, value: sheet.write_string(line, column, value[:CELL_LIMIT])

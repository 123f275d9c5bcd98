"""Empty tables to fill in, as workbooks: the columns with an example, what each expects, and lists to choose from."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import xlsxwriter
from django.db import models
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name

from projects.exports.heights import height_of
from projects.fields import HundredthsField
from projects.imports.guide import Guide, guides
from projects.imports.kinds import LANGUAGES, Kind

CHOICES = "choices"
LAST_ROW = 1_048_575
"""The last one a sheet has, counted from 0."""

WIDTHS = (20, 18, 60, 40, 24)
"""Of the columns that explain a column: label, need, what is expected, choices, example."""

NUMBER_FORMATS: tuple[tuple[type[Any], str], ...] = (
    (models.DateField, "yyyy-mm-dd"),
    (HundredthsField, "#,##0.00"),
    (models.BooleanField, "@"),
    (models.IntegerField, "0"),
)
TEXT = "@"
"""Keeps a code's leading zeros, and a ref from becoming a date."""


def template(kind: Kind) -> bytes:
    """A workbook in the active language; its first sheet is a table that the importer takes."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    columns = list(guides(kind))
    table = book.add_worksheet(str(kind.model._meta.verbose_name_plural)[:31])
    _explain(book, kind)
    offer(book, table, [guide.choices for guide in columns])
    _fill(book, table, kind, columns)
    book.close()
    return target.getvalue()


def _fill(book: Any, sheet: Any, kind: Kind, columns: Sequence[Guide]) -> None:
    sheet.freeze_panes(1, 1)
    head = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}
    optional = book.add_format(head)
    required = book.add_format({**head, "bg_color": "#1F4E79", "font_color": "#FFFFFF"})
    formats = {name: book.add_format({"num_format": name}) for name in {TEXT, *(f for _type, f in NUMBER_FORMATS)}}
    for position, guide in enumerate(columns):
        cell_format = formats[number_format(kind.model._meta.get_field(guide.column))]
        sheet.set_column(position, position, 18, cell_format)
        sheet.write_string(0, position, guide.label, required if guide.is_required else optional)
        if isinstance(guide.example, date):
            sheet.write_datetime(1, position, guide.example, cell_format)
        elif isinstance(guide.example, int):
            sheet.write_number(1, position, guide.example, cell_format)
        elif guide.example is not None:
            sheet.write_string(1, position, guide.example, cell_format)


def number_format(field: Any) -> str:
    return next((name for type_, name in NUMBER_FORMATS if isinstance(field, type_)), TEXT)


def offer(book: Any, table: Any, choices: Sequence[dict[str, str]]) -> None:
    """Drop-down lists out of a hidden sheet: those written into the cell's rule may not pass 255 characters."""
    sheet = book.add_worksheet(CHOICES)
    sheet.hide()
    for position, labels in enumerate(choices):
        if not labels:
            continue
        sheet.write_column(0, position, labels.values())
        column = xl_col_to_name(position, col_abs=True)
        rule = {
            "validate": "list",
            "source": f"={CHOICES}!{column}$1:{column}${len(labels)}",
            "error_type": "warning",  # the importer takes codes, and labels of the other language, as well
            "error_message": _("One of the choices, by its label or its code."),
        }
        table.data_validation(1, position, LAST_ROW, position, rule)


def _explain(book: Any, kind: Kind) -> None:
    """Each column in the reader's language, then in the other."""
    sheet = book.add_worksheet(_("Columns explained"))
    sheet.freeze_panes(1, 1)
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    body = book.add_format({"text_wrap": True, "valign": "top", "num_format": TEXT})
    sheet.set_column(0, 0, 18, body)
    sheet.write_string(0, 0, _("key"), head)
    mine = get_language()
    heights: dict[int, float] = {}
    left = 1
    for language in sorted(LANGUAGES, key=lambda language: language != mine):
        with override(language):
            heads = (_("label"), _("required?"), _("what is expected"), _("choices"), _("example"))
            for position, (text, width) in enumerate(zip(heads, WIDTHS, strict=True), start=left):
                sheet.set_column(position, position, width, body)
                sheet.write_string(0, position, text, head)
            for row, guide in enumerate(guides(kind), start=1):
                sheet.write_string(row, 0, guide.column, body)
                choices = "\n".join(f"{label} ({code})" for code, label in guide.choices.items())
                example = "" if guide.example is None else str(guide.example)
                texts = (guide.label, guide.need, guide.expected, choices, example)
                for position, text in enumerate(texts, start=left):
                    sheet.write_string(row, position, text, body)
                heights[row] = max(heights.get(row, 0), height_of(zip(texts, WIDTHS, strict=True)))
        left += len(heads)
    for row, height in heights.items():
        sheet.set_row(row, height)

"""A filled form as a spreadsheet, one sheet of A4, in Chinese."""

from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from projects.exports.heights import LINE_HEIGHT, lines_of
from projects.reports import layout
from projects.reports.cells import Cell, FilledForm, FilledRow
from projects.reports.layout import GAP

BODY, TITLE = "仿宋", "宋体"
A4 = 9
SURE_DIGITS = 15
"""A spreadsheet keeps no more digits of a number."""


def write_workbook(filled: FilledForm) -> bytes:
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    _Sheet(book, filled).write()
    book.close()
    return target.getvalue()


class _Sheet:
    def __init__(self, book: Any, filled: FilledForm) -> None:
        self.book, self.filled = book, filled
        self.sheet = book.add_worksheet(f"{filled.year}")
        self.last = len(layout.WIDTHS) - 1
        self.formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def format(self, **properties: Any) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self.formats:
            base = {"font_name": BODY, "font_size": 11, "valign": "vcenter"}
            self.formats[key] = self.book.add_format({**base, **properties})
        return self.formats[key]

    def write(self) -> None:
        sheet, filled = self.sheet, self.filled
        sheet.set_paper(A4)
        sheet.set_margins(left=0.7, right=0.7, top=0.8, bottom=0.8)
        sheet.fit_to_pages(1, 0)
        sheet.center_horizontally()
        sheet.set_footer("&C&P / &N")
        for column, width in enumerate(layout.WIDTHS):
            sheet.set_column(column, column, width)
        title = self.format(font_name=TITLE, font_size=16, bold=True, align="center", text_wrap=True)
        sheet.merge_range(0, 0, 0, self.last, filled.form.title, title)
        sheet.set_row(0, 44)
        who, year, unit = layout.above(filled)
        sheet.write_string(1, 0, who, self.format())
        sheet.merge_range(1, 1, 1, 2, year, self.format(align="center"))
        sheet.merge_range(1, 3, 1, self.last, unit, self.format(align="right"))
        head = self.format(border=1, bold=True, align="center", text_wrap=True)
        for column, heading in enumerate(layout.headings(filled)):
            sheet.write_string(2, column, heading, head)
        sheet.repeat_rows(2)
        sheet.freeze_panes(3, 1)
        line = 3
        for row in filled.rows:
            self.write_row(line, row)
            line += 1
        self.write_below(line + 1)

    def write_row(self, line: int, row: FilledRow) -> None:
        look = {"border": 1, "text_wrap": True, "bold": row.row.is_heading}
        self.sheet.write_string(line, 0, row.row.label, self.format(**look, indent=row.row.level))
        self.sheet.write_string(line, 1, row.row.unit, self.format(**look, align="center"))
        self.write_cell(line, 2, row.this, look)
        self.write_cell(line, 3, row.prior, look)
        self.sheet.write_string(line, 4, layout.marks(row), self.format(**look, font_size=9))
        texts = (GAP * row.row.level + row.row.label, row.row.unit, row.this.text, row.prior.text, "")
        lines = max(lines_of(text, width) for text, width in zip(texts, layout.WIDTHS, strict=True))
        self.sheet.set_row(line, LINE_HEIGHT * lines + 4)

    def write_cell(self, line: int, column: int, cell: Cell, look: dict[str, Any]) -> None:
        number = cell.number
        if not cell.text:
            self.sheet.write_blank(line, column, None, self.format(**look))
            return
        if number is None or len(number.as_tuple().digits) > SURE_DIGITS:
            self.sheet.write_string(line, column, cell.text, self.format(**look, align="left"))
            return
        decimals = max(0, -int(number.normalize().as_tuple().exponent))
        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        self.sheet.write_number(line, column, number, self.format(**look, align="right", num_format=pattern))

    def write_below(self, line: int) -> None:
        small = self.format(font_size=9, text_wrap=True, valign="top")
        for section in layout.sections(self.filled):
            self.sheet.merge_range(line, 0, line, self.last, section.title, self.format(font_size=10, bold=True))
            line += 1
            for text in section.texts():
                self.sheet.merge_range(line, 0, line, self.last, text, small)
                self.sheet.set_row(line, LINE_HEIGHT * lines_of(text, 1.2 * sum(layout.WIDTHS)))
                line += 1
        self.sheet.merge_range(line, 0, line, self.last, _("Filled from published records."), small)

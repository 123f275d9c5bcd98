"""The rows of a table that have faults, as a workbook: what is wrong beside each cell, to be mended there."""

import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_cell_to_rowcol

from projects.exports.guard import FORMULA_STARTS
from projects.exports.heights import height_of
from projects.exports.xlsx import CELL_LIMIT
from projects.imports.kinds import Kind
from projects.imports.reading import REMARKS, Cell, Row, header_key

MAX_COMMENTS = 5_000
"""Further ones are not attached to their cells: spreadsheet programs grow slow. The last column has them all."""
COMMENT_LIMIT = 2_000
REMARKS_WIDTH = 80
EXACT = 10**15
"""From here on a sheet's numbers lose digits."""

_ADDRESS = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}")


class Complaint(Protocol):
    @property
    def row(self) -> int: ...

    @property
    def column(self) -> str:
        """A column's key; the address of a cell that was not read (C5); empty for the row as a whole."""

    @property
    def message(self) -> str: ...


def faulty_rows(kind: Kind, header: Sequence[str], rows: Iterable[Row], faults: Iterable[Complaint]) -> bytes:
    """A workbook under the file's own header. It may be imported as it is: the reader passes over the remarks."""
    by_row: dict[int, list[Complaint]] = {}
    for fault in faults:
        by_row.setdefault(fault.row, []).append(fault)
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = _Sheet(book, kind, header, [row for row in rows if row.number in by_row])
    for row in sheet.rows:
        sheet.write(row, by_row[row.number])
    book.close()
    return target.getvalue()


class _Sheet:
    def __init__(self, book: Any, kind: Kind, header: Sequence[str], rows: list[Row]) -> None:
        self.book = book
        self.kind = kind
        self.rows = rows
        self.sheet = book.add_worksheet(str(kind.model._meta.verbose_name_plural)[:31])
        self.formats: dict[tuple[tuple[str, object], ...], Any] = {}
        self.line = 0
        self.comments = 0
        filled = {column for row in rows for column, cell in enumerate(_cells(row)) if cell is not None}
        self.header = [*header, *[""] * (max(filled, default=0) + 1 - len(header))]
        self.columns = {kind.headers.get(header_key(text)): i for i, text in enumerate(header) if text}
        self.kept = [column for column, text in enumerate(self.header) if text or column in filled]
        self._write_header()

    def _write_header(self) -> None:
        head = self._format(bold=True, text_wrap=True, valign="top", bottom=1)
        last = len(self.kept)
        self.sheet.freeze_panes(1, 0)
        self.sheet.set_column(0, last, 18)
        self.sheet.set_column(last, last, REMARKS_WIDTH)
        for place, column in enumerate(self.kept):
            self.sheet.write_string(0, place, self.header[column], head)
        self.sheet.write_string(0, last, str(REMARKS), head)

    def write(self, row: Row, faults: Iterable[Complaint]) -> None:
        self.line += 1
        said: dict[int | None, list[str]] = {}
        remarks = [_("Row %(row)s of the file") % {"row": row.number}]
        for fault in faults:
            said.setdefault(self._position(fault.column), []).append(fault.message)
            label = self._label(fault.column)
            remarks.append(f"{label}: {fault.message}" if label else fault.message)
        cells = dict(enumerate(_cells(row)))
        for place, column in enumerate(self.kept):
            cell = cells.get(column)
            if isinstance(cell, str) and len(cell) > CELL_LIMIT:
                said.setdefault(column, []).append(_("Only the beginning of the text fits in here."))
                remarks.append(f"{self.header[column]}: {said[column][-1]}")
            self._write_cell(place, cell, said.get(column, []))
        remark = "\n".join(remarks)[:CELL_LIMIT]
        self.sheet.set_row(self.line, height_of([(remark, REMARKS_WIDTH)]))
        self.sheet.write_string(self.line, len(self.kept), remark, self._format(text_wrap=True, valign="top"))

    def _position(self, column: str) -> int | None:
        if _ADDRESS.fullmatch(column):
            position: int = xl_cell_to_rowcol(column)[1]
            return position
        return self.columns.get(column)

    def _label(self, column: str) -> str:
        position = self._position(column)
        if position is not None and position < len(self.header):
            return self.header[position]
        if column not in self.kind.columns:
            return column
        return str(self.kind.model._meta.get_field(column).verbose_name)  # type: ignore[union-attr]

    def _format(self, **properties: object) -> Any:
        key = tuple(properties.items())
        if key not in self.formats:
            self.formats[key] = self.book.add_format(properties)
        return self.formats[key]

    def _write_cell(self, place: int, cell: Cell, messages: list[str]) -> None:
        look = {
            "valign": "top",
            **({"bg_color": "#FFC7CE", "border": 1, "border_color": "#9C0006"} if messages else {}),
        }
        if messages and self.comments < MAX_COMMENTS:
            self.comments += 1
            text = "\n".join(messages)[:COMMENT_LIMIT]
            self.sheet.write_comment(self.line, place, text, {"x_scale": 2, "y_scale": 1 + len(text) // 150})
        if cell is None:
            self.sheet.write_blank(self.line, place, None, self._format(**look))
        elif isinstance(cell, bool):
            self.sheet.write_boolean(self.line, place, cell, self._format(**look))
        elif isinstance(cell, (int, float, Decimal)) and -EXACT < cell < EXACT:
            self.sheet.write_number(self.line, place, cell, self._format(**look))
        elif isinstance(cell, date) and cell.year >= 1900:
            has_time = isinstance(cell, datetime) and bool(cell.hour or cell.minute or cell.second)
            number_format = "yyyy-mm-dd hh:mm:ss" if has_time else "yyyy-mm-dd"
            self.sheet.write_datetime(self.line, place, cell, self._format(**look, num_format=number_format))
        else:
            text = str(cell)
            is_like_formula = text.startswith(FORMULA_STARTS)
            cell_format = self._format(**look, num_format="@", quote_prefix=is_like_formula)
            self.sheet.write_string(self.line, place, text[:CELL_LIMIT], cell_format)


def _cells(row: Row) -> tuple[Cell, ...]:
    return (*row.cells, *row.surplus)

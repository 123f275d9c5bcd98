"""From a file's rows to cells by column."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import IO, Any

from django.utils.translation import gettext as _

from projects.imports import values
from projects.imports.kinds import Kind
from projects.imports.reading import Cell, Row, UnreadableFileError, header_key, read_table
from projects.models import Village


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong with a row: where, what stands there, and what was expected."""

    row: int
    column: str
    value: str
    message: str

    def __str__(self) -> str:
        where = _("row %(row)s, column %(column)s") % {"row": self.row, "column": self.column or "–"}
        return f"{where}, “{self.value}”: {self.message}" if self.value else f"{where}: {self.message}"


@dataclass(frozen=True, slots=True)
class Line:
    """One record to be. Columns that are not in `cells` are left as they are."""

    row: int
    cells: dict[str, Cell]
    faults: tuple[RowFault, ...] = ()
    is_shown: bool = False
    """Whether somebody has seen what it changes: then the record must still be at `seen_version`."""
    seen_version: int | None = None
    """None: there was no such record."""
    source: Row | None = None
    """As it stands in the file."""

    def key(self, kind: Kind) -> str:
        cell = self.cells.get(kind.key_column)
        return "" if cell is None else values.text_of(cell)

    def fault(self, column: str, message: Any) -> RowFault:
        cell = self.cells.get(column)
        return RowFault(self.row, column, "" if cell is None else str(cell)[:60], str(message))


class FileLines:
    """The lines of a file. Raises UnreadableFileError where the file as a whole cannot be taken."""

    def __init__(self, kind: Kind, file: IO[bytes], name: str, most_rows: int | None = None) -> None:
        self._kind = kind
        self._most_rows = most_rows
        self._table = read_table(file, name, kind.headers.__contains__)
        self.header = self._table.header

    @cached_property
    def columns(self) -> list[str]:
        """The column each header means; an empty text for none."""
        columns = [self._kind.headers.get(header_key(text), "") for text in self.header]
        known = ", ".join(self._kind.columns)
        for text, column in zip(self.header, columns, strict=True):
            if text and not column:
                raise UnreadableFileError(
                    _("The column “%(header)s” is unknown. Known are: %(known)s.") % {"header": text, "known": known}
                )
            if text and columns.count(column) > 1:
                raise UnreadableFileError(_("The column “%(column)s” is there twice.") % {"column": column})
        by_code = self._kind.model is Village and "ref" not in columns
        for column in ("code", "name_zh") if by_code else self._kind.required:
            if column not in columns:
                raise UnreadableFileError(
                    _("The column “%(column)s” is missing. Expected are: %(known)s.")
                    % {"column": column, "known": known}
                )
        return columns

    def __iter__(self) -> Iterator[Line]:
        columns = self.columns
        for count, row in enumerate(self._table.rows, start=1):
            if self._most_rows is not None and count > self._most_rows:
                raise UnreadableFileError(
                    _("The table has more than %(limit)s rows. Divide it, or have it taken in with import_records.")
                    % {"limit": f"{self._most_rows:,}"}
                )
            cells = {column: cell for column, cell in zip(columns, row.cells, strict=True) if column}
            faults = tuple(
                RowFault(row.number, found.address, "", " ".join(found.error.messages)) for found in row.faults
            )
            if self._kind.model is Village:
                cells = self._known_by_code(cells)
            yield Line(row.number, cells, faults, source=row)

    @staticmethod
    def _known_by_code(cells: dict[str, Cell]) -> dict[str, Cell]:
        """A village may go by its statistical code alone, as in the national list."""
        if "ref" in cells or (code := cells.get("code")) is None:
            return cells
        text = values.text_of(code)
        return {**cells, "ref": text, "code": text}


def of_proposal(changes: Iterable[Any]) -> Iterator[Line]:
    for change in changes:
        yield Line(change.row, _without_empty(change.after), is_shown=True, seen_version=change.seen_version)


def _without_empty(cells: dict[str, Any]) -> dict[str, Cell]:
    return {column: None if cell == "" else cell for column, cell in cells.items()}

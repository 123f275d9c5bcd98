"""A sheet's XML, gone through for what the reader of values does not tell: formulas, errors, formats, merges."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from xml.parsers import expat

from django.utils.translation import gettext_lazy as _

from projects.imports.reading_package import damaged
from projects.imports.reading_table import (
    MAX_COLUMNS,
    MAX_ROWS,
    SHOWN,
    Fault,
    UnreadableFileError,
    address_of,
    checked,
    fault,
    shown,
)

MAX_FORMULAS = 10_000
MAX_CELLS = 10_000_000
"""Cells of the rectangle from A1 that are held in memory at once."""

_LETTERS = re.compile(r"[A-Z]{1,3}")
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_DIGITS = "0123456789"

Attributes = dict[str, str]


def local_name(name: str) -> str:
    return name.rpartition(":")[2]


def parser_for(start: Callable[[str, Attributes], None]) -> expat.XMLParserType:
    """A parser that calls `start` for each element and refuses a document type, the door to every XML attack."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = _refuse_document_type
    return parser


def fed(parser: expat.XMLParserType, block: bytes, is_last: bool = False) -> None:
    try:
        parser.Parse(block, is_last)
    except (expat.ExpatError, ValueError, LookupError) as error:  # broken XML; an encoding that is none
        raise damaged() from error


def _refuse_document_type(*_arguments: Any) -> None:
    raise damaged()


@cache
def _column(letters: str) -> int:
    """0 for A, 25 for Z, 26 for AA."""
    if not _LETTERS.fullmatch(letters):
        raise damaged()
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


@dataclass(frozen=True)
class Merged:
    """Cells that are shown as one: only the first holds a value."""

    name: str
    column: int
    first_row: int
    last_row: int


def too_many_merged(first: Merged) -> UnreadableFileError:
    return UnreadableFileError(
        _("The sheet has more than %(limit)s merged cells, the first in %(cells)s. Unmerge them all."),
        code="too_many_merged",
        params={"limit": f"{MAX_FORMULAS:,}", "cells": first.name},
    )


class SheetScan:
    """Fed with a sheet's XML block by block, finds what keeps its cells from being read as plain values.

    `misleading`: the styles by their number that show another number than a cell holds.
    """

    def __init__(self, misleading: Mapping[str, str]) -> None:
        self.merged: list[Merged] = []
        self._misleading = misleading
        self._format: str | None = None
        self._others = 0
        self.found: dict[int, dict[int, Fault]] = {}
        self.count = 0
        self.width = 0
        self.height = 0
        self._row = 0
        self._row_digits = ""
        self._column = -1
        self._is_error = False
        self._collect: tuple[str, Attributes] | None = None
        self._text = ""
        self._parser = parser_for(self._start)

    def feed(self, block: bytes, is_last: bool = False) -> None:
        fed(self._parser, block, is_last)
        if is_last:
            self._finish()
            if self.width * self.height > MAX_CELLS:
                raise UnreadableFileError(
                    _(
                        "The sheet has %(cells)s cells; at most %(limit)s can be read at once. "
                        "Save it as CSV UTF-8, or divide it."
                    ),
                    code="too_many_cells",
                    params={"cells": f"{self.width * self.height:,}", "limit": f"{MAX_CELLS:,}"},
                )

    @property
    def faults(self) -> dict[int, list[Fault]]:
        """By row, in the order of their columns."""
        return {row: [columns[column] for column in sorted(columns)] for row, columns in sorted(self.found.items())}

    def _start(self, name: str, attributes: Attributes) -> None:
        if self._collect:
            self._finish()
        if ":" in name:
            name = local_name(name)
        if name == "c":
            self._begin_cell(attributes)
        elif name == "v" or name == "is":
            if self._column >= self.width or self._row > self.height:
                self._widen()
            if self._is_error:
                self._gather("error", {})
            elif self._format is not None:
                self._note_format(self._format)
        elif name == "row":
            self._begin_row(attributes.get("r"))
        elif name == "f":
            self._gather("formula", attributes)
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def _begin_row(self, number: str | None) -> None:
        if number is not None and not (number.isascii() and number.isdigit() and len(number) < 10):
            raise damaged()
        row = int(number) if number else self._row + 1
        if row <= self._row:
            raise damaged()
        self._row, self._row_digits, self._column = row, str(row), -1

    def _begin_cell(self, attributes: Attributes) -> None:
        address = attributes.get("r")
        if address:
            letters = address.rstrip(_DIGITS)
            if letters + self._row_digits != address:
                raise damaged()
            self._column = _column(letters)
        else:
            self._column += 1
        type_ = attributes.get("t", "n")
        self._is_error = type_ == "e"
        self._format = self._misleading.get(attributes.get("s", "0")) if type_ == "n" else None

    def _widen(self) -> None:
        """Takes the cell into the sheet's extent, if a table reaches as far."""
        if self._column >= MAX_COLUMNS:
            checked(self._row, [*[None] * self._column, "…"])
        if self._row > MAX_ROWS:
            checked(self._row, [])
        self.width = max(self.width, self._column + 1)
        self.height = max(self.height, self._row)

    def _gather(self, what: str, attributes: Attributes) -> None:
        self._collect, self._text = (what, attributes), ""
        self._parser.CharacterDataHandler = self._hear

    def _hear(self, text: str) -> None:
        if len(self._text) <= SHOWN:
            self._text += text

    def _finish(self) -> None:
        """The text of a formula or an error value is complete when the next element begins."""
        if self._collect is None:
            return
        (what, attributes), self._collect = self._collect, None
        self._parser.CharacterDataHandler = None
        text = shown(self._text.strip())
        if what == "formula":
            self._note_formulas(text, attributes.get("ref", "") if attributes.get("t") != "shared" else "")
        else:
            self._note_error(text)

    def _note_error(self, text: str) -> None:
        message = _("Cell %(cell)s holds the error “%(value)s” instead of a value.")
        self._note(self._row, self._column, message, "error_value", value=text)

    def _note_format(self, code: str) -> None:
        message = _(
            "Cell %(cell)s is shown by the format “%(format)s” as another number than it holds. "
            "Give it a plain number format, and write the number in full or with its unit."
        )
        found = fault(self._column, self._row, message, "number_format", format=shown(code))
        self.found.setdefault(self._row, {}).setdefault(self._column, found)
        self._others += 1
        if self._others > MAX_FORMULAS:  # whoever pasted these as values would take in what is not meant
            raise UnreadableFileError(found.error.message, code="number_format", params=found.error.params)

    def _merge(self, spread: str) -> None:
        first, _colon, last = spread.partition(":")
        corners = _ADDRESS.fullmatch(first), _ADDRESS.fullmatch(last)
        if corners[0] is None or corners[1] is None:
            return
        rows = int(corners[0][2]), int(corners[1][2])
        self.merged.append(Merged(shown(spread), _column(corners[0][1]), *rows))
        if len(self.merged) > MAX_FORMULAS:
            raise too_many_merged(self.merged[0])

    def _note_formulas(self, text: str, spread: str) -> None:
        """A formula, and the cells that an array formula fills besides its own."""
        self._note_formula(self._row, self._column, text)
        first, _colon, last = spread.partition(":")
        corners = _ADDRESS.fullmatch(first), _ADDRESS.fullmatch(last)
        if corners[0] is None or corners[1] is None:
            return
        columns = range(_column(corners[0][1]), _column(corners[1][1]) + 1)
        rows = range(int(corners[0][2]), int(corners[1][2]) + 1)
        if len(columns) * len(rows) > MAX_FORMULAS:
            raise self._too_many_formulas()
        for row in rows:
            for column in columns:
                self._note_formula(row, column, text)

    def _note_formula(self, row: int, column: int, text: str) -> None:
        message = _("Cell %(cell)s holds a formula (=%(formula)s). Copy the cell and paste its value over it.")
        self._note(row, column, message, "formula", formula=text or "…")

    def _note(self, row: int, column: int, message: Any, code: str, **params: Any) -> None:
        of_row = self.found.setdefault(row, {})
        if column not in of_row:
            self.count += 1
            if self.count > MAX_FORMULAS:
                raise self._too_many_formulas()
            of_row[column] = fault(column, row, message, code, **params)

    def _too_many_formulas(self) -> UnreadableFileError:
        row = min(self.found)
        return UnreadableFileError(
            _(
                "The sheet has more than %(limit)s formulas and error values, the first in cell %(cell)s. "
                "Copy everything, paste the values alone into a new sheet, and send that."
            ),
            code="too_many_formulas",
            params={"limit": f"{MAX_FORMULAS:,}", "cell": address_of(min(self.found[row]), row)},
        )

"""What every reader of files hands over: a header, and rows numbered as a spreadsheet program numbers them."""

import datetime
import unicodedata
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import chain
from string import ascii_uppercase
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

Cell = (
    str | int | float | Decimal | bool | datetime.date | datetime.datetime | datetime.time | datetime.timedelta | None
)
"""None is an empty cell, and one of spaces alone."""

Record = tuple[int, list[Cell]]
"""A row as it stands in the file: its number from 1, and its cells without the empty ones at its end."""

Recognised = Callable[[str], bool]

MAX_ROWS = 1_100_000
MAX_COLUMNS = 200
HEADER_WITHIN = 30
"""Rows from the top among which the header is looked for."""

SHOWN = 60
"""Characters of a cell that a message repeats."""

REMARKS = _("What to mend")
"""The header of the column in which a table of faulty rows says what is wrong: nothing in it is read."""


class UnreadableFileError(ValidationError):
    """The file as a whole cannot be read: one message says what is wrong with it, where, and what was expected."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell before its meaning is looked at."""

    column: int
    """Counted from 0; beyond the header's width for a cell of the surplus."""
    address: str
    """C5, as the spreadsheet program names the cell."""
    error: ValidationError


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    cells: tuple[Cell, ...]
    """Exactly as many as the header has."""
    surplus: tuple[Cell, ...] = ()
    """What stands to the right of the header's last column."""
    faults: tuple[Fault, ...] = ()
    """Formulas, error values, and cells under no header; a row with any of them must not be imported."""


@dataclass(frozen=True, slots=True)
class Table:
    header: tuple[str, ...]
    """As written; an empty text for a column without a header."""
    header_row: int
    rows: Iterable[Row]
    """Read from the file while it is gone through: once only, and the file must stay open until then.

    Going through it raises UnreadableFileError where the file breaks off further down.
    """


def header_key(text: str) -> str:
    """A header's text as headers are compared: without regard to width, case and the number of spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


@cache
def _remarks() -> frozenset[str]:
    """The column of remarks by its header in each language."""
    found = set()
    for language, _name in settings.LANGUAGES:
        with override(language):
            found.add(header_key(str(REMARKS)))
    return frozenset(found)


def address_of(column: int, row: int) -> str:
    """C5 for column 2 (counted from 0) of row 5."""
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, len(ascii_uppercase))
        letters = ascii_uppercase[letter] + letters
    return f"{letters}{row}"


def shown(value: Any) -> str:
    """A cell as a message repeats it."""
    text = f"{value}"
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def fault(column: int, row: int, message: Any, code: str, **params: Any) -> Fault:
    address = address_of(column, row)
    return Fault(column, address, ValidationError(message, code=code, params={"cell": address, **params}))


def trimmed(values: Iterable[Any]) -> list[Cell]:
    """The cells of a row; None for the empty ones, which are left out at the end."""
    cells = [None if isinstance(value, str) and (not value or value.isspace()) else value for value in values]
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def checked(number: int, cells: list[Cell]) -> Record:
    """The row, unless it stands too far down or reaches too far to the right."""
    if number > MAX_ROWS:
        raise UnreadableFileError(
            _("The table has more than %(limit)s rows. Divide it into several files."),
            code="too_many_rows",
            params={"limit": f"{MAX_ROWS:,}"},
        )
    if len(cells) > MAX_COLUMNS:
        raise UnreadableFileError(
            _("Cell %(cell)s holds “%(value)s”: a table has %(limit)s columns at the most. Empty the cells beyond."),
            code="too_many_columns",
            params={
                "cell": address_of(len(cells) - 1, number),
                "value": shown(cells[-1]),
                "limit": MAX_COLUMNS,
            },
        )
    return number, cells


def header_texts(cells: Sequence[Cell]) -> tuple[str, ...]:
    return tuple("" if cell is None else f"{cell}".strip() for cell in cells)


def known(header: Iterable[str], recognised: Recognised) -> int:
    """How many different headers of a row are recognised."""
    return sum(recognised(key) for key in {header_key(text) for text in header if text})


def header_among(records: Sequence[Record], recognised: Recognised) -> int:
    """The place of the header: the row with the most recognised headers; where there is none, the fullest one."""
    headers = [header_texts(cells) for number, cells in records if number <= HEADER_WITHIN] or [()]
    scores = [known(header, recognised) for header in headers]
    if not any(scores):
        scores = [sum(map(bool, header)) for header in headers]
    return scores.index(max(scores))


def first_of(records: Iterator[Record]) -> list[Record]:
    """The rows among which the header may be, and one beyond."""
    first = []
    for record in records:
        first.append(record)
        if record[0] >= HEADER_WITHIN:
            break
    return first


def table_of(records: Iterator[Record], recognised: Recognised, faults: Mapping[int, Sequence[Fault]]) -> Table:
    """The table in the rows of a file; `faults` are those the file's reader found, by row."""
    first = first_of(records)
    place = header_among(first, recognised)
    if not first or first[place][0] > HEADER_WITHIN:
        raise UnreadableFileError(
            _("No row of headers was found among the first %(limit)s rows."),
            code="no_header",
            params={"limit": HEADER_WITHIN},
        )
    header_row, cells = first[place]
    header = header_texts(cells)
    below: Iterator[Record] = chain(first[place + 1 :], records)
    if passed_over := {column for column, text in enumerate(header) if header_key(text) in _remarks()}:
        header = tuple("" if column in passed_over else text for column, text in enumerate(header))
        below = _without(passed_over, below, faults)
    return Table(header, header_row, _rows(header, below, faults))


def _without(columns: Set[int], records: Iterable[Record], faulty: Container[int]) -> Iterator[Record]:
    for number, cells in records:
        kept = trimmed(None if column in columns else cell for column, cell in enumerate(cells))
        if kept or number in faulty:
            yield number, kept


def _rows(header: tuple[str, ...], records: Iterable[Record], faults: Mapping[int, Sequence[Fault]]) -> Iterator[Row]:
    width = len(header)
    unnamed = [column for column, text in enumerate(header) if not text]
    for number, cells in records:
        found = faults.get(number, ())
        if len(cells) <= width and not unnamed and not found:
            yield Row(number, (*cells, *[None] * (width - len(cells))))
            continue
        cells += [None] * (width - len(cells))
        strays = [column for column in (*unnamed, *range(width, len(cells))) if cells[column] is not None]
        yield Row(
            number,
            tuple(cells[:width]),
            tuple(cells[width:]),
            (*found, *(_stray(column, number, cells[column]) for column in strays)),
        )


def _stray(column: int, row: int, value: Cell) -> Fault:
    return fault(
        column,
        row,
        _("Cell %(cell)s holds “%(value)s”, but its column has no header."),
        "no_header",
        value=shown(value),
    )

"""CSV as spreadsheet programs write it: its encoding and separator found out, its rows read one by one."""

import codecs
import csv
import io
import re
from collections.abc import Generator, Iterator
from contextlib import closing, suppress
from functools import partial
from itertools import islice
from typing import IO

from django.utils.translation import gettext_lazy as _

from projects.imports.reading_table import (
    HEADER_WITHIN,
    Recognised,
    Record,
    Table,
    UnreadableFileError,
    checked,
    header_among,
    header_texts,
    known,
    table_of,
    trimmed,
)

BLOCK = 256 * 1024
MAX_RECORD = 1_000_000
"""Characters of one row: far more than a sheet's row may hold, and little enough to be kept in memory."""

SEPARATORS = (",", "\t", ";")
_BYTE_ORDER_MARK = "\ufeff"
_EAST_ASIAN = re.compile(r"[\u2e80-\u9fff\uac00-\ud7a3\uf900-\uffef]")
_NO_CHARACTER = re.compile(r"[\udc80-\udcff]")
"""As what Python's “surrogateescape” passes on a byte it cannot decode."""


def read_csv(file: IO[bytes], recognised: Recognised) -> Table:
    encoding = encoding_of(file)
    separator = max(SEPARATORS, key=lambda separator: _fit(file, encoding, separator, recognised))
    return table_of(_records(file, encoding, separator), recognised, {})


def _fit(file: IO[bytes], encoding: str, separator: str, recognised: Recognised) -> tuple[int, int]:
    """How well a separator divides the header: into how many known headers, and into how many at all."""
    first: list[Record] = []
    with closing(_records(file, encoding, separator)) as records, suppress(UnreadableFileError):
        # a fault further down is told when the rows are read; the separator is judged by those before it
        for record in islice(records, HEADER_WITHIN):
            first.append(record)
    if not first:
        return 0, 0
    header = header_texts(first[header_among(first, recognised)][1])
    return known(header, recognised), len(header)


class _Lines:
    """The lines of a text, as long as none of its rows grows beyond measure."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self.read = partial(text.readline, MAX_RECORD + 1)
        self.row = 1
        self.length = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self.read()
        if not line:
            raise StopIteration
        self.length += len(line)
        if self.length > MAX_RECORD:
            raise UnreadableFileError(
                _(
                    "Row %(row)s is longer than %(limit)s characters. Is this a table, "
                    "and is every quotation mark closed?"
                ),
                code="row_too_long",
                params={"row": self.row, "limit": f"{MAX_RECORD:,}"},
            )
        return line

    def begin_row(self, number: int) -> None:
        self.row, self.length = number, 0


def _records(file: IO[bytes], encoding: str, separator: str) -> Generator[Record, None, None]:
    file.seek(0)
    text = io.TextIOWrapper(file, encoding, newline="")
    try:
        if text.read(1) != _BYTE_ORDER_MARK:
            text.seek(0)
        lines = _Lines(text)
        reader = csv.reader(lines, delimiter=separator, strict=True)
        try:
            for number, values in enumerate(reader, 1):
                if cells := trimmed(values):
                    yield checked(number, cells)
                lines.begin_row(number + 1)
        except csv.Error as error:
            raise _unquoted(error, lines.row, reader.line_num) from error
    finally:
        text.detach()  # the file is the caller's to close


def _unquoted(error: csv.Error, row: int, line: int) -> UnreadableFileError:
    if "field limit" in str(error):
        return UnreadableFileError(
            _("Row %(row)s has a cell of more than %(limit)s characters. Is every quotation mark closed?"),
            code="cell_too_long",
            params={"row": row, "limit": f"{csv.field_size_limit():,}"},
        )
    return UnreadableFileError(
        _(
            "Row %(row)s (line %(line)s) cannot be divided into cells: a quotation mark is not closed, or text follows "
            "a closed one. A quotation mark inside a cell is written twice."
        ),
        code="quotes",
        params={"row": row, "line": line},
    )


def encoding_of(file: IO[bytes]) -> str:
    """The encoding in which the whole file is clean text.

    Nearly any bytes pass for GB18030, a UTF-8 file with one broken byte among them. So a file is taken for
    GB18030 only if it is not UTF-8 for the most part.
    """
    file.seek(0)
    head = file.read(len(codecs.BOM_UTF8))
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _clean(file, "utf-16-le" if head.startswith(codecs.BOM_UTF16_LE) else "utf-16-be")
    if head == codecs.BOM_UTF8:
        return _clean(file, "utf-8")
    broken = _broken_at(file, "utf-8")
    if broken is None:
        return "utf-8"
    if _is_mostly_utf_8(file):
        raise _broken("UTF-8", *broken)
    return _clean(file, "gb18030")


def _clean(file: IO[bytes], encoding: str) -> str:
    if broken := _broken_at(file, encoding):
        raise _broken(encoding.removesuffix("-le").removesuffix("-be").upper(), *broken)
    return encoding


def _broken(encoding: str, position: int, line: int) -> UnreadableFileError:
    return UnreadableFileError(
        _(
            "Line %(line)s is damaged: byte %(position)s of the file is no part of a character in %(encoding)s. "
            "Save the table anew, as CSV UTF-8 or as .xlsx."
        ),
        code="broken_byte",
        params={"line": line, "position": position, "encoding": encoding},
    )


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while block := file.read(BLOCK):
        yield block
    yield b""


def _broken_at(file: IO[bytes], encoding: str) -> tuple[int, int] | None:
    """The first byte, counted from 1, that is no character or a zero, and its line."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line, read = 1, 0
    for block in _blocks(file):
        read += len(block)
        try:
            text = decoder.decode(block, final=not block)
        except UnicodeDecodeError as error:
            before = error.object[: error.start].decode(encoding)
            return read - len(error.object) + error.start + 1, line + before.count("\n")
        if "\0" in text:
            before, _zero, after = text.partition("\0")
            pending = len(decoder.getstate()[0])
            return read - pending - len(f"\0{after}".encode(encoding)) + 1, line + before.count("\n")
        line += text.count("\n")
    return None


def _is_mostly_utf_8(file: IO[bytes]) -> bool:
    """Whether it has more East Asian characters in UTF-8 than bytes that are no part of any character.

    Chinese in GB18030 hardly ever makes such a character by chance, and nearly each of its own makes such a byte.
    """
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    characters = broken = 0
    for block in _blocks(file):
        text = decoder.decode(block, final=not block)
        characters += len(_EAST_ASIAN.findall(text))
        broken += len(_NO_CHARACTER.findall(text))
    return not broken or characters > broken

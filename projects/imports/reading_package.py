"""The zip archive that a workbook is: its parts read with an eye on how much comes out of them."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from django.utils.translation import gettext_lazy as _

from projects.imports.reading_kind import locked, no_table
from projects.imports.reading_table import UnreadableFileError

BLOCK = 256 * 1024
MAX_UNPACKED = 500_000_000
MAX_RATIO = 200
LARGE = 10_000_000
"""Bytes from which a part's ratio counts: a short one may well consist of one repeated line."""
MAX_PARTS = 10_000

_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 0x1
_BROKEN = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, EOFError, OSError, ValueError)
_BROKEN_OR_UNKNOWN = (*_BROKEN, NotImplementedError, OverflowError, RuntimeError)

_OTHERS: tuple[tuple[str, Any], ...] = (
    ("xl/workbook.bin", _("a binary workbook (.xlsb)")),
    ("word/document.xml", _("a word processor's document")),
    ("ppt/presentation.xml", _("a presentation")),
    ("content.xml", _("an OpenDocument file (.ods), to be saved as .xlsx first")),
    ("Index/Document.iwa", _("a Numbers document")),
    ("Index.zip", _("a Numbers document")),
)


def damaged() -> UnreadableFileError:
    return UnreadableFileError(
        _("The workbook is cut off or damaged. Open it in the spreadsheet program, save it anew and send it again."),
        code="damaged",
    )


@contextmanager
def _damage_named() -> Iterator[None]:
    try:
        yield
    except _BROKEN_OR_UNKNOWN as error:
        raise damaged() from error


class Package:
    """An Excel workbook's archive, once its declared sizes are known to be harmless."""

    def __init__(self, file: IO[bytes], name: str) -> None:
        _refuse_countless_parts(file)
        with _damage_named():
            self._archive = zipfile.ZipFile(file)
        self._parts = {info.filename: info for info in self._archive.infolist()}
        self._refuse_others(name)
        self._refuse_bombs()

    def __contains__(self, part: object) -> bool:
        return part in self._parts

    def size(self, part: str) -> int:
        return self._parts[part].file_size

    def blocks(self, part: str) -> Iterator[bytes]:
        """A part's content. Never more than its declared size, and an error if that is not all of it."""
        with _damage_named(), self._archive.open(self._parts[part]) as content:
            while block := content.read(BLOCK):
                yield block

    def _refuse_others(self, name: str) -> None:
        if any(info.flag_bits & _ENCRYPTED for info in self._parts.values()):
            raise locked(name)
        if "xl/workbook.xml" in self:
            return
        for part, description in _OTHERS:
            if part in self:
                raise no_table(name, description)
        raise no_table(name, _("an archive"))

    def _refuse_bombs(self) -> None:
        parts = self._parts.values()
        unpacked = sum(info.file_size for info in parts)
        inflated = any(
            info.file_size > LARGE and info.file_size > MAX_RATIO * max(info.compress_size, 1) for info in parts
        )
        if inflated or unpacked > MAX_UNPACKED:
            raise UnreadableFileError(
                _("The workbook would unpack to %(size)s MB, which no honest table does. Save the table as CSV UTF-8."),
                code="bomb",
                params={"size": f"{unpacked // 1_000_000:,}"},
            )


def _refuse_countless_parts(file: IO[bytes]) -> None:
    """Before the archive's list of contents is read, which is then held in memory."""
    file.seek(0)
    count, tail = 0, b""
    while block := file.read(BLOCK):
        count += (tail + block).count(_ENTRY)
        tail = block[-len(_ENTRY) + 1 :]
    if count > MAX_PARTS:
        raise UnreadableFileError(
            _("The workbook has more than %(limit)s parts, which no honest one has. Save the table as CSV UTF-8."),
            code="bomb",
            params={"limit": f"{MAX_PARTS:,}"},
        )

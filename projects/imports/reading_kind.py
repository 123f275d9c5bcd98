"""What a file is, told by its content: its name may say anything."""

import codecs
from enum import Enum
from typing import IO, Any

from django.utils.translation import gettext_lazy as _

from projects.imports.reading_table import UnreadableFileError

HEAD = 64 * 1024
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

_IMAGE = _("an image")
_ARCHIVE = _("an archive")
_PROGRAM = _("a program")
_MAGIC: tuple[tuple[bytes, Any], ...] = (
    (b"%PDF", _("a PDF document")),
    (b"\x89PNG", _IMAGE),
    (b"\xff\xd8\xff", _IMAGE),
    (b"GIF8", _IMAGE),
    (b"II*\0", _IMAGE),
    (b"MM\0*", _IMAGE),
    (b"RIFF", _("a sound, an image or a film")),
    (b"MZ", _PROGRAM),
    (b"\x7fELF", _PROGRAM),
    (b"Rar!\x1a\x07", _ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", _ARCHIVE),
    (b"\x1f\x8b", _ARCHIVE),
    (b"{\\rtf", _("a word processor's document")),
    (b"SQLite format 3\0", _("a database")),
)
_READABLE_TOO = (b"MZ", b"RIFF")
"""A CSV file may begin with these letters; what they stand for has zero bytes as well."""


class Kind(Enum):
    TEXT = "text"
    ZIP = "zip"


def kind_of(file: IO[bytes], name: str) -> Kind:
    """Text or a zip archive; anything else is refused by what it is."""
    file.seek(0)
    head = file.read(HEAD)
    if not head:
        raise UnreadableFileError(
            _("“%(name)s” is empty. A CSV file or an Excel workbook (.xlsx) is expected."),
            code="empty",
            params={"name": name},
        )
    if head.startswith(b"PK\x03\x04"):
        return Kind.ZIP
    if head.startswith(OLE2):
        raise _old_office(file, name)
    is_binary = b"\0" in head and not head.startswith(UTF_16)
    for magic, description in _MAGIC:
        if head.startswith(magic) and (is_binary or magic not in _READABLE_TOO):
            raise no_table(name, description)
    if is_binary:
        raise no_table(name, _("neither text nor a workbook"))
    if _is_markup(head):
        raise no_table(name, _("a web page or an XML document"))
    return Kind.TEXT


def no_table(name: str, description: Any) -> UnreadableFileError:
    return UnreadableFileError(
        _("“%(name)s” is %(kind)s. A CSV file or an Excel workbook (.xlsx) is expected."),
        code="no_table",
        params={"name": name, "kind": description},
    )


def locked(name: str) -> UnreadableFileError:
    return UnreadableFileError(
        _("“%(name)s” is protected by a password. Save it without one."), code="password", params={"name": name}
    )


def _is_markup(head: bytes) -> bool:
    encoding = "utf-16" if head.startswith(UTF_16) else "utf-8-sig"
    return head.decode(encoding, "ignore").lstrip().startswith("<")


def _old_office(file: IO[bytes], name: str) -> UnreadableFileError:
    """Excel wraps an encrypted workbook in the container that .xls files are."""
    file.seek(0)
    tail = b""
    while block := file.read(HEAD):
        if ENCRYPTED in tail + block:
            return locked(name)
        tail = block[-len(ENCRYPTED) :]
    return UnreadableFileError(
        _("“%(name)s” has the format of Excel 97–2003 (.xls). Save it as an Excel workbook (.xlsx) or as CSV UTF-8."),
        code="xls",
        params={"name": name},
    )

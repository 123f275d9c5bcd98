"""What kind of file it is, by its content: a name can say anything."""

import codecs
import re
import zipfile
from dataclasses import dataclass
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

BLOCK = 256 * 1024
MOST_PARTS = 10_000
"""Of an Office document, whose list of contents is held in memory."""
_ENTRY = b"PK\x01\x02"
_OFFICE = "application/vnd.openxmlformats-officedocument."
_NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_MARKUP = re.compile(r"\s*(<|%!|\{\\rtf|#!)")


@dataclass(frozen=True)
class FileKind:
    content_type: str
    suffixes: tuple[str, ...]
    image_format: str = ""
    """Pillow's name of it."""


PDF = FileKind("application/pdf", (".pdf",))
JPEG = FileKind("image/jpeg", (".jpg", ".jpeg"), "JPEG")
PNG = FileKind("image/png", (".png",), "PNG")
WEBP = FileKind("image/webp", (".webp",), "WEBP")
XLSX = FileKind(f"{_OFFICE}spreadsheetml.sheet", (".xlsx",))
DOCX = FileKind(f"{_OFFICE}wordprocessingml.document", (".docx",))
CSV = FileKind("text/csv", (".csv",))
FILE_KINDS = {kind.content_type: kind for kind in (PDF, JPEG, PNG, WEBP, XLSX, DOCX, CSV)}


def refused(reason: Any, code: str = "kind") -> ValidationError:
    return ValidationError(reason, code=code)


def recognise(file: IO[bytes]) -> FileKind:
    """Raises ValidationError, with what is wrong, for everything else."""
    file.seek(0)
    head = file.read(16)
    if not head:
        raise refused(_("The file is empty."), "empty")
    if head.startswith(b"%PDF-"):
        return _whole_pdf(file)
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return WEBP
    if head.startswith(b"PK"):
        return _office(file)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise refused(_("This is an Office file of the old format, or one with a password. "
                        "Save it as .xlsx, .docx or PDF without a password."))  # fmt: skip
    if head.startswith((b"MZ", b"\x7fELF")):
        raise refused(_("This is a program, whatever its name says. It is not accepted."))
    return _text(file)


def _whole_pdf(file: IO[bytes]) -> FileKind:
    file.seek(0, 2)
    file.seek(max(file.tell() - 4096, 0))
    if b"%%EOF" not in file.read():
        raise refused(_("The PDF is cut off: its end is missing. Send it again."), "damaged")
    return PDF


def _office(file: IO[bytes]) -> FileKind:
    file.seek(0)
    count, tail = 0, b""
    while block := file.read(BLOCK):
        count += (tail + block).count(_ENTRY)
        tail = block[-len(_ENTRY) + 1 :]
    if count > MOST_PARTS:
        raise refused(_("This is not a document of an Office program."), "bomb")
    try:
        with zipfile.ZipFile(file) as archive:
            parts = {info.filename for info in archive.infolist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise refused(_("The document is cut off or damaged. Save it anew and send it again."), "damaged") from error
    if any(part.endswith("vbaProject.bin") for part in parts):
        raise refused(_("The document has macros. Save it without them, as .xlsx or .docx."), "macros")
    if "xl/workbook.xml" in parts:
        return XLSX
    if "word/document.xml" in parts:
        return DOCX
    raise refused(_("This is an archive. Send the files in it one by one: %s.") % accepted_names())


def _text(file: IO[bytes]) -> FileKind:
    """A table as text: only printable characters, in lines that something divides, and no page or script."""
    for encoding in ("utf-8-sig", "gb18030"):
        file.seek(0)
        decoder = codecs.getincrementaldecoder(encoding)()
        is_first, has_divider = True, False
        try:
            while block := file.read(BLOCK):
                text = decoder.decode(block)
                if _NOT_TEXT.search(text) or (is_first and _MARKUP.match(text)):
                    raise _unknown()
                has_divider = has_divider or any(mark in text for mark in ",;\t，；")
                is_first = False
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        if has_divider:
            return CSV
        break
    raise _unknown()


def accepted_names() -> str:
    return "PDF, JPEG, PNG, WebP, XLSX, DOCX, CSV"


def _unknown() -> ValidationError:
    return refused(_("By its content this is none of the accepted kinds of files: %s.") % accepted_names())

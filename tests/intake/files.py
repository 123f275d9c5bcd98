"""Files as people hand them in, honest and otherwise."""

import io
import struct
import zipfile
import zlib
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from PIL import Image

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
CSV = "日期,金额\n2018-05-03,979.4万元\n"
GPS, LATITUDE, ORIENTATION = 0x8825, 2, 0x0112


def upload(content: bytes, name: str = "凭证.pdf", content_type: str = "application/pdf") -> SimpleUploadedFile:
    """The type is what a browser guesses from the name; nothing may rely on it."""
    return SimpleUploadedFile(name, content, content_type)


def image(image_format: str, size: tuple[int, int] = (60, 40), mode: str = "RGB", **options: Any) -> bytes:
    content = io.BytesIO()
    Image.new(mode, size, 128 if mode in ("L", "P") else None).save(content, image_format, **options)
    return content.getvalue()


def photo_of_a_place() -> bytes:
    """3,000 by 100 pixels, left half red; held upright, with its location, a comment and a profile."""
    drawn = Image.new("RGB", (3000, 100), "blue")
    drawn.paste("red", (0, 0, 1500, 100))
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif.get_ifd(GPS)[LATITUDE] = (40.0, 14.0, 30.0)
    content = io.BytesIO()
    drawn.save(content, "JPEG", exif=exif, comment=b"the secret place", icc_profile=b"profile" * 10)
    return content.getvalue()


def xlsx() -> bytes:
    content = io.BytesIO()
    openpyxl.Workbook().save(content)
    return content.getvalue()


def docx() -> bytes:
    content = io.BytesIO()
    Document().save(content)
    return content.getvalue()


def archive(**parts: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as zipped:
        for name, part in parts.items():
            zipped.writestr(name.replace("__", "/").replace("_dot_", "."), part)
    return content.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims to be as large as this."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")

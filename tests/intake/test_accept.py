"""What a file is, is told from its content; what is kept of an image is what can be seen."""

import hashlib
import io
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from PIL import Image

from projects.intake import LARGEST, accept
from tests.intake import files
from tests.intake.files import upload

OFFICE = "application/vnd.openxmlformats-officedocument."


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (files.PDF, "application/pdf"),
        (files.image("JPEG"), "image/jpeg"),
        (files.image("PNG", mode="P"), "image/png"),
        (files.image("WEBP"), "image/webp"),
        (files.xlsx(), f"{OFFICE}spreadsheetml.sheet"),
        (files.docx(), f"{OFFICE}wordprocessingml.document"),
        (files.CSV.encode(), "text/csv"),
        (files.CSV.encode("utf-8-sig"), "text/csv"),
        (files.CSV.encode("gb18030"), "text/csv"),
    ],
)
def test_the_kind_is_told_from_the_content_whatever_the_name(content: bytes, expected: str) -> None:
    assert accept(upload(content, "anything.exe", "application/x-msdownload")).kind.content_type == expected


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00" + bytes(200), "kind"),
        (b"\x7fELF" + bytes(200), "kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "kind"),
        (b"<html><script>alert(1, 2)</script></html>", "kind"),
        (b"#!/bin/sh\necho 1, 2\n", "kind"),
        ("一句话，没有".encode("utf-16"), "kind"),
        (b"no table at all", "kind"),
        (files.PDF[:40], "damaged"),
        (files.image("JPEG", (400, 400))[:600], "damaged"),
        (files.image("PNG")[:40], "damaged"),
        (b"RIFF\x00\x00\x00\x00WEBP", "damaged"),
        (files.xlsx()[:-30], "damaged"),
        (files.archive(readme=b"text"), "kind"),
        (files.archive(xl__workbook_dot_xml=b"<x/>", xl__vbaProject_dot_bin=b"macros"), "macros"),
        (files.archive(**{f"part{n}": b"" for n in range(10_001)}), "bomb"),
        (files.bomb(60_000, 60_000), "bomb"),
        (files.bomb(8_000, 8_000), "bomb"),
    ],
)  # fmt: skip
def test_everything_else_is_refused_with_a_reason(content: bytes, code: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        accept(upload(content))
    assert refusal.value.code == code
    assert refusal.value.messages[0]


def test_a_huge_file_is_refused_before_a_byte_is_read() -> None:
    class Unreadable(io.BytesIO):
        def read(self, *args: Any) -> bytes:
            raise AssertionError("it was read")

    with pytest.raises(ValidationError) as refusal:
        accept(UploadedFile(Unreadable(), "photo.jpg", "image/jpeg", LARGEST + 1))
    assert refusal.value.code == "size"


def test_a_photo_is_kept_upright_smaller_and_without_what_the_camera_wrote() -> None:
    accepted = accept(upload(files.photo_of_a_place(), "photo.jpg"))
    content = accepted.content.read()
    for secret in (b"Exif", b"secret", b"profile", b"GPS"):
        assert secret not in content
    with Image.open(io.BytesIO(content)) as kept:
        assert kept.size == (85, 2560)
        assert not kept.getexif()
        top, bottom = kept.convert("RGB").getpixel((40, 100)), kept.convert("RGB").getpixel((40, 2400))
    assert isinstance(top, tuple) and isinstance(bottom, tuple)
    assert top[0] > 200 > 100 > top[2] and bottom[2] > 200 > 100 > bottom[0]


@pytest.mark.parametrize("image_format", ["PNG", "WEBP"])
def test_other_images_lose_their_metadata_too(image_format: str) -> None:
    exif = Image.Exif()
    exif.get_ifd(files.GPS)[files.LATITUDE] = (40.0, 14.0, 30.0)
    content = files.image(image_format, exif=exif, icc_profile=b"profile" * 10)
    assert b"profile" in content or image_format == "PNG"
    with Image.open(accept(upload(content)).content) as kept:
        assert not kept.getexif()
        assert not kept.info.keys() & {"icc_profile", "exif", "xmp", "comment"}


def test_the_hash_is_that_of_what_is_kept() -> None:
    for content in (files.PDF, files.photo_of_a_place()):
        accepted = accept(upload(content))
        kept = accepted.content.read()
        assert (accepted.sha256, accepted.size) == (hashlib.sha256(kept).hexdigest(), len(kept))

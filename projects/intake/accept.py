"""One file handed in, on its way from the form to the store."""

import hashlib
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from projects.intake.images import redrawn
from projects.intake.kinds import FileKind, recognise

LARGEST = 50_000_000
"""Bytes of a file that is kept."""


@dataclass(frozen=True)
class Accepted:
    content: "File[bytes]"
    kind: FileKind
    name: str
    sha256: str
    size: int


def accept(upload: UploadedFile) -> Accepted:
    """Raises ValidationError with the reason. The size is judged before a byte is read."""
    size = upload.size or 0
    if size > LARGEST:
        raise ValidationError(
            _("The file has %(size)s MB; at most %(limit)s MB are accepted."),
            code="size",
            params={"size": f"{size / 1e6:,.1f}", "limit": f"{LARGEST // 1_000_000}"},
        )
    kind = recognise(upload)
    content: File[bytes] = File(redrawn(upload, kind)) if kind.image_format else upload
    digest, size = hashlib.sha256(), 0
    for block in content.chunks():
        digest.update(block)
        size += len(block)
    content.seek(0)
    return Accepted(content, kind, upload.name or "", digest.hexdigest(), size)

"""Where files that were handed in are kept: each under the hash of its content."""

import os
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible


def path_of(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256}"


@deconstructible(path="projects.intake.store.ByContent")
class ByContent(FileSystemStorage):
    """No file has an address: who may read it is decided by a view."""

    def url(self, name: str | None) -> str:
        raise ValueError("Files of this store are served by a view only.")

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return name

    def _save(self, name: str, content: "File[Any]") -> str:
        """Whole or not at all. What is there under this name is the same content."""
        target = Path(self.path(name))
        target.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=target.parent, delete=False) as written:
            try:
                for block in content.chunks():
                    written.write(block)
                written.flush()
                os.fsync(written.fileno())
                Path(written.name).replace(target)
            except BaseException:
                Path(written.name).unlink(missing_ok=True)
                raise
        return name

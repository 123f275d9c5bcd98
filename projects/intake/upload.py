"""How much of an upload reaches the disk."""

from django.core.files.uploadhandler import TemporaryFileUploadHandler

MOST_KEPT = 128 * 1024 * 1024
"""Bytes: somewhat more than the largest file any form takes."""


class BoundedFileUploadHandler(TemporaryFileUploadHandler):
    """Lets the rest of a huge file pass by; its full size is told, so that the form refuses it by that."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return super().receive_data_chunk(raw_data, start) if start < MOST_KEPT else None

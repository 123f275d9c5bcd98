import pytest

from projects.intake import upload
from projects.intake.upload import BoundedFileUploadHandler


def test_the_rest_of_a_huge_file_passes_by_and_its_size_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    block = bytes(64 * 1024)
    monkeypatch.setattr(upload, "MOST_KEPT", 3 * len(block))
    handler = BoundedFileUploadHandler()
    handler.new_file("file", "photo.jpg", "image/jpeg", None)
    for number in range(10):
        assert handler.receive_data_chunk(block, number * len(block)) is None
    received = handler.file_complete(10 * len(block))
    assert received is not None and received.size == 10 * len(block)
    assert len(received.read()) == 3 * len(block)
    received.close()

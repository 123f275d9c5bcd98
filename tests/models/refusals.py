"""What a record refuses, and at which field it says so."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.exceptions import ValidationError


@contextmanager
def refused(field: str, saying: str = "") -> Iterator[None]:
    """The block raises ValidationError at this field alone (“__all__” for the record as a whole)."""
    with pytest.raises(ValidationError) as caught:
        yield
    assert list(caught.value.message_dict) == [field], caught.value.message_dict
    messages = caught.value.message_dict[field]
    assert all(messages)
    assert saying in " ".join(messages)

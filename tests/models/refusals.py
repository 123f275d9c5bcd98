"""Changing a stored record; what it refuses, and at which field it says so."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

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


def edit(record: Any, **fields: Any) -> None:
    """Change a stored record as a form does: read again, validate, save."""
    fresh = type(record).objects.get(pk=record.pk)
    for name, value in fields.items():
        setattr(fresh, name, value)
    fresh.full_clean()
    fresh.save()

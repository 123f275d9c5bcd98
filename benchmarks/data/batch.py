"""Rows for one table."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models

HIDDEN_EVERY = 97
"""One in so many enterprises, villages and sources is not published, nor is what leads to it."""

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Batch:
    model: type[models.Model]
    columns: tuple[str, ...]
    """Attribute names, in the order of the rows; fields not named here hold their default."""
    rows: Iterable[Row]

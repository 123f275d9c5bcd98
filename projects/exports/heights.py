"""How tall the rows of a sheet must be: they do not grow by themselves in every program."""

from collections.abc import Iterable
from math import ceil
from unicodedata import east_asian_width

LINE_HEIGHT = 15
TALLEST = 409
"""Points a row can have."""


def width_of(text: str) -> int:
    """In characters; a Chinese one is as wide as two."""
    return sum(2 if east_asian_width(character) in "WFA" else 1 for character in text)


def lines_of(text: str, width: float) -> int:
    """Of a cell that wraps its text, in a column so many characters wide."""
    return sum(max(1, ceil(width_of(line) / (width - 2))) for line in text.split("\n"))


def height_of(cells: Iterable[tuple[str, float]]) -> float:
    """Of a row with these texts in columns of these widths."""
    return min(TALLEST, LINE_HEIGHT * max(lines_of(text, width) for text, width in cells))

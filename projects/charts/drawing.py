"""What a chart is made of: boxes, lines and texts in units of its own, whatever it is written as."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum


class Role(StrEnum):
    """What a shape means. How it looks depends on that alone."""

    CERTAIN = "certain"
    POSSIBLE = "possible"
    TRACK = "track"
    """The full width a bar could have."""
    GRID = "grid"
    TEXT = "text"
    QUIET = "quiet"
    TITLE = "title"
    PAPER = "paper"


COLOURS = {
    Role.CERTAIN: "#0b5a4a",
    Role.POSSIBLE: "#0b5a4a",
    Role.TRACK: "#ebe7dc",
    Role.GRID: "#cfc9ba",
    Role.TEXT: "#1c2421",
    Role.QUIET: "#55605b",
    Role.TITLE: "#1c2421",
    Role.PAPER: "#fffefb",
}
"""Of a drawing that stands alone. On a page the style sheet gives each role its colour, light or dark."""


@dataclass(frozen=True)
class Box:
    x: float
    y: float
    width: float
    height: float
    role: Role


@dataclass(frozen=True)
class Line:
    x1: float
    y1: float
    x2: float
    y2: float
    role: Role


@dataclass(frozen=True)
class Text:
    x: float
    y: float
    """Of the base line."""
    words: str
    size: float = 14
    role: Role = Role.TEXT
    ends_at_x: bool = False


Shape = Box | Line | Text


def settable(words: str) -> str:
    """Without control characters, which SVG forbids and no font has."""
    return "".join(sign for sign in words if sign.isprintable() or unicodedata.category(sign) == "Zs")


HATCH = 6.0
"""The distance of the slanted lines that fill what is only possible."""


@dataclass(frozen=True)
class Drawing:
    width: float
    height: float
    shapes: tuple[Shape, ...]

    def moved(self, right: float, down: float) -> tuple[Shape, ...]:
        return tuple(_moved(shape, right, down) for shape in self.shapes)


def _moved(shape: Shape, right: float, down: float) -> Shape:
    if isinstance(shape, Line):
        return replace(shape, x1=shape.x1 + right, x2=shape.x2 + right, y1=shape.y1 + down, y2=shape.y2 + down)
    return replace(shape, x=shape.x + right, y=shape.y + down)


def hatching(box: Box) -> Iterator[tuple[float, float, float, float]]:
    """Parallel lines from lower left to upper right, cut at the box's edges."""
    bottom = box.y + box.height
    start = HATCH - box.height  # where a line meets the bottom edge, left of the box at first
    while start < box.width:
        left, right = max(0.0, start), min(start + box.height, box.width)
        yield box.x + left, bottom - (left - start), box.x + right, bottom - (right - start)
        start += HATCH


def text_width(words: str, size: float) -> float:
    """About how wide a text is set: a Chinese character is square, a Latin one a little over half of that."""
    return sum(size if unicodedata.east_asian_width(sign) in "WF" else size * 0.56 for sign in words)


def shortened(words: str, size: float, room: float) -> str:
    """The text, ending in “…” where there is no room for all of it."""
    if text_width(words, size) <= room:
        return words
    while words and text_width(f"{words}…", size) > room:
        words = words[:-1]
    return f"{words.rstrip()}…"


NOT_FIRST = frozenset("、，。．：；！？）」』》〉】〕”’…—～·%,.:;!?)]}\u00a0")
NOT_LAST = frozenset("（「『《〈【〔“‘([{")
"""Signs that no line may begin or end with."""


def broken(words: str, size: float, room: float) -> list[str]:
    """The text in lines of at most this width, between words or Chinese characters; never at a no-break space.

    Closing punctuation stays with what it closes.
    """
    lines, line = [], ""
    for piece in _pieces(words):
        if line and text_width((line + piece).rstrip(), size) > room:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [*lines, line.rstrip()]


def _pieces(words: str) -> Iterator[str]:
    """What is not torn apart: a word with the space after it, a Chinese character, each with its punctuation."""
    piece = ""
    for sign, following in zip(words, f"{words} "[1:], strict=True):
        piece += sign
        may_end = (sign == " " or unicodedata.east_asian_width(sign) in "WF") and piece.rstrip(" ")[-1:] not in NOT_LAST
        if may_end and following != " " and following not in NOT_FIRST:
            yield piece
            piece = ""
    yield piece

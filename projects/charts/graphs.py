"""The charts themselves. What is certain is solid, what is possible hatched: they can be told apart without colour."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from projects.charts.drawing import Box, Drawing, Line, Role, Shape, Text, broken, shortened, text_width

WIDTH = 380.0
LABEL, VALUE, SMALL, TITLE = 14.0, 13.0, 12.0, 17.0
BAR = 12.0
GAP = 15.0
MARGIN = 20.0
STEP = 16.0
"""How far each level of a ladder is set in."""
HAIRLINE = 1.5
"""The least a bar measures that is not nothing."""


@dataclass(frozen=True)
class Bar:
    label: str
    shown: str
    lower: Decimal | None
    """None where nothing is recorded: that is no bar, not a bar of zero."""
    upper: Decimal | None
    depth: int = 0


@dataclass(frozen=True)
class Span:
    label: str
    shown: str
    year_from: int | None
    """None where the first year is not stated."""
    year_to: int


def bars(rows: Sequence[Bar]) -> Drawing:
    """One bar per row on a common scale: solid up to `lower`, hatched up to `upper`."""
    shapes: list[Shape] = []
    most = max((row.upper for row in rows if row.upper), default=Decimal(0))
    y = 0.0
    for row in rows:
        indent = STEP * row.depth
        y = _caption(shapes, row.label, row.shown, y, indent)
        if row.upper is None or row.lower is None:
            y += GAP
            continue
        shapes.append(Box(0, y, WIDTH, BAR, Role.TRACK))
        certain, possible = _length(row.lower, most), _length(row.upper, most)
        if possible > certain:
            shapes.append(Box(certain, y, possible - certain, BAR, Role.POSSIBLE))
        if certain:
            shapes.append(Box(0, y, certain, BAR, Role.CERTAIN))
        y += BAR + GAP
    if any(row.lower != row.upper for row in rows):
        y = _legend(shapes, y, [(Role.CERTAIN, _("at least")), (Role.POSSIBLE, _("up to at most"))])
    return Drawing(WIDTH, y, tuple(shapes))


def _length(amount: Decimal, most: Decimal) -> float:
    if amount <= 0 or most <= 0:
        return 0.0
    return max(float(amount / most) * WIDTH, HAIRLINE)


def spans(rows: Sequence[Span]) -> Drawing:
    """Each row over the years it covers; hatched, from the left edge on, where the first year is not stated."""
    if not rows:
        return Drawing(WIDTH, 0, ())
    first = min(min(row.year_from or row.year_to, row.year_to) for row in rows)
    last = max(row.year_to for row in rows)
    if any(row.year_from is None for row in rows):
        first -= max(1, (last - first) // 8)  # room for what reaches back nobody knows how far

    def at(year: int) -> float:
        return WIDTH * (year - first) / (last + 1 - first)

    ticks = _ticks(first, last)
    shapes: list[Shape] = [Text(at(year), SMALL, str(year), SMALL, Role.QUIET) for year in ticks]
    y = SMALL + 10
    for row in rows:
        y = _caption(shapes, row.label, row.shown, y, 0)
        shapes += [Line(at(year), y - 2, at(year), y + BAR + 2, Role.GRID) for year in ticks]
        begin = 0.0 if row.year_from is None else at(row.year_from)
        role = Role.POSSIBLE if row.year_from is None else Role.CERTAIN
        shapes.append(Box(begin, y, at(row.year_to + 1) - begin, BAR, role))
        y += BAR + GAP
    if any(row.year_from is None for row in rows):
        y = _legend(shapes, y, [(Role.CERTAIN, _("years stated")), (Role.POSSIBLE, _("first year not stated"))])
    return Drawing(WIDTH, y, tuple(shapes))


def _ticks(first: int, last: int) -> list[int]:
    """The years worth marking: at most eight."""
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100) if (last + 1 - first) / step <= 8)
    return [year for year in range(first, last + 1) if year % step == 0]


def _caption(shapes: list[Shape], label: str, shown: str, y: float, indent: float) -> float:
    """Label and value above a bar: side by side where there is room, else below each other."""
    value_width = text_width(shown, VALUE)
    if indent + text_width(label, LABEL) + 12 + value_width <= WIDTH:
        shapes.append(Text(indent, y + LABEL, label, LABEL))
        shapes.append(Text(WIDTH, y + LABEL, shown, VALUE, ends_at_x=True))
        return y + LABEL + 6
    shapes.append(Text(indent, y + LABEL, shortened(label, LABEL, WIDTH - indent), LABEL))
    shapes.append(Text(WIDTH, y + LABEL + 18, shortened(shown, VALUE, WIDTH), VALUE, ends_at_x=True))
    return y + LABEL + 24


def _legend(shapes: list[Shape], y: float, entries: Sequence[tuple[Role, str]]) -> float:
    x = 0.0
    for role, words in entries:
        shapes.append(Box(x, y, 22, BAR, role))
        shapes.append(Text(x + 28, y + BAR - 1, words, SMALL, Role.QUIET))
        x += 28 + text_width(words, SMALL) + 24
    return y + BAR + 6


def framed(drawing: Drawing, title: str, notes: Sequence[str]) -> Drawing:
    """The drawing as it leaves the site: with its title above and where it is from below."""
    room = drawing.width
    y = MARGIN
    shapes: list[Shape] = []
    for line in broken(title, TITLE, room):
        shapes.append(Text(MARGIN, y + TITLE, line, TITLE, Role.TITLE))
        y += TITLE + 6
    y += 12
    shapes += drawing.moved(MARGIN, y)
    y += drawing.height + 8
    for note in notes:
        for line in broken(note, SMALL, room):
            shapes.append(Text(MARGIN, y + SMALL, line, SMALL, Role.QUIET))
            y += SMALL + 5
    width, height = room + 2 * MARGIN, y + MARGIN
    return Drawing(width, height, (Box(0, 0, width, height, Role.PAPER), *shapes))

"""A card that stands for a page where its address is shared."""

from projects.charts.drawing import Box, Drawing, Role, Shape, Text, broken, shortened

WIDTH, HEIGHT = 600.0, 315.0
MARGIN = 36.0


def card(site: str, title: str, words: str) -> Drawing:
    room = WIDTH - 2 * MARGIN
    shapes: list[Shape] = [
        Box(0, 0, WIDTH, HEIGHT, Role.PAPER),
        Box(0, 0, WIDTH, 10, Role.CERTAIN),
        Text(MARGIN, 50, shortened(site, 17, room), 17, Role.QUIET),
    ]
    y = 66.0
    for line in _cut(title, 34, room, 2):
        shapes.append(Text(MARGIN, y + 34, line, 34, Role.TITLE))
        y += 44
    y += 10
    for line in _cut(words, 18, room, 4):
        shapes.append(Text(MARGIN, y + 18, line, 18))
        y += 28
    return Drawing(WIDTH, HEIGHT, tuple(shapes))


def _cut(words: str, size: float, room: float, most: int) -> list[str]:
    lines = broken(words, size, room)
    kept = [shortened(line, size, room) for line in lines[:most]]
    if len(lines) > most:
        kept[-1] = shortened(f"{kept[-1]}…", size, room)
    return kept

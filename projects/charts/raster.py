"""A drawing as PNG, for places that take no SVG: slides, messages, preview cards."""

from functools import lru_cache
from io import BytesIO

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

from projects.charts.drawing import COLOURS, Box, Drawing, Line, Role, Text, hatching, settable

SCALE = 2
CHINESE = (
    "NotoSansCJK-Regular.ttc", "NotoSansSC-Regular.otf", "NotoSansSC-Regular.ttf", "SourceHanSansSC-Regular.otf",
    "wqy-microhei.ttc", "wqy-zenhei.ttc", "PingFang.ttc", "Hiragino Sans GB.ttc", "STHeiti Medium.ttc", "msyh.ttc",
    "simhei.ttf",
)  # fmt: skip
LATIN = ("NotoSans-Regular.ttf", "DejaVuSans.ttf", "LiberationSans-Regular.ttf", "Arial.ttf", "arial.ttf")


def can_write(*texts: str) -> bool:
    """Whether this machine has the letters: a picture full of empty boxes is worse than none."""
    return all(_font_for(text) for text in texts)


def to_png(drawing: Drawing) -> bytes:
    picture = Image.new("RGB", (round(drawing.width * SCALE), round(drawing.height * SCALE)), COLOURS[Role.PAPER])
    pen = ImageDraw.Draw(picture)
    for shape in drawing.shapes:
        if isinstance(shape, Text):
            _text(pen, shape)
        elif isinstance(shape, Line):
            _line(pen, (shape.x1, shape.y1, shape.x2, shape.y2), shape.role)
        else:
            _box(pen, shape)
    written = BytesIO()
    picture.save(written, "PNG", optimize=True)
    return written.getvalue()


def _box(pen: ImageDraw.ImageDraw, box: Box) -> None:
    corners = [box.x * SCALE, box.y * SCALE, (box.x + box.width) * SCALE, (box.y + box.height) * SCALE]
    if box.role != Role.POSSIBLE:
        pen.rectangle(corners, fill=COLOURS[box.role])
        return
    for line in hatching(box):
        _line(pen, line, box.role)
    pen.rectangle(corners, outline=COLOURS[box.role], width=SCALE)


def _line(pen: ImageDraw.ImageDraw, line: tuple[float, float, float, float], role: Role) -> None:
    pen.line([at * SCALE for at in line], fill=COLOURS[role], width=SCALE)


def _text(pen: ImageDraw.ImageDraw, text: Text) -> None:
    path = _font_for(text.words)
    if path is None:
        return
    font = _font(path, round(text.size * SCALE))
    pen.text(
        (text.x * SCALE, text.y * SCALE),
        settable(text.words),
        fill=COLOURS[text.role],
        font=font,
        anchor="rs" if text.ends_at_x else "ls",
        stroke_width=0.5 if text.role == Role.TITLE else 0,
    )


def _font_for(words: str) -> str | None:
    """The same font for a whole text: mixed Chinese and Latin would otherwise stand at two heights."""
    return _found(CHINESE) or (None if _needs_chinese(words) else _found(LATIN))


def _needs_chinese(words: str) -> bool:
    return any(ord(sign) > 0x2E7F for sign in words)


@lru_cache(maxsize=4)
def _found(names: tuple[str, ...]) -> str | None:
    for name in (settings.CHART_FONT, *names):
        try:
            if name:
                ImageFont.truetype(name, 12)
                return name
        except OSError:
            continue
    return None


@lru_cache(maxsize=32)
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(name, size)

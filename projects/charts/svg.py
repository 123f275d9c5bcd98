"""A drawing as SVG: colours as attributes, so that it stands alone, and classes, so that a page may change them."""

from xml.etree.ElementTree import Element, SubElement, tostring

from django.utils.safestring import SafeString, mark_safe

from projects.charts.drawing import COLOURS, Box, Drawing, Line, Role, Text, hatching, settable

FONTS = "'Noto Sans', 'Helvetica Neue', Arial, 'PingFang SC', 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif"


def to_svg(drawing: Drawing, title: str) -> SafeString:
    svg = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {_n(drawing.width)} {_n(drawing.height)}",
            "width": _n(drawing.width),
            "height": _n(drawing.height),
            "class": "chart-drawing",
            "role": "img",
            "aria-label": title,
            "font-family": FONTS,
        },
    )
    for shape in drawing.shapes:
        if isinstance(shape, Text):
            _text(svg, shape)
        elif isinstance(shape, Line):
            _lines(svg, [(shape.x1, shape.y1, shape.x2, shape.y2)], shape.role, 1)
        else:
            _box(svg, shape)
    return mark_safe(tostring(svg, encoding="unicode"))  # ElementTree has escaped every text


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _box(svg: Element, box: Box) -> None:
    place = {"x": _n(box.x), "y": _n(box.y), "width": _n(box.width), "height": _n(box.height)}
    if box.role != Role.POSSIBLE:
        SubElement(svg, "rect", {**place, "class": f"chart-{box.role}", "fill": COLOURS[box.role]})
        return
    _lines(svg, list(hatching(box)), box.role, 1.2)
    edge = {"class": "chart-possible", "fill": "none", "stroke": COLOURS[box.role]}
    SubElement(svg, "rect", {**place, **edge})


def _lines(svg: Element, lines: list[tuple[float, float, float, float]], role: Role, width: float) -> None:
    path = "".join(f"M{_n(x1)} {_n(y1)}L{_n(x2)} {_n(y2)}" for x1, y1, x2, y2 in lines)
    SubElement(
        svg,
        "path",
        {"d": path, "class": f"chart-{role}-line", "fill": "none", "stroke": COLOURS[role], "stroke-width": _n(width)},
    )


def _text(svg: Element, text: Text) -> None:
    attributes = {
        "x": _n(text.x),
        "y": _n(text.y),
        "font-size": _n(text.size),
        "class": f"chart-{text.role}",
        "fill": COLOURS[text.role],
    }
    if text.ends_at_x:
        attributes["text-anchor"] = "end"
    if text.role == Role.TITLE:
        attributes["font-weight"] = "600"
    SubElement(svg, "text", attributes).text = settable(text.words)

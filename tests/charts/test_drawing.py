"""Drawings as numbers: lengths in proportion, hatching inside its box, text that is never markup."""

import os
from decimal import Decimal
from io import BytesIO
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from projects.charts import Bar, Span, bars, can_write, framed, spans, to_png, to_svg
from projects.charts.drawing import Box, Line, Role, Text, broken, hatching, shortened, text_width
from projects.charts.graphs import WIDTH

SVG = "{http://www.w3.org/2000/svg}"


def boxes(drawing, role: Role) -> list[Box]:  # type: ignore[no-untyped-def]
    return [shape for shape in drawing.shapes if isinstance(shape, Box) and shape.role == role]


def bar(lower: int | None, upper: int | None, label: str = "某县") -> Bar:
    return Bar(label, "…", None if lower is None else Decimal(lower), None if upper is None else Decimal(upper))


def test_solid_up_to_the_lower_bound_and_hatched_up_to_the_upper() -> None:
    drawing = bars([bar(25, 100), bar(50, 50)])
    certain = boxes(drawing, Role.CERTAIN)
    possible = boxes(drawing, Role.POSSIBLE)
    assert [box.width for box in certain[:2]] == [WIDTH / 4, WIDTH / 2]
    assert (possible[0].x, possible[0].width) == (WIDTH / 4, WIDTH * 3 / 4)
    assert len(possible) == 2, "one bar and the legend"


def test_no_legend_where_nothing_is_open_and_no_bar_where_nothing_is_recorded() -> None:
    drawing = bars([bar(10, 10), bar(None, None)])
    assert not boxes(drawing, Role.POSSIBLE)
    assert len(boxes(drawing, Role.TRACK)) == 1
    assert not boxes(bars([bar(0, 0)]), Role.CERTAIN), "zero has no length"
    assert bars([]).height == 0


def test_little_is_not_nothing() -> None:
    [little, _much] = boxes(bars([bar(1, 1), bar(10**12, 10**12)]), Role.CERTAIN)
    assert little.width > 1


def test_years_that_are_not_stated_are_hatched_from_the_edge() -> None:
    drawing = spans([Span("甲", "", 2018, 2020), Span("乙", "", None, 2021)])
    [certain] = [box for box in boxes(drawing, Role.CERTAIN) if box.width > 30]
    [possible] = [box for box in boxes(drawing, Role.POSSIBLE) if box.width > 30]
    assert possible.x == 0 and possible.width == WIDTH
    assert 0 < certain.x < certain.x + certain.width < WIDTH
    years = [shape.words for shape in drawing.shapes if isinstance(shape, Text) and shape.words.isdigit()]
    assert "2018" in years and len(years) <= 8


def test_a_timeline_of_a_century_marks_few_years() -> None:
    drawing = spans([Span("甲", "", 1900, 2100)])
    assert len([shape for shape in drawing.shapes if isinstance(shape, Line)]) <= 8
    assert spans([]).height == 0


@given(st.floats(0, 50), st.floats(0, 50), st.floats(1, 300), st.floats(1, 40))
def test_hatching_stays_inside_its_box(x: float, y: float, width: float, height: float) -> None:
    for x1, y1, x2, y2 in hatching(Box(x, y, width, height, Role.POSSIBLE)):
        assert all(x - 1e-6 <= at <= x + width + 1e-6 for at in (x1, x2))
        assert all(y - 1e-6 <= at <= y + height + 1e-6 for at in (y1, y2))
        assert x2 - x1 == pytest.approx(y1 - y2), "all lines are parallel"


@given(st.text(max_size=60), st.floats(20, 300))
def test_text_is_cut_or_broken_to_fit(words: str, room: float) -> None:
    assert text_width(shortened(words, 10, room), 10) <= max(room, 10)
    lines = broken(words, 10, room)
    assert "".join("".join(lines).split()) == "".join(words.split())


@given(st.text("甲乙 a，。）（《》、.9\u00a0", max_size=60), st.floats(20, 300))
def test_punctuation_stays_with_what_it_belongs_to(words: str, room: float) -> None:
    for line, following in pairwise(broken(words, 10, room)):
        assert not line.endswith(("（", "《")) and not following.startswith(("，", "。", "）", "》", "、"))


def test_a_full_stop_moves_with_its_character_and_a_name_in_one_piece() -> None:
    assert broken("援助追踪。", 10, 40) == ["援助追", "踪。"]
    assert broken("按许可 CC\u00a0BY\u00a04.0。", 10, 85) == ["按许可", "CC\u00a0BY\u00a04.0。"]
    assert broken("2026年11月28日", 10, 60) == ["2026年11月", "28日"]
    assert broken("", 10, 40) == [""]


@given(st.text(max_size=40))
def test_whatever_a_name_holds_the_file_is_well_formed(name: str) -> None:
    drawing = framed(bars([bar(1, 2, label=name)]), name, [name])
    root = ElementTree.fromstring(to_svg(drawing, "标题"))
    assert {element.tag for element in root.iter()} <= {f"{SVG}{tag}" for tag in ("svg", "rect", "path", "text")}
    assert not any("style" in element.attrib for element in root.iter())


def test_a_frame_adds_title_and_origin() -> None:
    drawing = bars([bar(1, 2)])
    alone = framed(drawing, "按地区看资金", ["来源：年度报告"])
    words = [shape.words for shape in alone.shapes if isinstance(shape, Text)]
    assert words[0] == "按地区看资金" and words[-1] == "来源：年度报告"
    assert alone.height > drawing.height and alone.width > drawing.width
    assert all(box.x >= 20 for box in boxes(alone, Role.CERTAIN))


def test_the_picture_shows_what_is_drawn() -> None:
    if not can_write("Region"):
        (pytest.fail if os.environ.get("REQUIRE_BROWSER") else pytest.skip)("no font on this machine")
    drawing = framed(bars([Bar("Region", "RMB 1", Decimal(1), Decimal(1))]), "Funding", [])
    picture = Image.open(BytesIO(to_png(drawing))).convert("RGB")
    assert picture.size == (round(drawing.width * 2), round(drawing.height * 2))
    [box] = boxes(drawing, Role.CERTAIN)
    inside = (round((box.x + box.width / 2) * 2), round((box.y + box.height / 2) * 2))
    assert picture.getpixel(inside) == (0x0B, 0x5A, 0x4A)


def test_no_picture_without_the_letters_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("projects.charts.raster._found", lambda names: None)
    assert not can_write("Region") and not can_write("资金")
    monkeypatch.setattr("projects.charts.raster._found", lambda names: "Latin" if "DejaVuSans.ttf" in names else None)
    assert can_write("Region") and not can_write("资金")

"""Charts drawn on the server: numbers and words in, a drawing out, written as SVG or PNG. Knows no record."""

from projects.charts.cards import card
from projects.charts.drawing import Drawing
from projects.charts.graphs import Bar, Span, bars, framed, spans
from projects.charts.raster import can_write, to_png
from projects.charts.svg import to_svg

__all__ = ["Bar", "Drawing", "Span", "bars", "can_write", "card", "framed", "spans", "to_png", "to_svg"]

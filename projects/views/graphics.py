"""Charts of records: what is drawn, the numbers behind it, and the files of both."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects import formatting
from projects.charts import Bar, Drawing, Span, bars, can_write, framed, spans, to_svg
from projects.counting import Bounds
from projects.listings.base import Row
from projects.listings.columns import Field, FieldKind
from projects.models import AidProject, Measure, Region, Source
from projects.models.places import NO_FIRST_YEAR
from projects.views.details.addresses import Scope
from projects.views.details.figures import amount_of, plain_subject

MOST_SPANS = 24

KEY, LABEL = ("key", FieldKind.TEXT), ("label", FieldKind.TEXT)
OF_BARS = (
    KEY, LABEL, ("lower", FieldKind.MONEY), ("upper", FieldKind.MONEY),
    ("figures", FieldKind.INTEGER), ("not_stated", FieldKind.INTEGER),
)  # fmt: skip
OF_SPANS = (KEY, LABEL, ("amount", FieldKind.TEXT), ("year_from", FieldKind.YEAR), ("year_to", FieldKind.YEAR))


@dataclass(frozen=True)
class Graphic:
    name: str
    scope: Scope
    title: str
    drawing: Drawing
    columns: Sequence[tuple[str, FieldKind]]
    rows: Sequence[Row]

    @property
    def svg(self) -> SafeString:
        return to_svg(self.drawing, self.title)

    @property
    def fields(self) -> list[Field]:
        return [Field(key, key, kind, key) for key, kind in self.columns]

    @property
    def files(self) -> list[tuple[str, str]]:
        """What can be taken away, with its address."""
        suffixes = ["svg", *(["png"] if can_write(self.title) else []), "csv"]
        return [(suffix.upper(), self.address(suffix)) for suffix in suffixes]

    def address(self, suffix: str) -> str:
        asked = f"?{urlencode(self.scope, doseq=True)}" if self.scope else ""
        return reverse("chart", kwargs={"name": self.name, "suffix": suffix}) + asked

    def standing_alone(self, origin: str) -> Drawing:
        """With its title, where it is from and of what day it is."""
        whence = _("%(site)s, %(origin)s, %(day)s. Licence: %(licence)s.") % {
            "site": _("Aid tracker"),
            "origin": origin,
            "day": formatting.date(timezone.localdate()),
            "licence": settings.DATA_LICENCE.replace(" ", "\u00a0"),
        }
        return framed(self.drawing, self.title, [source_line(), whence])


def source_line() -> str:
    """The one source everything is from, or how many there are."""
    sources = list(Source.objects.published()[:2])
    if len(sources) == 1:
        return _("Source: %(source)s (%(day)s).") % {
            "source": sources[0],
            "day": formatting.date(sources[0].published_on),
        }
    count = Source.objects.published().count() if sources else 0
    return ngettext("From %(n)s source.", "From %(n)s sources, each named beside its figures.", count) % {"n": count}


def _shown(bounds: Bounds) -> str:
    text = formatting.span(bounds.lower, bounds.upper)
    return _("%(amount)s stated") % {"amount": text} if bounds.not_stated else text


def _of_bounds(label: str, bounds: Bounds | None, depth: int = 0) -> Bar:
    if bounds is None:
        return Bar(label, _("no entry"), None, None, depth)
    return Bar(label, _shown(bounds), bounds.lower, bounds.upper, depth)


def _row(key: str, label: str, bounds: Bounds | None) -> Row:
    if bounds is None:
        return (key, label, None, None, 0, 0)
    return (key, label, bounds.lower, bounds.upper, bounds.rows, bounds.not_stated)


def by_region(rows: Iterable[tuple[Region, Bounds | None, int]], within: Region | None) -> Graphic:
    """A ladder: each region, set in under the one it lies in."""
    steps = list(rows)
    return Graphic(
        name="funding-by-region",
        scope={"region": [within.code]} if within else {},
        title=_("Funding by region: %(region)s") % {"region": within.name} if within else _("Funding by region"),
        drawing=bars([_of_bounds(region.name, bounds, depth) for region, bounds, depth in steps]),
        columns=OF_BARS,
        rows=[_row(region.code, region.name, bounds) for region, bounds, _depth in steps],
    )


def measure_name(measure: str) -> str:
    return capfirst(str(Measure(measure).label)) if measure in Measure.values else _("not stated")


def by_measure(bounds: Iterable[tuple[str, Bounds]]) -> Graphic:
    found = [(measure, measure_name(measure), of_measure) for measure, of_measure in bounds]
    return Graphic(
        name="funding-by-measure",
        scope={},
        title=_("Funding by measure"),
        drawing=bars([_of_bounds(label, of_measure) for _measure, label, of_measure in found]),
        columns=OF_BARS,
        rows=[_row(*one) for one in found],
    )


def by_year(bounds: Iterable[tuple[int, Bounds]]) -> Graphic:
    found = list(bounds)
    return Graphic(
        name="funding-by-year",
        scope={},
        title=_("Funding by year"),
        drawing=bars([_of_bounds(formatting.years(year, year), of_year) for year, of_year in found]),
        columns=OF_BARS,
        rows=[_row(str(year), str(year), of_year) for year, of_year in found],
    )


def timeline(records: Iterable[Any], scope: Scope, place: str) -> Graphic:
    """Projects and figures over the years they cover, the earliest first."""
    this_year = timezone.localdate().year
    drawn, rows = [], []
    for record in sorted(records, key=lambda one: (one.counted.year_from, one.counted.year_to, one.ref))[:MOST_SPANS]:
        first = None if record.counted.year_from == NO_FIRST_YEAR else record.counted.year_from
        last = max(min(record.counted.year_to, this_year), first or 0)
        label, amount = _words(record)
        drawn.append(Span(label, amount or formatting.years(first, last), first, last))
        rows.append((record.ref, label, amount, first, last))
    return Graphic(
        name="timeline",
        scope=scope,
        title=_("%(place)s over the years") % {"place": place},
        drawing=spans(drawn),
        columns=OF_SPANS,
        rows=rows,
    )


def _words(record: Any) -> tuple[str, str]:
    if isinstance(record, AidProject):
        return record.title, ""
    label = _("%(kind)s: %(subject)s") % {
        "kind": capfirst(record.counted.get_kind_display()),
        "subject": plain_subject(record),
    }
    amount = amount_of(record)
    return label, _("%(amount)s, jointly") % {"amount": amount} if record.counted.village_count > 1 else amount

"""The overview: what is recorded in all, where it went, by what measure, and what was added last."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from projects.counting import Bounds, Selection, measure_bounds, region_bounds, villages_reached
from projects.listings import LISTINGS
from projects.models import CountedFigure, Kind, Level, Measure, Region
from projects.views.details.addresses import Scope, list_address
from projects.views.details.latest import latest
from projects.views.details.statements import state
from projects.views.region import RegionRow, region_row

MOST_REGIONS = 60
COUNTED_LISTS = ("enterprises", "projects", "villages", "awards", "sources")


@dataclass(frozen=True)
class MeasureRow:
    label: Any
    bounds: Bounds
    address: str


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    everything = Selection()
    counted = CountedFigure.objects.all()
    return render(
        request,
        "pages/overview.html",
        {
            "statements": state(counted, everything, {}),
            "reached": villages_reached(counted, everything),
            "counts": [
                (LISTINGS[key].label, list_address(key, {}), LISTINGS[key].published().count()) for key in COUNTED_LISTS
            ],
            "regions": regions_with_funding(),
            "measures": list(measures()),
            "latest": latest(),
            "page_description": _(
                "Which enterprises gave what to which villages, what came of it, and where that is written."
            ),
        },
    )


def regions_with_funding() -> list[RegionRow]:
    """Provinces with the prefectures and counties in them, as deep as the table stays readable."""
    funding = CountedFigure.objects.filter(kind=Kind.FUNDING)
    bounds: dict[str, Bounds] = {}
    for level in (Level.PROVINCE, Level.PREFECTURE, Level.COUNTY):
        of_level = region_bounds(funding, level)
        if bounds and len(bounds) + len(of_level) > MOST_REGIONS:
            break
        bounds |= of_level
    regions = Region.objects.filter(code__in=bounds).order_by("code")
    return [region_row(region, bounds[region.code], len(region.code) // 2 - 1) for region in regions]


def measures() -> Iterator[MeasureRow]:
    bounds = measure_bounds(CountedFigure.objects.filter(kind=Kind.FUNDING))
    for measure, of_measure in sorted(bounds.items(), key=lambda item: (-item[1].upper, item[0])):
        label = capfirst(Measure(measure).label) if measure in Measure.values else _("not stated")
        asked: Scope = {"measure": [measure], "kind": [Kind.FUNDING]}
        yield MeasureRow(label, of_measure, list_address("funding", asked) if measure else "")

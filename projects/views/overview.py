"""The overview: what is recorded in all, where it went, by what measure and when, and what was corrected last."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from projects.counting import Bounds, Selection, measure_bounds, region_bounds, villages_reached, year_bounds
from projects.listings import LISTINGS
from projects.models import CountedFigure, Kind, Level, Region
from projects.models.places import NO_FIRST_YEAR
from projects.views import graphics
from projects.views.details.addresses import Scope, list_address
from projects.views.details.corrections import latest_corrections
from projects.views.details.levels import few_levels
from projects.views.details.statements import state
from projects.views.graphics import Graphic
from projects.views.read_only import read_only
from projects.views.region import RegionRow, region_row

MOST_REGIONS = 60
MOST_ROWS = 50_000
"""Rows that are put in their prefectures and counties while a reader waits."""
MOST_CORRECTIONS = 5
COUNTED_LISTS = ("enterprises", "projects", "awards", "sources")
HEADLINE, LEVEL = "households_lifted", "income_per_head"
"""The indicators the first screen shows; the others follow below."""


@dataclass(frozen=True)
class BoundsRow:
    """The funding under one measure or of one year."""

    key: str
    label: Any
    bounds: Bounds
    address: str


@read_only
def overview(request: HttpRequest) -> HttpResponse:
    everything = Selection()
    counted = CountedFigure.objects.all()
    statements = state(counted, everything, {})
    regions, by_measure, by_year = regions_with_funding(), measures(), years()
    return render(
        request,
        "pages/overview.html",
        {
            "statements": statements,
            "headline": [one for one in statements.outcomes if one.key == HEADLINE],
            "other_outcomes": [one for one in statements.outcomes if one.key != HEADLINE],
            "reached": villages_reached(counted, everything),
            "counts": [(LISTINGS[key].label, list_address(key, {}), LISTINGS[key].count()) for key in COUNTED_LISTS],
            "levels": few_levels(LEVEL),
            "regions": regions,
            "region_chart": region_chart(regions),
            "measures": by_measure,
            "measure_chart": measure_chart(by_measure),
            "years": by_year,
            "reaches_back": CountedFigure.objects.filter(
                kind=Kind.FUNDING, year_from=NO_FIRST_YEAR, is_replaced=False
            ).exists(),
            "year_chart": year_chart(by_year),
            "source_line": graphics.source_line(),
            "corrections": latest_corrections(MOST_CORRECTIONS),
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
        if sum(of_region.rows for of_region in bounds.values()) > MOST_ROWS:
            break
        of_level = region_bounds(funding, level)
        if bounds and len(bounds) + len(of_level) > MOST_REGIONS:
            break
        bounds |= of_level
    regions = Region.objects.filter(code__in=bounds).order_by("code")
    return [region_row(region, bounds[region.code], len(region.code) // 2 - 1) for region in regions]


def region_chart(rows: Iterable[RegionRow]) -> Graphic:
    return graphics.by_region([(row.region, row.bounds, row.depth) for row in rows], None)


def measures() -> list[BoundsRow]:
    """From the measure with the most funding to that with the least."""
    bounds = measure_bounds(CountedFigure.objects.filter(kind=Kind.FUNDING))
    return [
        BoundsRow(
            measure,
            graphics.measure_name(measure),
            of_measure,
            _funding_list({"measure": [measure]}) if measure else "",
        )
        for measure, of_measure in sorted(bounds.items(), key=lambda item: (-item[1].upper, item[0]))
    ]


def measure_chart(rows: Iterable[BoundsRow]) -> Graphic:
    return graphics.by_measure([(row.key, row.bounds) for row in rows])


def years() -> list[BoundsRow]:
    bounds = year_bounds(CountedFigure.objects.filter(kind=Kind.FUNDING))
    return [
        BoundsRow(str(year), str(year), of_year, _funding_list({"year_from": [str(year)], "year_to": [str(year)]}))
        for year, of_year in bounds.items()
    ]


def year_chart(rows: Iterable[BoundsRow]) -> Graphic:
    return graphics.by_year([(int(row.key), row.bounds) for row in rows])


def _funding_list(asked: Scope) -> str:
    return list_address("funding", {**asked, "kind": [Kind.FUNDING]})

"""Regions: from the country down to the village, with totals at each step."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from projects.counting import Bounds, Selection, region_bounds, village_bounds, villages_reached
from projects.counting.selection import begins_with, divisions_above
from projects.models import CountedFigure, Kind, Level, Region, Village
from projects.templatetags.aid import address
from projects.views import graphics
from projects.views.details import related
from projects.views.details.addresses import Scope, list_address
from projects.views.details.capped import Capped, capped, capped_soon
from projects.views.details.figures import region_link
from projects.views.details.levels import level_series, levels_of, public_levels
from projects.views.details.linked_data import as_region
from projects.views.details.page import Crumb, Page
from projects.views.details.statements import state
from projects.views.graphics import Graphic
from projects.views.read_only import read_only

VILLAGE_DIGITS = 12


@read_only
def provinces(request: HttpRequest) -> HttpResponse:
    children = children_of(None)
    page = Page(
        template="pages/regions.html",
        title=_("Regions"),
        description=_("From province to village: what reached each, at least and at most."),
        crumbs=[],
        context={
            "children": children,
            "chart": division_chart(children, None) if any(row.bounds for row in children) else None,
            "source_line": graphics.source_line(),
            "reached": villages_reached(CountedFigure.objects.all(), Selection()),
        },
    )
    return render(request, page.template, page.as_context())


@read_only
def region(request: HttpRequest, code: str) -> HttpResponse:
    if not (code.isascii() and code.isdigit() and len(code) <= VILLAGE_DIGITS):
        raise Http404
    if len(code) == VILLAGE_DIGITS:
        return redirect(address(get_object_or_404(Village.objects.published(), code=code)))
    page = region_page(get_object_or_404(Region, code=code))
    return render(request, page.template, page.as_context())


def region_page(region: Region) -> Page:
    selection = Selection.of({region.code})
    scope: Scope = {"region": [region.code]}
    statements = state(CountedFigure.objects.all(), selection, scope)
    lineage = region.lineage()
    children = children_of(region)
    levels = public_levels(levels_of(divisions_above(region.code)))
    return Page(
        template="pages/region.html",
        title=region.name,
        description=_("What reached %(region)s: funding %(funding)s. Each figure with its source.")
        % {"region": region.name, "funding": statements.of("funding").shown},
        crumbs=[Crumb(_("Regions"), reverse("regions")), *(Crumb(r.name, address(r)) for r in lineage[:-1])],
        about=as_region(region, lineage[:-1]),
        context={
            "region": region,
            "lineage": lineage,
            "statements": statements,
            "reached": villages_reached(CountedFigure.objects.all(), selection),
            "children": children,
            "chart": division_chart(children, region) if any(row.bounds for row in children) else None,
            "source_line": graphics.source_line(),
            "villages": capped(villages_in(region, selection), list_address("villages", scope)),
            "unnamed": unnamed_villages(region),
            "enterprises": related_to(region, related.enterprises_of, list_address("enterprises", scope)),
            "projects": capped(related.projects_of(related.counted_in(selection)), list_address("projects", scope)),
            "sources": related_to(region, related.sources_of, list_address("sources", scope)),
            "series": level_series(levels, list_address("outcomes", scope), region=region.code),
        },
    )


def related_to(region: Region, find: Callable[..., QuerySet[Any]], address: str) -> Capped[Any]:
    """Records that have to do with what lies in the region. In a large one, most of them do: each is asked for that."""
    counted = related.counted_in(Selection.of({region.code}))
    if len(region.code) > Level.PREFECTURE:
        return capped(find(counted), address)
    return capped_soon(find(counted, are_few=False), find(counted), address)


def child_level(region: Region | None) -> Level | None:
    digits = len(region.code) if region else 0
    return next((level for level in Level if level > digits), None)


@dataclass(frozen=True)
class RegionRow:
    region: Region
    bounds: Bounds | None
    """Of its funding; None where nothing is recorded."""
    address: str
    """The list of what the bounds are made of."""
    depth: int = 0


def region_row(region: Region, bounds: Bounds | None, depth: int = 0) -> RegionRow:
    return RegionRow(region, bounds, list_address("funding", {"region": [region.code], "kind": [Kind.FUNDING]}), depth)


def children_of(region: Region | None) -> list[RegionRow]:
    """The divisions one level down."""
    level = child_level(region)
    if level is None:
        return []
    funding = CountedFigure.objects.filter(kind=Kind.FUNDING)
    bounds = region_bounds(funding, level, within=region.code if region else "")
    return [
        region_row(child, bounds.get(child.code)) for child in Region.objects.filter(parent=region).order_by("code")
    ]


def division_chart(rows: list[RegionRow], within: Region | None) -> Graphic:
    return graphics.by_region([(row.region, row.bounds, 0) for row in rows], within)


def villages_in(region: Region, selection: Selection) -> QuerySet[Any]:
    lower, upper = village_bounds(Q(kind=Kind.FUNDING), selection)
    villages: QuerySet[Any] = (
        Village.objects.published()
        .filter(begins_with("position", region.code))
        .annotate(lower=lower, upper=upper)
        .order_by("-upper", "position", "ref")
    )
    return villages


@dataclass(frozen=True)
class Unnamed:
    project: Any
    places: SafeString


def unnamed_villages(region: Region) -> Capped[Unnamed]:
    """Projects that count villages of the region without naming them."""
    rows = related.public_projects().filter(
        begins_with("counted__region_code", region.code), counted__unnamed_villages__gt=0
    )
    address = list_address("projects", {"region": [region.code]})
    return capped(rows, address).map(lambda project: Unnamed(project, region_link(project.counted)))

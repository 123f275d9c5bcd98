"""A village: what reached it, alone and jointly, what came of it, who helped, where that is written."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects import formatting
from projects.bulk import OneOf
from projects.counting import Bucket, Selection
from projects.counting.rules import FIGURES, column_of
from projects.counting.selection import divisions_above
from projects.models import (
    Aggregation,
    Award,
    CountedFigure,
    CountedVillage,
    Donation,
    Funding,
    Kind,
    Level,
    Outcome,
    Purchase,
    Village,
)
from projects.models.places import NO_FIRST_YEAR
from projects.views.details import related
from projects.views.details.addresses import Scope, list_address
from projects.views.details.capped import CAP, Capped, capped
from projects.views.details.corrections import corrections_among
from projects.views.details.figures import FigureRow, enumerated, figure_table, public_figures
from projects.views.details.levels import level_series, levels_of, public_levels
from projects.views.details.linked_data import as_village
from projects.views.details.page import Crumb, Page, crumb_of_list
from projects.views.details.statements import SharedWith, Statements, state
from projects.views.details.story import story
from projects.views.graphics import Graphic, source_line, timeline

PEOPLE_SENT = ("cadres_stationed", "cadre_months", "inspection_visits")
"""Indicators that count people who came to the village, not what changed there."""
MOST_CORRECTIONS = 20


def page(request: HttpRequest, ref: str) -> Page:
    village: Village = get_object_or_404(Village.objects.published().select_related("region"), ref=ref)
    selection = Selection.of(villages={village.pk: village.position})
    scope: Scope = {"village": [village.ref]}
    statements = state(CountedFigure.objects.all(), selection, scope, shared_with=partners(village))
    counted = related.counted_in(selection)
    lineage = village.region.lineage()
    levels = public_levels(levels_of(divisions_above(village.position), village))
    tables = figure_tables(village, selection)
    projects = capped(related.projects_of(counted), list_address("projects", scope))
    enterprises = capped(related.enterprises_of(counted), list_address("enterprises", scope))
    sources = capped(related.sources_of(counted), list_address("sources", scope))
    records = [*projects, *(row.record for table in tables.values() for row in table)]
    summary = story(village, statements, enterprises.items, counted, len(sources))
    return Page(
        template="pages/village.html",
        title=village.name,
        description=formatting.sentences(summary[:2]),
        crumbs=[
            crumb_of_list("villages"),
            *(Crumb(str(r), reverse("region", kwargs={"code": r.code})) for r in lineage),
        ],
        about=as_village(village, lineage),
        record=village,
        context={
            "village": village,
            "coordinates": coordinates_of(village),
            "story": formatting.sentences(summary),
            "statements": statements,
            "outcomes": [one for one in statements.outcomes if one.key not in PEOPLE_SENT],
            "people": [one for one in statements.outcomes if one.key in PEOPLE_SENT],
            "tables": tables,
            "chart": timeline_among(village, records) if records else None,
            "source_line": source_line(),
            "series": level_series(levels, list_address("outcomes", scope), village=village.pk),
            "enterprises": enterprises,
            "projects": projects,
            "awards": capped(awards_naming(village), ""),
            "sources": sources,
            "corrections": corrections_among(records, MOST_CORRECTIONS),
            "unknowns": list(unknowns(village, statements, counted)),
        },
    )


def coordinates_of(village: Village) -> dict[str, str] | None:
    """In words, and as the address that map applications open (RFC 5870, whose coordinates are WGS 84)."""
    if village.latitude is None or village.longitude is None:
        return None
    return {
        "words": formatting.coordinates(village.latitude, village.longitude),
        "address": f"geo:{village.latitude.normalize():f},{village.longitude.normalize():f}",
    }


def figure_tables(village: Village, selection: Selection) -> dict[str, Capped[FigureRow]]:
    naming = list(related.counted_in(selection).values_list(*map(column_of, FIGURES)))
    keys = {model: [row[place] for row in naming if row[place]] for place, model in enumerate(FIGURES)}

    def table(rows: QuerySet[Any], list_key: str) -> Capped[FigureRow]:
        address = list_address(list_key, {"village": [village.ref]})
        of_keys = keys[rows.model]
        return figure_table(rows.filter(OneOf(of_keys)) if of_keys else rows.none(), address, village.pk)

    outcomes = public_figures(Outcome).exclude(indicator__aggregation=Aggregation.NONE)
    return {
        "funding": table(public_figures(Funding), "funding"),
        "donations": table(public_figures(Donation), "donations"),
        "purchases": table(public_figures(Purchase), "purchases"),
        "outcomes": table(outcomes.exclude(indicator__ref__in=PEOPLE_SENT), "outcomes"),
        "people": table(outcomes.filter(indicator__ref__in=PEOPLE_SENT), "outcomes"),
    }


def timeline_of(village: Village) -> Graphic:
    """The chart of the village's page, by itself."""
    selection = Selection.of(villages={village.pk: village.position})
    tables = figure_tables(village, selection)
    projects = related.projects_of(related.counted_in(selection))[:CAP]
    return timeline_among(village, [*projects, *(row.record for table in tables.values() for row in table)])


def timeline_among(village: Village, records: Iterable[Any]) -> Graphic:
    standing = [record for record in records if not record.counted.is_replaced]
    return timeline(standing, {"village": [village.ref]}, village.name)


def awards_naming(village: Village) -> QuerySet[Any]:
    """Awards go to enterprises; some say in their title or note what village they are for."""
    names = Q(title_zh__contains=village.name_zh) | Q(note__contains=village.name_zh)
    if village.name_en:
        names |= Q(title_en__contains=village.name_en) | Q(note_en__contains=village.name_en)
    return Award.objects.published().filter(names).select_related("source").order_by("-year", "ref")


def partners(village: Village) -> SharedWith:
    """Per kind of what is shared, the villages it is shared with, where they are one or two."""
    others = (
        CountedVillage.objects.filter(
            counted__named_villages__village=village, counted__is_replaced=False, counted__may_overlap=False
        )
        .exclude(village=village)
        .exclude(counted__kind=Kind.PROJECT)
        .order_by()
        .values_list("counted__kind", "counted__indicator__ref")
        .annotate(n=Count("village", distinct=True), first=Min("village"), last=Max("village"))
    )
    few = {(kind, ref or ""): (n, {first, last}) for kind, ref, n, first, last in others if n <= 2}
    named = {
        pk: v
        for pk, v in Village.objects.in_bulk({pk for _n, pks in few.values() for pk in pks}).items()
        if v.is_published
    }
    return {of: enumerated([named[pk] for pk in sorted(pks) if pk in named], n) for of, (n, pks) in few.items()}


def unknowns(village: Village, statements: Statements, counted: QuerySet[CountedFigure]) -> Iterator[str]:
    """What a reader may look for and will not find."""
    every = [*statements.money, *statements.outcomes]
    figures = counted.exclude(kind=Kind.PROJECT).aggregate(
        joint=Count("pk", filter=Q(village_count__gt=1)), undated=Count("pk", filter=Q(year_from=NO_FIRST_YEAR))
    )
    if figures["joint"]:
        yield _("How what was given jointly was divided between the villages.")
    if any(s.totals.rows[Bucket.WIDER] for s in every):
        yield _("Whether any of what is stated only for a region it lies in concerns this village.")
    if any(s.totals.rows[Bucket.UNPLACED] for s in every):
        yield _("Whether any of what went to places the source does not state reached this village.")
    if blank := sum(s.totals.not_stated_in_interval for s in every):
        yield ngettext("The amount of one entry.", "The amounts of %(n)s entries.", blank) % {"n": blank}
    if undated := figures["undated"]:
        yield ngettext("When one entry began.", "When %(n)s entries began.", undated) % {"n": undated}
    if not any(s.totals.in_interval for s in statements.outcomes):
        yield _("What came of the assistance here, in numbers.")
    if not village.code:
        yield _("The village's statistical code.")
    if len(village.region_id) < Level.TOWNSHIP:
        yield _("The township the village belongs to.")

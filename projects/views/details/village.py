"""A village: what reached it, alone and jointly, what came of it, who helped, where that is written."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.counting import Bucket, Selection
from projects.counting.selection import divisions_above
from projects.models import (
    Aggregation,
    CountedFigure,
    CountedVillage,
    Donation,
    Figure,
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
from projects.views.details.capped import Capped, capped
from projects.views.details.figures import FigureRow, enumerated, figure_table, in_selection, public_figures
from projects.views.details.levels import level_series, public_levels
from projects.views.details.page import Crumb, Page, crumb_of_list
from projects.views.details.statements import SharedWith, Statements, state
from projects.views.graphics import MOST_SPANS, Graphic, timeline


def page(request: HttpRequest, ref: str) -> Page:
    village: Village = get_object_or_404(Village.objects.published().select_related("region"), ref=ref)
    selection = Selection.of(villages={village.pk: village.position})
    scope: Scope = {"village": [village.ref]}
    statements = state(CountedFigure.objects.all(), selection, scope, shared_with=partners(village))
    counted = related.counted_in(selection)
    lineage = village.region.lineage()
    levels = public_levels(
        Q(counted__named_villages__village=village)
        | Q(counted__region_code__in=sorted(divisions_above(village.position)))
    )

    def table(model: type[Figure], list_key: str) -> Capped[FigureRow]:
        rows = in_selection(public_figures(model), selection)
        if model is Outcome:
            rows = rows.exclude(indicator__aggregation=Aggregation.NONE)
        return figure_table(rows, list_address(list_key, scope), village.pk)

    tables = {
        "funding": table(Funding, "funding"),
        "donations": table(Donation, "donations"),
        "purchases": table(Purchase, "purchases"),
        "outcomes": table(Outcome, "outcomes"),
    }
    series = level_series(levels, list_address("outcomes", scope), village=village.pk)
    return Page(
        template="pages/village.html",
        title=village.name,
        description=_("What reached %(village)s: funding %(funding)s. Each figure with its source.")
        % {"village": village.name, "funding": statements.of("funding").shown},
        crumbs=[
            crumb_of_list("villages"),
            *(Crumb(str(r), reverse("region", kwargs={"code": r.code})) for r in lineage),
        ],
        context={
            "village": village,
            "lineage": lineage,
            "statements": statements,
            "tables": tables,
            "series": series,
            "enterprises": capped(related.enterprises_of(counted), list_address("enterprises", scope)),
            "projects": capped(related.projects_of(counted), list_address("projects", scope)),
            "sources": capped(related.sources_of(counted), list_address("sources", scope)),
            "unknowns": list(unknowns(village, statements, counted)),
        },
    )


def timeline_of(village: Village) -> Graphic:
    selection = Selection.of(villages={village.pk: village.position})
    records: list[Any] = list(
        related.projects_of(related.counted_in(selection)).order_by("counted__year_from", "ref")[:MOST_SPANS]
    )
    for model in (Funding, Donation, Purchase, Outcome):
        rows = in_selection(public_figures(model), selection).filter(counted__is_replaced=False)
        if model is Outcome:
            rows = rows.exclude(indicator__aggregation=Aggregation.NONE)
        records += rows.order_by("counted__year_from", "ref")[:MOST_SPANS]
    return timeline(records, {"village": [village.ref]}, village.name)


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

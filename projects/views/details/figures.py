"""Rows of figures: the amount, what it is for, where, when, how it stands to others and where it is written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Prefetch, QuerySet
from django.urls import reverse
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects import formatting
from projects.models import (
    Aggregation,
    CountedFigure,
    CountedVillage,
    Donation,
    Figure,
    Funding,
    Outcome,
    Payer,
    PlaceKind,
    Purchase,
    Stage,
    State,
    Village,
)
from projects.models.base import in_reader_language
from projects.templatetags.aid import address, in_its_language, link, text, two_languages
from projects.views.details.capped import CAP, Capped, capped
from projects.views.details.marks import mark_of

NAMED_AT_MOST = 12
"""Villages named in a row; the rest are counted."""

RELATED: dict[type[Figure], tuple[str, ...]] = {
    Funding: ("project", "counted__enterprise"),
    Donation: ("enterprise",),
    Purchase: ("enterprise",),
    Outcome: ("project", "indicator", "counted__enterprise"),
}


@dataclass(frozen=True)
class FigureRow:
    record: Any
    amount: SafeString
    subject: SafeString
    places: SafeString
    years: str
    marks: list[SafeString]
    written: SafeString
    """Where it is written, to unfold."""


def shown_villages(path: str, most: int = NAMED_AT_MOST) -> "Prefetch[Any]":
    """The first published villages of what `path` leads to, in one query."""
    villages = CountedVillage.objects.filter(village__state=State.PUBLISHED).select_related("village")
    return Prefetch(path, villages.order_by("position", "village__ref")[:most], to_attr="shown_villages")


def public_figures(model: type[Any], villages_at_most: int = NAMED_AT_MOST) -> QuerySet[Any]:
    """Published figures with everything a row shows, in two queries."""
    rows: QuerySet[Any] = model._default_manager.filter(counted__isnull=False)
    rows = rows.select_related("counted", "source", "part_of", "replaces", *RELATED[model])
    rows = rows.prefetch_related(shown_villages("counted__named_villages", villages_at_most))
    return rows.order_by(F(model.quantity_field).desc(nulls_last=True), "ref")


def figure_table(rows: QuerySet[Any], more: str, here: int | None = None, cap: int = CAP) -> Capped[FigureRow]:
    """At most `cap` rows; `more` leads to all of them."""
    return capped(rows, more, cap).map(lambda figure: row_of(figure, here))


def row_of(figure: Any, here: int | None = None) -> FigureRow:
    """`here` is the village whose page the row stands on."""
    counted: CountedFigure = figure.counted
    return FigureRow(
        record=figure,
        amount=linked_amount(figure),
        subject=subject_of(figure),
        places=places_of_figure(figure, here),
        years=formatting.years(counted.year_from, counted.year_to),
        marks=list(marks_of(figure)),
        written=mark_of(figure),
    )


def amount_of(figure: Any) -> str:
    if isinstance(figure, Outcome):
        return formatting.quantity(figure.value, figure.indicator.unit_name)
    return formatting.money(figure.amount)


def linked_amount(figure: Any) -> SafeString:
    return format_html('<a href="{}">{}</a>', address(figure), amount_of(figure))


def subject_of(figure: Any) -> SafeString:
    """What it is for: a project, a campaign, goods, an indicator."""
    if isinstance(figure, Funding):
        return link(figure.project, "title")
    if isinstance(figure, Outcome):
        return text(figure.indicator, "name")
    for field in SUBJECT_FIELDS[type(figure)]:
        if getattr(figure, field) or getattr(figure, f"{field}_en"):
            return text(figure, field)
    return format_html(
        '<span class="unknown">{}</span>',
        _("purpose not stated") if isinstance(figure, Donation) else _("goods not stated"),
    )


SUBJECT_FIELDS: dict[type[Figure], tuple[str, ...]] = {
    Donation: ("campaign", "purpose", "recipient"),
    Purchase: ("products",),
}


def plain_subject(figure: Any) -> str:
    """What it is for, as plain text."""
    if isinstance(figure, Funding):
        return figure.project.title
    if isinstance(figure, Outcome):
        return figure.indicator.name
    texts = (in_reader_language(*two_languages(figure, field)) for field in SUBJECT_FIELDS[type(figure)])
    return next((found for found in texts if found), capfirst(figure.counted.get_kind_display()))


def places_of_figure(figure: Any, here: int | None = None) -> SafeString:
    is_level = isinstance(figure, Outcome) and figure.indicator.aggregation == Aggregation.NONE
    if is_level and figure.counted.place_kind == PlaceKind.REGION:
        return region_link(figure.counted)  # of the region itself, not of villages in it
    return places_of(figure.counted, here)


def region_link(counted: CountedFigure) -> SafeString:
    address = reverse("region", kwargs={"code": counted.region_code})
    return format_html('<a href="{}">{}</a>', address, in_its_language(counted.places_zh, counted.places_en))


def places_of(counted: CountedFigure, here: int | None = None) -> SafeString:
    if counted.place_kind == PlaceKind.NOT_STATED:
        return format_html('<span class="unknown">{}</span>', _("not stated"))
    if counted.place_kind == PlaceKind.REGION:
        return format_html(_("{region}, villages not named"), region=region_link(counted))
    others = [named.village for named in counted.shown_villages if named.village_id != here]  # type: ignore[attr-defined]
    if here is None:
        return enumerated(others, counted.village_count)
    if counted.village_count == 1:
        return escape(_("this village alone"))
    return format_html(_("jointly with {villages}"), villages=enumerated(others, counted.village_count - 1))


def enumerated(villages: Sequence[Village], count: int) -> SafeString:
    """The villages by name, and how many more there are."""
    separator = formatting.between_names()
    names = format_html_join(separator, "{}", ((link(village),) for village in villages))
    if rest := count - len(villages):
        more = ngettext("one more village", "{n} more villages", rest)
        return format_html("{}{}{}", names, separator if villages else "", format_html(more, n=rest))
    return names


def marks_of(figure: Any) -> Iterator[SafeString]:
    """How the figure stands to others, so that nobody counts anything twice."""
    counted: CountedFigure = figure.counted
    if counted.is_replaced:
        yield escape(_("replaced by a newer figure, not counted"))
    elif figure.quantity is not None and counted.remainder != figure.quantity:
        rest = (
            formatting.quantity(counted.remainder)
            if isinstance(figure, Outcome)
            else formatting.money(counted.remainder)
        )
        yield format_html(_("its parts are counted apart, {amount} is left"), amount=rest)
    if figure.part_of is not None and figure.part_of.is_published:
        yield format_html(_("part of {whole}"), whole=_related(figure, figure.part_of))
    if figure.replaces is not None and figure.replaces.is_published:
        yield format_html(_("replaces {older}"), older=_related(figure, figure.replaces))
    if figure.may_overlap:
        yield escape(_("may already be contained in another figure"))
    if isinstance(figure, Funding) and figure.stage == Stage.COMMITTED:
        yield escape(_("a commitment, not added to what was paid"))
    if isinstance(figure, Donation) and figure.payer == Payer.EMPLOYEES:
        yield escape(_("given by employees"))


def _related(figure: Any, other: Any) -> SafeString:
    """Another figure of the same indicator or in the same money, by its amount."""
    if isinstance(other, Outcome):
        shown = formatting.quantity(other.value, figure.indicator.unit_name)
    else:
        shown = formatting.money(other.amount)
    return format_html('<a href="{}">{}</a>', address(other), shown)

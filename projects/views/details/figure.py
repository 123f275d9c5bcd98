"""One figure: its amount, its wording, what it contains and is contained in, and how it counts."""

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from projects import formatting
from projects.models import Donation, Figure, Funding, Outcome, Purchase
from projects.models.places import NO_FIRST_YEAR
from projects.templatetags.aid import link, text, two_languages
from projects.views.details.capped import capped
from projects.views.details.citations import citation
from projects.views.details.corrections import corrections_of
from projects.views.details.counts import how_it_counts, remainder_of
from projects.views.details.figures import amount_of, places_of_figure, plain_subject, public_figures, row_of
from projects.views.details.marks import wording_of
from projects.views.details.origins import origin_of_figure_places, origin_sentence
from projects.views.details.page import Page, crumb_of_list

VILLAGES_AT_MOST = 200
RELATED_AT_MOST = 200

PLACED_BY: dict[type[Figure], tuple[str, ...]] = {
    Funding: ("village", "enterprise", "project__region", "project__enterprise"),
    Donation: ("region",),
    Purchase: ("region",),
    Outcome: ("village", "region", "project__region", "project__enterprise"),
}


def builder(model: type[Figure], list_key: str) -> Callable[[HttpRequest, str], Page]:
    return lambda request, ref: page(request, model, list_key, ref)


def page(request: HttpRequest, model: type[Figure], list_key: str, ref: str) -> Page:
    figure = get_object_or_404(public_figures(model, VILLAGES_AT_MOST).select_related(*PLACED_BY[model]), ref=ref)
    counted = figure.counted
    rows = public_figures(model)
    ties = {other.pk: row_of(other) for other in rows.filter(pk__in=[figure.part_of_id or 0, figure.replaces_id or 0])}
    years = formatting.years(counted.year_from, counted.year_to)
    return Page(
        template="pages/figure.html",
        title=_("%(amount)s: %(subject)s") % {"amount": amount_of(figure), "subject": plain_subject(figure)},
        description=_("%(kind)s of %(amount)s, %(years)s: where it went, how it counts, where it is written.")
        % {"kind": capfirst(counted.get_kind_display()), "amount": amount_of(figure), "years": years},
        crumbs=[crumb_of_list(list_key)],
        context={
            "figure": figure,
            "kind_label": capfirst(counted.get_kind_display()),
            "amount": amount_of(figure),
            "subject": plain_subject(figure),
            "remainder": remainder_of(figure),
            "parts": capped(rows.filter(part_of=figure), "", RELATED_AT_MOST).map(row_of),
            "whole": ties.get(figure.part_of_id),
            "older": ties.get(figure.replaces_id),
            "newer": capped(rows.filter(replaces=figure), "", RELATED_AT_MOST).map(row_of),
            "years": years,
            "year_remarks": list(year_remarks(figure)),
            "places": places_of_figure(figure),
            "place_origin": origin_sentence(figure, origin_of_figure_places(figure)),
            "facts": [(label, value) for label, value in facts(figure) if value],
            "list_key": list_key,
            "wording": wording_of(figure),
            "corrections": corrections_of(figure),
            "citation": citation(request, figure, amount_of(figure)),
            "how_it_counts": list(how_it_counts(figure)),
        },
    )


funding = builder(Funding, "funding")
donation = builder(Donation, "donations")
purchase = builder(Purchase, "purchases")
outcome = builder(Outcome, "outcomes")


def facts(figure: Any) -> Iterator[tuple[str, SafeString | str]]:
    """What is said about the figure beside amount, place and time; empty where not stated."""
    if isinstance(figure, Funding | Outcome) and figure.project is not None:
        yield _("Project"), link(figure.project, "title")
    if figure.counted.enterprise is not None:
        yield _("Enterprise"), link(figure.counted.enterprise)
    if figure.counted.measure:
        yield _("Measure"), capfirst(figure.counted.get_measure_display())
    if isinstance(figure, Funding):
        yield _("Stage"), capfirst(figure.get_stage_display())
        yield _("Origin"), capfirst(figure.get_origin_display())
        yield _("Terms"), capfirst(figure.get_terms_display())
        yield _("Form"), capfirst(figure.get_form_display())
    elif isinstance(figure, Donation):
        yield _("Payer"), capfirst(figure.get_payer_display()) or _("not stated")
        yield from _texts(figure, campaign=_("Campaign"), recipient=_("Recipient"), purpose=_("Purpose"))
        yield _("Form"), capfirst(figure.get_form_display())
    elif isinstance(figure, Purchase):
        yield _("Mode"), capfirst(figure.get_mode_display())
        yield from _texts(figure, products=_("Products"), channel=_("Channel"))
    elif isinstance(figure, Outcome):
        yield _("Indicator"), text(figure.indicator, "name")
        yield _("How it adds up"), capfirst(figure.indicator.get_aggregation_display())
        yield _("Statistical concept"), capfirst(figure.get_concept_display())


def _texts(figure: Any, **labels: str) -> Iterator[tuple[str, SafeString | str]]:
    for field, label in labels.items():
        yield label, text(figure, field) if any(two_languages(figure, field)) else ""


def year_remarks(figure: Any) -> Iterator[SafeString]:
    """Which ends of the period the source states, and what stands in for the others."""
    if figure.counted.year_from == NO_FIRST_YEAR:
        yield escape(_("No first year is stated: the figure reaches back without limit."))
    elif not figure.year_from:
        yield escape(_("The first year is that of the larger figure it is part of."))
    if figure.year_to:
        return
    if figure.as_of:
        yield format_html(_("It counts as of {day}."), day=formatting.date(figure.as_of))
    elif figure.part_of_id is None and figure.source is not None:
        yield format_html(
            _("No last year is stated: it counts up to the publication of its source on {day}."),
            day=formatting.date(figure.source.published_on),
        )
    elif figure.part_of_id is not None:
        yield escape(_("The last year is that of the larger figure it is part of, or of the source's publication."))

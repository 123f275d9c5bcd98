"""A list as a page."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from projects.bulk import OneOf
from projects.caching.answers import while_unchanged
from projects.counting.rules import column_of
from projects.exports import html
from projects.exports.xlsx import MOST_ROWS
from projects.formatting import sentences
from projects.listings import LISTINGS, Listing, Query
from projects.listings.facets import Facets, facets
from projects.listings.few import SOON, few
from projects.listings.kept import FEW
from projects.models import CountedFigure
from projects.views.chips import chips, in_words, order_in_words, relative, with_parameter, without_blanks
from projects.views.details.page import Crumb
from projects.views.details.statements import Statement, state
from projects.views.form_fields import shown_fields
from projects.views.paging import Shown, show
from projects.views.read_only import read_only
from projects.views.wider import wider_filters

LONGEST_IN_TITLE = 100


@read_only
def page(request: HttpRequest, kind: str) -> HttpResponse:
    given = without_blanks(request.GET)
    if given != request.GET:
        return HttpResponseRedirect(relative(given))  # a form sends its empty boxes too: every result has one address
    listing = LISTINGS[kind]
    query = listing.select(request.GET, strict=False)
    found_facets = Facets() if query.errors else facets(query)
    shown = show(query, found_facets.count, is_all=found_facets.is_all)
    found_chips = chips(query)
    filter_in_words = in_words(found_chips)
    return render(
        request,
        "pages/list.html",
        {
            "listing": listing,
            "fields": list(shown_fields(query, found_facets)),
            "errors": query.errors,
            "other_errors": {name: query.errors[name] for name in ("order", "page") if name in query.errors},
            "shown": shown,
            "in_words": filter_in_words,
            "page_title": _titled(listing, filter_in_words),
            "order_in_words": sentences(said for said in (order_in_words(query), shown.at) if said),
            "breadcrumbs": [Crumb(_("Overview"), reverse("overview")), Crumb(listing.label)],
            "wider": wider_filters(query) if found_chips and not (shown.count or query.errors) else [],
            "heads": [
                (
                    head,
                    with_parameter(request.GET, "order", "" if head.sort_by == listing.default_order else head.sort_by),
                )
                for head in html.heads(listing, query.order)
            ],
            "orders": [(key, column.label) for key, column in listing.orders.items()],
            "order": query.order,
            "rows": html.body(listing, shown.rows),
            "chips": found_chips,
            "statements": _statements(query, shown),
            "totals": f"{reverse('api_totals')}{asked(request.GET)}",
            "files": [
                (suffix, f"{reverse('list_file', kwargs={'kind': kind, 'suffix': suffix})}{asked(request.GET)}")
                for suffix in ("csv", "xlsx", "json")
            ],
            "workbook_holds": f"{MOST_ROWS:,}" if shown.count > MOST_ROWS or not shown.is_all else "",
            "api": f"{reverse('api_list', kwargs={'kind': kind})}{asked(request.GET)}",
        },
    )


def _titled(listing: Listing, filter_in_words: str) -> str:
    if not filter_in_words:
        return str(listing.label)
    return _("%(list)s (%(filter)s)") % {"list": listing.label, "filter": filter_in_words[:LONGEST_IN_TITLE]}


def _statements(query: Query, shown: Shown) -> list[Statement] | None:
    """The totals the list is made of, on all of its pages: each in words and leading to its own rows.

    None where rows would have to be found or added up for longer than a reader may wait.
    """
    if query.errors or not query.listing.has_amounts:
        return []
    return while_unchanged(("statements", get_language(), *query.filter), lambda: _stated(query, shown))


def _stated(query: Query, shown: Shown) -> list[Statement] | None:
    figures = query.counted()
    if figures is None and not shown.is_all:
        return None
    if figures is None:
        is_placed = query.selection.has_places or any(query.params.getlist("bucket"))
        keys = _keys_near(query) if is_placed else query.few  # else, what is kept beside adds nothing
        if keys is None:
            return None
        figures = CountedFigure.objects.filter(OneOf(keys, column_of(query.listing.model)))
    scope = {
        name: values
        for name in query.listing.filterset.base_filters
        if name != "bucket" and (values := [v for v in query.params.getlist(name) if v.strip()])
    }
    statements = state(figures, query.selection, scope, always=())
    return [*statements.money, *statements.outcomes]


def _keys_near(query: Query) -> list[int] | None:
    """What the list holds, and what its place does not put outside; None where finding that takes too long."""
    near = query.near()
    return None if near.is_dear(SOON + 1) else few(near, FEW).keys


def asked(params: QueryDict) -> str:
    """The query string without blanks and without the page."""
    kept = without_blanks(params, "page")
    return f"?{kept.urlencode()}" if kept else ""


def refused(errors: dict[str, list[str]]) -> JsonResponse:
    """A 400 that names each parameter and what was expected of it."""
    return JsonResponse({"errors": errors}, status=400, json_dumps_params={"ensure_ascii": False})

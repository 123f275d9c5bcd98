"""A list as a page."""

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from projects.exports import html
from projects.exports.xlsx import MOST_ROWS
from projects.listings import LISTINGS, Query
from projects.listings.facets import Facets, facets
from projects.views.chips import chips, in_words, order_in_words, with_parameter
from projects.views.details.page import Crumb
from projects.views.details.statements import Statement, state
from projects.views.form_fields import shown_fields
from projects.views.paging import show
from projects.views.query_totals import counted_by
from projects.views.wider import wider_filters


@require_safe
def page(request: HttpRequest, kind: str) -> HttpResponse:
    listing = LISTINGS[kind]
    query = listing.select(request.GET, strict=False)
    shown = show(query)
    found_chips = chips(query)
    found_facets = Facets() if query.errors else facets(query, shown.count if shown.is_all else None)
    return render(
        request,
        "pages/list.html",
        {
            "listing": listing,
            "fields": list(shown_fields(query, found_facets)),
            "errors": query.errors,
            "other_errors": {name: query.errors[name] for name in ("order", "page") if name in query.errors},
            "shown": shown,
            "in_words": in_words(found_chips),
            "order_in_words": order_in_words(query),
            "breadcrumbs": [Crumb(_("Overview"), reverse("overview")), Crumb(listing.label)],
            "wider": wider_filters(query) if found_chips and not (shown.count or query.errors) else [],
            "heads": [
                (head, with_parameter(request.GET, "order", head.sort_by)) for head in html.heads(listing, query.order)
            ],
            "orders": [(key, column.label) for key, column in listing.orders.items()],
            "order": query.order,
            "rows": html.body(listing, shown.rows),
            "chips": found_chips,
            "statements": _statements(query),
            "files": [
                (suffix, f"{reverse('list_file', kwargs={'kind': kind, 'suffix': suffix})}{asked(request.GET)}")
                for suffix in ("csv", "xlsx", "json")
            ],
            "workbook_holds": f"{MOST_ROWS:,}",
            "api": f"{reverse('api_list', kwargs={'kind': kind})}{asked(request.GET)}",
        },
    )


def _statements(query: Query) -> list[Statement]:
    """The totals the list is made of, each in words and leading to its own rows."""
    if query.errors or not query.listing.is_counted:
        return []
    scope = {
        name: values
        for name in query.listing.filterset.base_filters
        if name != "bucket" and (values := [v for v in query.params.getlist(name) if v.strip()])
    }
    found = state(counted_by([query]), query.selection, scope, always=())
    return [*found.money, *found.outcomes]


def asked(params: QueryDict) -> str:
    """The query string without blanks and without the page."""
    kept = QueryDict(mutable=True)
    for name, values in params.lists():
        if name != "page" and (given := [value for value in values if value.strip()]):
            kept.setlist(name, given)
    return f"?{kept.urlencode()}" if kept else ""


def refused(errors: dict[str, list[str]]) -> JsonResponse:
    """A 400 that names each parameter and what was expected of it."""
    return JsonResponse({"errors": errors}, status=400, json_dumps_params={"ensure_ascii": False})

"""A list as a page, and as a file of exactly the same rows."""

from collections.abc import Iterator
from itertools import chain, islice
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from projects.exports import html
from projects.exports.plain import csv_lines, in_blocks, json_blocks
from projects.exports.xlsx import write_xlsx
from projects.listings import LISTINGS, Listing, Query
from projects.listings.base import Row
from projects.models import Source
from projects.views.chips import chips, in_words, order_in_words, with_parameter
from projects.views.details.page import Crumb
from projects.views.details.statements import Statement, state
from projects.views.form_fields import shown_fields
from projects.views.query_totals import counted_by
from projects.views.wider import wider_filters

PER_PAGE = 50


@require_safe
def page(request: HttpRequest, kind: str) -> HttpResponse:
    listing = LISTINGS[kind]
    query = listing.select(request.GET, strict=False)
    count = 0 if query.errors else query.count()
    pages = Paginator(range(count), PER_PAGE)
    if query.page_number > pages.num_pages:
        query.errors["page"] = [
            ngettext("There is only %(last)s page.", "There are only %(last)s pages.", pages.num_pages)
            % {"last": pages.num_pages}
        ]
        count = 0
    start = (query.page_number - 1) * PER_PAGE
    rows = [] if query.errors else list(query.rows(start, start + PER_PAGE))
    found_chips = chips(query)
    return render(
        request,
        "pages/list.html",
        {
            "listing": listing,
            "fields": list(shown_fields(query)),
            "errors": query.errors,
            "other_errors": {name: query.errors[name] for name in ("order", "page") if name in query.errors},
            "count": count,
            "in_words": in_words(found_chips),
            "order_in_words": order_in_words(query),
            "breadcrumbs": [Crumb(_("Overview"), reverse("overview")), Crumb(listing.label)],
            "wider": wider_filters(query) if found_chips and not (count or query.errors) else [],
            "heads": [
                (head, with_parameter(request.GET, "order", head.sort_by)) for head in html.heads(listing, query.order)
            ],
            "orders": [(key, column.label) for key, column in listing.orders.items()],
            "order": query.order,
            "rows": html.cells(listing, rows),
            "pages": pages,
            "page": None if query.errors else pages.page(query.page_number),
            "page_links": _page_links(request.GET, pages, query.page_number),
            "chips": found_chips,
            "statements": _statements(query),
            "files": [
                (suffix, f"{reverse('list_file', kwargs={'kind': kind, 'suffix': suffix})}{_asked(request.GET)}")
                for suffix in ("csv", "xlsx", "json")
            ],
            "api": f"{reverse('api_list', kwargs={'kind': kind})}{_asked(request.GET)}",
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


def _asked(params: QueryDict) -> str:
    """The query string without blanks and without the page."""
    kept = QueryDict(mutable=True)
    for name, values in params.lists():
        if name != "page" and (given := [value for value in values if value.strip()]):
            kept.setlist(name, given)
    return f"?{kept.urlencode()}" if kept else ""


def _page_links(params: QueryDict, pages: "Paginator[Any]", number: int) -> Iterator[tuple[str, str]]:
    """The numbers worth offering, each with its address (empty for a gap and for the page at hand)."""
    if number > pages.num_pages:
        return
    for shown in pages.get_elided_page_range(number, on_each_side=2, on_ends=1):
        is_link = isinstance(shown, int) and shown != number
        yield str(shown), with_parameter(params, "page", str(shown)) if is_link else ""


@require_safe
def file(request: HttpRequest, kind: str, suffix: str) -> HttpResponseBase:
    listing = LISTINGS[kind]
    query = listing.select(request.GET, strict=True)
    if query.errors:
        return refused(query.errors)
    name = f'attachment; filename="{kind}.{suffix}"'
    if suffix == "xlsx":
        about = list(_about(request, listing, query))
        workbook = write_xlsx(str(listing.label), listing.fields, query.rows(), about)
        return FileResponse(workbook, as_attachment=True, filename=f"{kind}.xlsx")
    rows = _begun(query.rows())
    if suffix == "csv":
        pieces, content_type = csv_lines(listing.fields, rows), "text/csv; charset=utf-8"
    else:
        pieces, content_type = json_blocks(listing.fields, rows), "application/json; charset=utf-8"
    return StreamingHttpResponse(in_blocks(pieces), content_type=content_type, headers={"Content-Disposition": name})


def _begun(rows: Iterator[Row]) -> Iterator[Row]:
    """The rows, with the first already fetched: what the database refuses is an error page, not half a file."""
    first = list(islice(rows, 1))
    return chain(first, rows)


def refused(errors: dict[str, list[str]]) -> JsonResponse:
    """A 400 that names each parameter and what was expected of it."""
    return JsonResponse({"errors": errors}, status=400, json_dumps_params={"ensure_ascii": False})


def _about(request: HttpRequest, listing: Listing, query: Query) -> Iterator[tuple[str, str]]:
    yield _("List"), str(listing.label)
    yield _("Query"), request.build_absolute_uri()
    yield _("Retrieved"), date_format(timezone.localtime(), "c")
    yield _("Licence"), settings.DATA_LICENCE
    yield _("Revision"), settings.REVISION
    for column in listing.columns:
        if column.help:
            yield str(column.label), str(column.help)
    if "source" in {field.key for field in listing.fields}:
        refs = set(query.selected.order_by().values_list("source", flat=True).distinct())
        for source in Source.objects.published().filter(pk__in=refs):
            yield _("Source"), f"{source.ref}: {source} ({source.publisher}, {source.published_on.isoformat()})"

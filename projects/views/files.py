"""A list as a file of exactly the rows its page shows."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from projects.exports.csv_file import csv_of_list
from projects.exports.json_file import json_blocks
from projects.exports.xlsx import MOST_ROWS, write_xlsx
from projects.listings import LISTINGS, Listing, Query
from projects.models import CountedVillage, Source
from projects.models.base import in_reader_language
from projects.views.lists import asked, refused
from projects.views.read_only import read_only

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

MOST_SOURCES = 1000
"""Named in a workbook; of more, it says where all of them are."""


@read_only
def file(request: HttpRequest, kind: str, suffix: str) -> HttpResponseBase:
    listing = LISTINGS[kind]
    query = listing.select(request.GET, strict=True)
    if query.errors:
        return refused(query.errors)
    if suffix == "xlsx" and query.has_more_than(MOST_ROWS):
        return _too_long(request, listing)
    content_type = CONTENT_TYPES[suffix]
    headers = {"Content-Disposition": f'attachment; filename="{kind}.{suffix}"'}
    if request.method == "HEAD":
        return StreamingHttpResponse((), content_type=content_type, headers=headers)  # of a length not known
    if suffix == "xlsx":
        about = list(_about(request, listing, query))
        book = write_xlsx(str(listing.label), listing.fields, query.rows(), about)
        return FileResponse(book, content_type=content_type, headers=headers)
    if suffix == "csv":
        blocks = csv_of_list(query, request.META.get("gunicorn.socket"))
    else:
        blocks = json_blocks(listing.fields, query.rows())
    return StreamingHttpResponse(blocks, content_type=content_type, headers=headers)


def _too_long(request: HttpRequest, listing: Listing) -> HttpResponse:
    """A 400 that names the limit and offers the CSV: a page for people, JSON for programs."""
    csv = f"{reverse('list_file', kwargs={'kind': listing.key, 'suffix': 'csv'})}{asked(request.GET)}"
    message = _("A workbook holds at most %(most)s rows, and this list has more. The CSV file holds all of them.") % {
        "most": f"{MOST_ROWS:,}"
    }
    response: HttpResponse
    if request.get_preferred_type(["application/json", "text/html"]) == "text/html":
        back = f"{reverse('list', kwargs={'kind': listing.key})}{asked(request.GET)}"
        context = {"listing": listing, "message": message, "csv": csv, "back": back}
        response = render(request, "pages/too_long.html", context, status=400)
    else:
        response = refused({"xlsx": [f"{message} {csv}"]})
    patch_vary_headers(response, ["Accept"])
    return response


def _about(request: HttpRequest, listing: Listing, query: Query) -> Iterator[tuple[str, str]]:
    yield _("List"), str(listing.label)
    yield _("Query"), request.build_absolute_uri()
    yield _("Retrieved"), timezone.localtime().isoformat(" ", "seconds")
    yield _("Licence"), settings.DATA_LICENCE
    yield _("Revision"), settings.REVISION
    for column in listing.columns:
        if column.help:
            yield str(column.label), str(column.help)
    refs = list(_sources(listing, query)[: MOST_SOURCES + 1])
    for source in Source.objects.published().filter(pk__in=refs[:MOST_SOURCES]):
        yield (
            _("Source"),
            _("%(ref)s: %(title)s (%(publisher)s, %(day)s)")
            % {
                "ref": source.ref,
                "title": source,
                "publisher": in_reader_language(source.publisher, source.publisher_en),
                "day": source.published_on.isoformat(),
            },
        )
    if len(refs) > MOST_SOURCES:
        everything = request.build_absolute_uri(reverse("list", kwargs={"kind": "sources"}))
        yield _("Source"), _("There are more: %(address)s") % {"address": everything}


def _sources(listing: Listing, query: Query) -> QuerySet[Any, int]:
    """The keys of the sources of a list's rows, or of what their upper bounds are the sum of."""
    if "source" in {field.key for field in listing.fields}:
        return query.selected.order_by("source").values_list("source", flat=True).distinct()
    found = CountedVillage.objects.none()
    for column in listing.columns:
        if column.made_of and column.key.endswith("_upper"):
            found |= column.made_of(query)
    of_villages = found.filter(village__in=query.selected.order_by().values("pk"))
    return of_villages.order_by("counted__source").values_list("counted__source", flat=True).distinct()

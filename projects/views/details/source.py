"""A source: everything published that is taken from it, by where it is written."""

import re
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from projects import formatting
from projects.formatting import years
from projects.models import AidProject, Award, Donation, Funding, Outcome, Purchase, Source, State
from projects.models.base import in_reader_language
from projects.templatetags.aid import anchor, anchor_of
from projects.views.details.figures import FigureRow, places_of, row_of, shown_villages
from projects.views.details.latest import public_rows
from projects.views.details.linked_data import as_source
from projects.views.details.page import Page, crumb_of_list
from projects.views.details.passages import passage_key

PER_PAGE = 200

TAKEN: tuple[type[Any], ...] = (AidProject, Funding, Outcome, Donation, Purchase, Award)


@dataclass(frozen=True)
class Entry:
    """One record taken from the source."""

    record: Any
    anchor: str
    label: str
    places: SafeString | None
    years: str
    row: FigureRow | None
    """For figures."""


def page(request: HttpRequest, ref: str) -> Page:
    source: Source = get_object_or_404(Source.objects.published(), ref=ref)
    index = sorted(
        (
            (passage_key(locator), order, record_ref, model, pk, locator)
            for order, model in enumerate(TAKEN)
            for pk, record_ref, locator in published(model).filter(source=source).values_list("pk", "ref", "locator")
        ),
        key=lambda entry: entry[:3],
    )
    pages = Paginator(index, PER_PAGE)
    number = page_number(
        request, pages, [anchor_of(model, record_ref) for _key, _order, record_ref, model, _pk, _locator in index]
    )
    shown = pages.page(number)
    entries = load([(model, pk) for _key, _order, _ref, model, pk, _locator in shown])
    return Page(
        template="pages/source.html",
        title=f"{source}",
        description=_("What is published from “%(source)s” (%(publisher)s, %(day)s), by where it is written.")
        % {
            "source": source,
            "publisher": in_reader_language(source.publisher, source.publisher_en),
            "day": formatting.date(source.published_on),
        },
        crumbs=[crumb_of_list("sources")],
        about=as_source(source),
        record=source,
        context={
            "source": source,
            "is_web_address": source.url.startswith(("http://", "https://")),
            "passages": [
                (locator, list(group)) for locator, group in groupby(entries, key=lambda entry: entry.record.locator)
            ],
            "page": shown,
            "page_links": list(pages.get_elided_page_range(number)) if pages.num_pages > 1 else [],
            "count": len(index),
        },
    )


def published(model: type[Any]) -> QuerySet[Any]:
    records: QuerySet[Any] = model._default_manager.filter(state=State.PUBLISHED)
    return records.order_by()


def page_number(request: HttpRequest, pages: "Paginator[Any]", anchors: list[str]) -> int:
    """The page asked for, or the one that shows the record asked for (`at`)."""
    asked = request.GET.get("page", "")
    if asked:
        if not re.fullmatch(r"[1-9][0-9]{0,6}", asked) or int(asked) > pages.num_pages:
            raise Http404
        return int(asked)
    at = request.GET.get("at", "")
    return anchors.index(at) // PER_PAGE + 1 if at in anchors else 1


def load(keys: list[tuple[type[Any], int]]) -> list[Entry]:
    """The records behind these keys, in their order, in two queries per kind of record."""
    found: dict[tuple[type[Any], int], Entry] = {}
    for model in TAKEN:
        wanted = [pk for of, pk in keys if of is model]
        if wanted:
            found |= {(model, record.pk): entry_of(record) for record in _rows(model).filter(pk__in=wanted)}
    return [found[key] for key in keys if key in found]


def _rows(model: type[Any]) -> QuerySet[Any]:
    rows = public_rows(model)
    return rows.prefetch_related(shown_villages("counted__named_villages")) if model is AidProject else rows


def entry_of(record: Any) -> Entry:
    if isinstance(record, AidProject):
        counted = record.counted
        return Entry(
            record, anchor(record), _("Project"), places_of(counted), years(counted.year_from, counted.year_to), None
        )
    if isinstance(record, Award):
        return Entry(record, anchor(record), _("Award"), None, years(record.year, record.year), None)
    row = row_of(record)
    return Entry(record, anchor(record), capfirst(record.counted.get_kind_display()), row.places, row.years, row)

"""The same lists and totals for programs."""

from decimal import Decimal
from itertools import chain
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse, QueryDict
from django.utils.translation import gettext as _

from projects.counting import Bucket, Selection, Totals
from projects.exports.json_file import as_json
from projects.filters.fields import refuse_other_choices
from projects.formatting import between_names
from projects.listings import LISTINGS, Listing, Query
from projects.models import Kind
from projects.models.places import NO_FIRST_YEAR, NO_LAST_YEAR
from projects.views.chips import with_parameter
from projects.views.lists import refused
from projects.views.query_totals import totals_of
from projects.views.read_only import read_only

PER_PAGE = 100
COUNTED = [listing for listing in LISTINGS.values() if listing.is_counted]
WITHOUT_EFFECT = frozenset({"bucket", "order", "page"})
"""Taken, so that a list's query string can be used as it is; a total has all buckets, no order and no pages."""
KNOWN = frozenset().union(*(listing.parameters for listing in COUNTED))
KINDS: dict[str, list[tuple[str, Any]]] = {
    listing.key: listing.filterset.base_filters["kind"].extra["choices"]
    for listing in COUNTED
    if "kind" in listing.parameters
}
"""The choices of the one parameter that is not the same in all lists that know it."""


@read_only
def rows(request: HttpRequest, kind: str) -> JsonResponse:
    listing = LISTINGS[kind]
    query = listing.select(request.GET, strict=True)
    if query.errors:
        return refused(query.errors)
    count = query.count()
    number, last = query.page_number, max(1, -(-count // PER_PAGE))
    if number > last:
        return refused({"page": [_("The last page is %s.") % last]})
    start = (number - 1) * PER_PAGE
    page = query.page(start, start + PER_PAGE, of=count)
    return _json(
        {
            "count": count,
            "next": _page_address(request, number + 1) if number < last else None,
            "previous": _page_address(request, number - 1) if number > 1 else None,
            "results": [as_json(listing.fields, row) for row in page],
        }
    )


def _page_address(request: HttpRequest, number: int) -> str:
    return request.build_absolute_uri(request.path + with_parameter(request.GET, "page", str(number)))


@read_only
def totals(request: HttpRequest) -> JsonResponse:
    """Totals of every kind. A parameter, or a `kind`, that a list does not know drops that list's figures."""
    given = _given(request.GET)
    errors: dict[str, list[str]] = {
        name[:40]: [_("There is no such parameter. Totals know: %s.") % between_names().join(sorted(KNOWN))]
        for name in request.GET
        if name not in KNOWN
    }
    errors |= _errors_of_kind(request.GET)
    queries: list[Query] = []
    selection = Selection()
    for listing in COUNTED:
        own = _of_list(listing, request.GET)
        query = listing.select(own, strict=False)
        errors |= {name: found for name, found in query.errors.items() if name not in WITHOUT_EFFECT}
        if given == _given(own) and given <= set(listing.parameters):
            queries.append(query)
        selection = query.selection
    if errors:
        return refused(errors)
    found = totals_of(queries, selection)
    summary = found.summary
    donations = _amounts(summary.money[Kind.DONATIONS])
    return _json(
        {
            "selection": _selection(request, found.selection),
            "money": {
                **{kind.value: _amounts(totals) for kind, totals in summary.money.items()},
                Kind.DONATIONS.value: donations,
            },
            "outcomes": {
                ref: {"aggregation": totals.aggregation.value, **_amounts(totals)}
                for ref, totals in summary.outcomes.items()
            },
            "villages": {"lower": found.villages.lower, "upper": found.villages.upper},
        }
    )


def _given(params: QueryDict) -> set[str]:
    return {name for name in params if any(value.strip() for value in params.getlist(name))}


def _errors_of_kind(params: QueryDict) -> dict[str, list[str]]:
    try:
        refuse_other_choices(filter(str.strip, params.getlist("kind")), chain.from_iterable(KINDS.values()))
    except ValidationError as error:
        return {"kind": error.messages}
    return {}


def _of_list(listing: Listing, params: QueryDict) -> QueryDict:
    """The parameters without the kinds of other lists."""
    own = params.copy()
    if listing.key in KINDS:
        own.setlist("kind", [kind for kind in params.getlist("kind") if kind in dict(KINDS[listing.key])])
    return own


def _amounts(totals: Totals) -> dict[str, Any]:
    """Decimal strings; null where adding would mean nothing."""

    def shown(value: Decimal) -> str | None:
        return f"{value:.2f}" if totals.is_additive else None

    return {
        **{bucket.value: shown(totals.amounts[bucket]) for bucket in Bucket},
        "grand_total": shown(totals.grand_total),
        "lower": shown(totals.lower),
        "upper": shown(totals.upper),
        "rows": {bucket.value: totals.rows[bucket] for bucket in Bucket},
        "not_stated": {bucket.value: totals.not_stated[bucket] for bucket in Bucket},
    }


def _selection(request: HttpRequest, selection: Selection) -> dict[str, Any]:
    asked: dict[str, Any] = {name: [v for v in request.GET.getlist(name) if v.strip()] for name in request.GET}
    asked = {name: values for name, values in asked.items() if values}
    asked["year_from"] = None if selection.year_from == NO_FIRST_YEAR else selection.year_from
    asked["year_to"] = None if selection.year_to == NO_LAST_YEAR else selection.year_to
    return asked


def _json(content: dict[str, Any]) -> JsonResponse:
    return JsonResponse(content, json_dumps_params={"ensure_ascii": False})

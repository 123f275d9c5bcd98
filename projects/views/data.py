"""What the published data means: every list, parameter and field, from the declarations themselves."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from projects.listings import LISTINGS, Listing
from projects.views.read_only import read_only

FILES = ("csv", "xlsx", "json")


@read_only
def dictionary(request: HttpRequest) -> HttpResponse:
    listings = [(listing, list(parameters(listing))) for listing in LISTINGS.values()]
    return render(request, "pages/data.html", {"listings": listings, "suffixes": FILES})


@dataclass(frozen=True)
class Parameter:
    name: str
    label: Any
    help: Any = ""


BESIDE_FILTERS = (
    Parameter("order", _("Order"), _("A key of the list; “-” before it for descending.")),
    Parameter("page", _("Page"), _("The first is 1. Files have all rows and no pages.")),
)


def parameters(listing: Listing) -> Iterator[Parameter]:
    """Each parameter with what it asks for, as its field in the form says."""
    for name, filter_ in listing.filterset.base_filters.items():
        yield Parameter(name, filter_.label, filter_.extra.get("help_text", ""))
    yield from BESIDE_FILTERS

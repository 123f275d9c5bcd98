"""What the published data means: every list, parameter and field, from the declarations themselves."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from projects.listings import LISTINGS, Listing

FILES = ("csv", "xlsx", "json")


@require_safe
def dictionary(request: HttpRequest) -> HttpResponse:
    listings = [(listing, parameters(listing)) for listing in LISTINGS.values()]
    return render(request, "pages/data.html", {"listings": listings, "suffixes": FILES})


def parameters(listing: Listing) -> list[tuple[str, Any]]:
    """Each parameter with what it asks for, as its field in the form says."""
    labels = {name: filter_.label for name, filter_ in listing.filterset.base_filters.items()} | {"order": _("Order")}
    return [(name, labels.get(name, "")) for name in listing.parameters]

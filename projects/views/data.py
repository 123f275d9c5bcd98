"""What the published data means: every list, parameter and field, from the declarations themselves."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from projects.listings import LISTINGS

FILES = ("csv", "xlsx", "json")


@require_safe
def dictionary(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/data.html", {"listings": LISTINGS.values(), "suffixes": FILES})

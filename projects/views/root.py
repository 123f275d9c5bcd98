"""Addresses without a language."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request, override
from django.views.decorators.cache import never_cache

from projects.views.read_only import read_only


@read_only
def choose_language(request: HttpRequest) -> HttpResponse:
    """To the overview in the language the reader's browser asks for, else in Chinese."""
    with override(get_language_from_request(request)):
        response = HttpResponseRedirect(reverse("overview"))
    patch_vary_headers(response, ["Accept-Language"])
    return response


@read_only
def favicon(request: HttpRequest) -> HttpResponse:
    """For pages that name no icon of their own, such as the admin's."""
    return HttpResponseRedirect(static("favicon.svg"))


@read_only
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})

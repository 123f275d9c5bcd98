"""What writes nothing says so to whoever wants to write, whatever token came with it."""

import pytest
from django.test import Client
from django.urls import URLPattern

from aidtracker.urls import urlpatterns
from projects.urls import machines, pages

ADDRESSES = (
    "/", "/favicon.ico", "/healthz", "/robots.txt", "/sitemap.xml", "/sitemap-pages-en.xml", "/attachments/1/",
    "/api/v1/funding/", "/api/v1/totals/", "/en/", "/en/feed.atom", "/en/how-we-count/", "/en/data/", "/en/preview.png",
    "/en/charts/funding-by-region.svg", "/en/suggestions/village/", "/en/regions/", "/en/regions/15/", "/en/funding/",
    "/en/funding.csv", "/en/villages/nowhere/",
)  # fmt: skip


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_other_methods_are_refused_before_a_record_is_looked_for(method: str) -> None:
    for address in ADDRESSES:
        response = Client(enforce_csrf_checks=True).generic(method, address)
        assert (response.status_code, response["Allow"]) == (405, "GET, HEAD"), address


def test_of_all_public_views_one_writes() -> None:
    public = [one for one in (*urlpatterns, *pages, *machines) if isinstance(one, URLPattern)]
    assert [one.name for one in public if not getattr(one.callback, "csrf_exempt", False)] == ["correction"]

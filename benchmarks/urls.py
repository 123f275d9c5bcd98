"""The product's addresses, and a page that does nothing: what everything is measured against."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from aidtracker.urls import handler400, handler403, handler404, handler500
from aidtracker.urls import urlpatterns as product

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello", content_type="text/plain")


urlpatterns = [path("hello/", hello), *product]

"""Every public page in both languages, for search engines; and what they are asked to leave alone."""

import datetime
from abc import ABC, abstractmethod
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.core.paginator import Page, Paginator
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import override

from projects.context import BCP_47
from projects.listings import LISTINGS
from projects.models import Region
from projects.views.read_only import read_only

PAGES = ("overview", "how_we_count", "data", "regions")


class InLanguage(Sitemap, ABC):  # type: ignore[type-arg]
    """One language at a time: both at once would hold every record in memory."""

    limit = 10_000

    def __init__(self, language: str) -> None:
        self.language = language

    def location(self, item: Any) -> str:
        with override(self.language):
            return self.address(item)

    @abstractmethod
    def address(self, item: Any) -> str: ...

    def get_urls(self, page: int | str = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        """Each page with itself in the other languages. Paths differ in their prefix alone."""
        urls = super().get_urls(page, site, protocol)
        for url in urls:
            in_language = {
                code: url["location"].replace(f"/{self.language}/", f"/{code}/", 1)
                for code, _name in settings.LANGUAGES
            }
            url["alternates"] = [
                *({"lang_code": BCP_47.get(code, code), "location": there} for code, there in in_language.items()),
                {"lang_code": "x-default", "location": in_language[settings.LANGUAGE_CODE]},
            ]
        return urls

    def get_latest_lastmod(self) -> None:
        """The index does without: the newest date would cost reading every record."""


class Pages(InLanguage):
    def items(self) -> list[str]:
        return [*PAGES, *LISTINGS]

    def address(self, item: str) -> str:
        return reverse("list", kwargs={"kind": item}) if item in LISTINGS else reverse(item)


class Regions(InLanguage):
    def items(self) -> QuerySet[Any, Any]:
        return Region.objects.order_by("code").values_list("code", flat=True)

    def address(self, item: str) -> str:
        return reverse("region", kwargs={"code": item})


class ByKey(Paginator):  # type: ignore[type-arg]
    """Cut between keys: nothing is counted or skipped over, and a record stays in its file."""

    def __init__(self, records: "QuerySet[Any, Any]", per_page: int) -> None:
        super().__init__(records, per_page)
        self.records = records

    @cached_property
    def count(self) -> int:
        last: int | None = self.records.aggregate(last=Max("pk"))["last"]
        return last or 0

    def page(self, number: int | str) -> "Page[Any]":
        number = self.validate_number(number)
        last = number * self.per_page
        return Page(self.records.filter(pk__gt=last - self.per_page, pk__lte=last), number, self)


class Records(InLanguage):
    def __init__(self, language: str, kind: str) -> None:
        super().__init__(language)
        self.kind = kind

    def items(self) -> QuerySet[Any, Any]:
        return LISTINGS[self.kind].published().order_by("pk").values_list("ref", "updated_at")

    @property
    def paginator(self) -> ByKey:
        return ByKey(self.items(), self.limit)

    def address(self, item: tuple[str, datetime.datetime]) -> str:
        return reverse("detail", kwargs={"kind": self.kind, "ref": item[0]})

    def lastmod(self, item: tuple[str, datetime.datetime]) -> datetime.datetime:
        return item[1]


SITEMAPS: "dict[str, Sitemap[Any]]" = {}
for code, _name in settings.LANGUAGES:
    SITEMAPS |= {f"pages-{code}": Pages(code), f"regions-{code}": Regions(code)}
    SITEMAPS |= {f"{kind}-{code}": Records(code, kind) for kind in LISTINGS}


@read_only
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: /{code}/admin/" for code, _name in settings.LANGUAGES)]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}")
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")

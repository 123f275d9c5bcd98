"""Every public page in both languages, for search engines; and what they are asked to leave alone."""

import datetime
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from projects.listings import LISTINGS
from projects.models import Region

PAGES = ("overview", "how_we_count", "data", "regions")


class InLanguage(Sitemap):  # type: ignore[type-arg]
    """One language at a time: both at once would hold every record in memory."""

    limit = 20_000

    def __init__(self, language: str) -> None:
        self.language = language

    def location(self, item: Any) -> str:
        with override(self.language):
            return self.address(item)

    def address(self, item: Any) -> str:
        raise NotImplementedError


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


class Records(InLanguage):
    def __init__(self, language: str, kind: str) -> None:
        super().__init__(language)
        self.kind = kind

    def items(self) -> QuerySet[Any, Any]:
        return LISTINGS[self.kind].published().order_by("pk").values_list("ref", "updated_at")

    def address(self, item: tuple[str, datetime.datetime]) -> str:
        return reverse("detail", kwargs={"kind": self.kind, "ref": item[0]})

    def lastmod(self, item: tuple[str, datetime.datetime]) -> datetime.datetime:
        return item[1]


SITEMAPS: "dict[str, Sitemap[Any]]" = {}
for code, _name in settings.LANGUAGES:
    SITEMAPS |= {f"pages-{code}": Pages(code), f"regions-{code}": Regions(code)}
    SITEMAPS |= {f"{kind}-{code}": Records(code, kind) for kind in LISTINGS}


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", *(f"Disallow: /{code}/admin/" for code, _name in settings.LANGUAGES)]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}")
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")

"""What every page shows around its content: the site's name, its navigation, the same page in other languages."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language, get_language_from_path, get_language_info
from django.utils.translation import gettext as _

from projects.charts import can_write
from projects.listings import LISTINGS

BCP_47 = {"zh-hans": "zh-Hans"}
"""Language tags as HTML wants them, where they differ from Django's."""


@dataclass(frozen=True)
class AlternateUrl:
    code: str
    lang: str
    name: str
    """In its own language."""
    url: str
    is_current: bool


@dataclass(frozen=True)
class Entry:
    key: str
    label: Any
    url: str
    is_current: bool


def site(request: HttpRequest) -> dict[str, Any]:
    site_name = _("Aid tracker")
    current = get_language() or settings.LANGUAGE_CODE
    return {
        "site_name": site_name,
        "page_lang": BCP_47.get(current, current),
        "alternate_urls": [
            AlternateUrl(
                code=code,
                lang=BCP_47.get(code, code),
                name=get_language_info(code)["name_local"],
                url=in_language(request, code),
                is_current=code == current,
            )
            for code, _name in settings.LANGUAGES
        ],
        "default_url": in_language(request, settings.LANGUAGE_CODE),
        "data_licence": settings.DATA_LICENCE,
        "navigation": list(_navigation(request)),
        "origin": _origin(request),
        "preview": _preview(request) if can_write(site_name) else "",
    }


def _origin(request: HttpRequest) -> str:
    """Scheme and host of the site; empty where the host asked for is none of ours."""
    try:
        return f"{request.scheme}://{request.get_host()}"
    except DisallowedHost:
        return ""


def _preview(request: HttpRequest) -> str:
    """The card of the page at hand: a record's own, or the site's."""
    match = request.resolver_match
    if match is not None and match.url_name == "detail":
        return reverse("preview_of", kwargs=match.kwargs)
    return reverse("preview")


def in_language(request: HttpRequest, code: str) -> str:
    """The page at hand in another language, query included. Paths differ in their prefix alone."""
    here = get_language_from_path(request.path_info)
    prefix = get_script_prefix()
    asked = request.get_full_path()
    if here is None or not asked.startswith(f"{prefix}{here}/"):
        return f"{prefix}{code}/"
    return f"{prefix}{code}/{asked.removeprefix(f'{prefix}{here}/')}"


def _navigation(request: HttpRequest) -> list[Entry]:
    match = request.resolver_match
    at = (match.kwargs.get("kind") or match.url_name or "") if match else ""
    entries = [
        Entry(key, listing.label, reverse("list", kwargs={"kind": key}), at == key) for key, listing in LISTINGS.items()
    ]
    regions = Entry("regions", _("Regions"), reverse("regions"), at in ("regions", "region"))
    return [entries[0], regions, *entries[1:]]

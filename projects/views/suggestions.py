"""Places and enterprises by their names, for whoever does not know their refs."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest, JsonResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from projects.filters.search import holders_of_name, spellings
from projects.formatting import is_english
from projects.listings.base import printable
from projects.models import Enterprise, Level, Region, Village
from projects.models.base import in_reader_language
from projects.search import SHORTEST
from projects.views.read_only import read_only

MOST = 10
LONGEST = 100
SECONDS_KEPT = 60
"""By a browser. Kept by the site they would drive out pages."""


@dataclass(frozen=True)
class Suggestion:
    value: str
    """What the parameter takes: a ref, or a division code."""
    name: str
    where: str
    """What tells it from others of the same name."""


@read_only
def suggestions(request: HttpRequest, field: str) -> JsonResponse:
    found = [asdict(suggestion) for suggestion in suggest(field, request.GET.get("q", ""))]
    response = JsonResponse({"results": found}, json_dumps_params={"ensure_ascii": False})
    patch_cache_control(response, private=True, max_age=SECONDS_KEPT)
    return response


def suggest(field: str, text: str) -> list[Suggestion]:
    """The published records whose name, ref or code contains the text; those called just so come first."""
    text = text.strip()
    if not SHORTEST <= len(text) <= LONGEST or "\0" in text:
        return []
    return SUGGESTED[field](text)


def _villages(text: str) -> list[Suggestion]:
    found = holders_of_name(Village, ("ref", "name_zh", "name_en", "code"), text).filter(state="published")
    rows = list(_nearest(found, text, "position", "ref").values_list("ref", "name_zh", "name_en", "region_id"))
    lineages = _lineages(region for *_rest, region in rows)
    return [Suggestion(ref, _name(zh, en), lineages[region]) for ref, zh, en, region in rows]


def _regions(text: str) -> list[Suggestion]:
    found = holders_of_name(Region, ("code", "name_zh", "name_en"), text)
    rows = list(_nearest(found, text, "code").values_list("code", "name_zh", "name_en", "parent_id"))
    lineages = _lineages(parent for *_rest, parent in rows)
    return [Suggestion(code, _name(zh, en), lineages[parent or ""]) for code, zh, en, parent in rows]


def _enterprises(text: str) -> list[Suggestion]:
    found = holders_of_name(Enterprise, ("ref", "name_zh", "name_en", "aliases", "uscc"), text).filter(
        state="published"
    )
    rows = _nearest(found, text, "ref").values_list("ref", "name_zh", "name_en", "parent__name_zh", "parent__name_en")
    return [
        Suggestion(ref, _name(zh, en), _("part of %(group)s") % {"group": _name(group_zh, group_en or "")})
        if group_zh
        else Suggestion(ref, _name(zh, en), ref)
        for ref, zh, en, group_zh, group_en in rows
    ]


SUGGESTED: dict[str, Callable[[str], list[Suggestion]]] = {
    "village": _villages,
    "region": _regions,
    "enterprise": _enterprises,
}
"""By parameter."""


NEARNESS = {"name_zh": 0, "name_en__iexact": 0, "name_zh__startswith": 1, "name_en__istartswith": 1}


def _nearest(found: QuerySet[Any], text: str, *order: str) -> QuerySet[Any]:
    nearness = Case(
        *(
            When(**{condition: spelling}, then=Value(near))
            for condition, near in NEARNESS.items()
            for spelling in spellings(text)
        ),
        default=Value(2),
    )
    return found.order_by(nearness, *order)[:MOST]


def _name(zh: str, en: str) -> str:
    return printable(in_reader_language(zh, en))


def _lineages(codes: Iterable[str | None]) -> dict[str, str]:
    """In words, each region with what contains it: from the largest in Chinese, from the smallest in English."""
    levels = {code: [code[:level] for level in Level if level <= len(code)] for code in {c or "" for c in codes}}
    wanted = {part for parts in levels.values() for part in parts}
    names = {r.code: printable(str(r)) for r in Region.objects.filter(code__in=wanted)}
    found = {code: [names[part] for part in parts] for code, parts in levels.items()}
    if is_english():
        return {code: ", ".join(reversed(parts)) for code, parts in found.items()}
    return {code: "".join(parts) for code, parts in found.items()}

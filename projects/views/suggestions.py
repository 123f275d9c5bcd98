"""Places, enterprises, projects and sources by their names, for whoever does not know their refs."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Case, Model, QuerySet, Value, When
from django.http import HttpRequest, JsonResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from projects.bulk import OneOf
from projects.filters.search import first_of, holders_of_name, spellings
from projects.formatting import is_english
from projects.listings.base import printable
from projects.models import AidProject, Enterprise, Level, Region, Source, Village
from projects.models.base import in_reader_language
from projects.search import SHORTEST
from projects.views.read_only import read_only

MOST = 10
MOST_SORTED = 1000
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


def _projects(text: str) -> list[Suggestion]:
    found = _some(holders_of_name(AidProject, ("ref", "title_zh", "title_en"), text).filter(state="published"))
    rows = _nearest(found, text, "ref", names=("title_zh", "title_en")).values_list(
        "ref", "title_zh", "title_en", "enterprise__name_zh", "enterprise__name_en"
    )
    return [Suggestion(ref, _name(zh, en), _name(giver_zh, giver_en)) for ref, zh, en, giver_zh, giver_en in rows]


def _sources(text: str) -> list[Suggestion]:
    fields = ("ref", "title", "title_en", "publisher", "publisher_en")
    found = _some(holders_of_name(Source, fields, text).filter(state="published"))
    rows = _nearest(found, text, "ref", names=("title", "title_en")).values_list(
        "ref", "title", "title_en", "publisher", "publisher_en"
    )
    return [Suggestion(ref, _name(zh, en), _name(by_zh, by_en)) for ref, zh, en, by_zh, by_en in rows]


SUGGESTED: dict[str, Callable[[str], list[Suggestion]]] = {
    "village": _villages,
    "region": _regions,
    "enterprise": _enterprises,
    "project": _projects,
    "source": _sources,
}
"""By what is suggested: a parameter's name, mostly."""


def suggested_for(parameter: str, model: type[Model]) -> str:
    """What a parameter of a list of such records takes; empty where nothing is suggested."""
    if parameter == "parent":
        return "project" if model is AidProject else "enterprise"
    return parameter if parameter in SUGGESTED else ""


def _some(found: QuerySet[Any]) -> QuerySet[Any]:
    """Of a word in very many titles, not all are sorted by nearness."""
    return found.filter(OneOf(first_of(found.order_by().values("pk"), MOST_SORTED)))


def _nearest(
    found: QuerySet[Any], text: str, *order: str, names: tuple[str, str] = ("name_zh", "name_en")
) -> QuerySet[Any]:
    zh, en = names
    nearness = Case(
        *(
            When(**{condition: spelling}, then=Value(near))
            for condition, near in {zh: 0, f"{en}__iexact": 0, f"{zh}__startswith": 1, f"{en}__istartswith": 1}.items()
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

"""Where the places of a figure or project are taken from, in words."""

from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from projects.models import AidProject, Figure
from projects.templatetags.aid import address, text
from projects.views.details.figures import amount_of


def origin_of_project_places(project: AidProject) -> AidProject | None:
    """The project whose statement counts: itself, or the nearest programme above it that states any."""
    at: AidProject | None = project
    seen: set[int] = set()
    while at is not None and at.pk not in seen:
        if at.own_places():
            return at
        seen.add(at.pk)
        at = at.parent
    return None


def origin_of_figure_places(figure: Figure) -> Figure | AidProject | None:
    """The record whose statement counts, in the order in which `Figure.resolved_places` asks them."""
    if figure.own_places():
        return figure
    whole, project = figure.part_of, figure.stated_project()
    if whole is not None and whole.stated_project() == project and (origin := origin_of_figure_places(whole)):
        return origin
    if project is not None and (of_project := origin_of_project_places(project)):
        return of_project
    return origin_of_figure_places(whole) if whole is not None else None


def origin_sentence(record: Any, origin: Any) -> SafeString:
    if origin is None:
        return escape(_("Neither it nor anything it belongs to states a place."))
    if origin == record:
        return escape(_("Stated for this entry itself."))
    if isinstance(origin, AidProject):
        project = format_html('<a href="{}">{}</a>', address(origin), text(origin, "title"))
        return format_html(_("Taken from the project {project}."), project=project)
    if not origin.is_published:
        return escape(_("Taken from the larger figure it is part of."))
    whole = format_html('<a href="{}">{}</a>', address(origin), amount_of(origin))
    return format_html(_("Taken from the larger figure it is part of, {whole}."), whole=whole)

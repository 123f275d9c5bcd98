"""Who and what has to do with a selection: enterprises, projects, sources."""

from typing import Any

from django.db.models import QuerySet

from projects.counting import Selection, in_interval
from projects.filters.base import some_of
from projects.models import AidProject, CountedFigure, Enterprise, Source


def counted_in(selection: Selection) -> QuerySet[CountedFigure]:
    """What certainly or possibly lies in the selection."""
    return CountedFigure.objects.order_by().filter(in_interval(selection))


def enterprises_of(counted: QuerySet[CountedFigure], *, are_few: bool = True) -> QuerySet[Any]:
    are_theirs = some_of(counted, "enterprise", "pk", are_few=are_few)
    return Enterprise.objects.published().filter(are_theirs).select_related("parent").order_by("ref")


def projects_of(counted: QuerySet[CountedFigure]) -> QuerySet[Any]:
    keys = counted.filter(project__isnull=False).values("project")
    return public_projects().filter(pk__in=keys)


def public_projects() -> QuerySet[Any]:
    """Projects with all that a row of them shows."""
    return (
        AidProject.objects.published()
        .filter(counted__isnull=False)
        .select_related("enterprise", "counted", "source")
        .order_by("ref")
    )


def sources_of(counted: QuerySet[CountedFigure], *, are_few: bool = True) -> QuerySet[Any]:
    taken_from = some_of(counted, "source", "pk", are_few=are_few)
    return Source.objects.published().filter(taken_from).order_by("-published_on", "ref")

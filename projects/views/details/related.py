"""Who and what has to do with a selection: enterprises, projects, sources."""

from typing import Any

from django.db.models import Q, QuerySet

from projects.counting import IN_THE_INTERVAL, Selection, bucket_case
from projects.models import AidProject, CountedFigure, Enterprise, Source

COLUMNS = ("funding", "donation", "purchase", "outcome", "project")


def counted_in(selection: Selection) -> QuerySet[CountedFigure]:
    """What certainly or possibly lies in the selection."""
    return (
        CountedFigure.objects.order_by()
        .annotate(lies=bucket_case(selection))
        .filter(lies__in=[bucket.value for bucket in IN_THE_INTERVAL])
    )


def enterprises_of(counted: QuerySet[CountedFigure]) -> QuerySet[Any]:
    keys = counted.filter(enterprise__isnull=False).values("enterprise")
    return Enterprise.objects.published().filter(pk__in=keys).select_related("parent").order_by("ref")


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


def sources_of(counted: QuerySet[CountedFigure]) -> QuerySet[Any]:
    taken_from = Q()
    for column in COLUMNS:
        keys = counted.filter(**{f"{column}__source__isnull": False}).values(f"{column}__source")
        taken_from |= Q(pk__in=keys)
    return Source.objects.published().filter(taken_from).order_by("-published_on", "ref")

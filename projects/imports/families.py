"""The rules between figures that contain or replace each other, for many figures at once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q

from projects.bulk import batched
from projects.models import AidProject, Figure
from projects.vetting import found_alone, in_words


def tied(model: Any, pks: Iterable[int]) -> set[int]:
    """Those among stored figures that others are part of or replace."""
    pks = set(pks)
    rows = model._default_manager.filter(Q(part_of__in=pks) | Q(replaces__in=pks)).values_list("part_of", "replaces")
    return {pk for row in rows for pk in row if pk in pks}


def check(model: Any, pks: Iterable[int]) -> Iterator[tuple[int, ValidationError | list[str]]]:
    """For each of these stored figures the rule it breaks, or what looks wrong but may be right."""
    for todo in batched(sorted(pks)):
        figures = _load(model, _relatives(model, set(todo)))
        for pk in todo:
            try:
                figures[pk].clean()
            except ValidationError as error:
                yield pk, error
            else:
                if found := in_words(found_alone(figures[pk])):
                    yield pk, found


def _relatives(model: Any, pks: set[int]) -> set[int]:
    known: set[int] = set()
    edge = pks
    while edge:
        known |= edge
        rows = model._default_manager.filter(Q(pk__in=edge) | Q(part_of__in=edge) | Q(replaces__in=edge)).values_list(
            "pk", "part_of", "replaces"
        )
        edge = {pk for row in rows for pk in row if pk is not None} - known
    return known


def _load(model: Any, pks: set[int]) -> dict[int, Any]:
    """These figures, holding each other, their parts, and the projects their places come from."""
    related = {field.name for field in model._meta.concrete_fields if field.many_to_one}
    figures: dict[int, Any] = {}
    for keys in batched(sorted(pks)):
        rows = model._default_manager.select_related(*related - {"part_of", "replaces", "project"})
        if model._meta.many_to_many:
            rows = rows.prefetch_related("villages")
        figures |= {figure.pk: figure for figure in rows.filter(pk__in=keys)}
    parts: dict[int, list[Figure]] = defaultdict(list)
    successors: dict[int, list[Figure]] = defaultdict(list)
    summed: set[int] = set()
    projects = _projects({f.project_id for f in figures.values() if f.project_id}) if "project" in related else {}
    for figure in figures.values():
        figure.summed = summed
        figure.known_parts = parts[figure.pk]
        figure.known_successors = successors[figure.pk]
        if projects and figure.project_id:
            figure.project = projects[figure.project_id]
        if figure.part_of_id:
            figure.part_of = figures[figure.part_of_id]
            parts[figure.part_of_id].append(figure)
        if figure.replaces_id:
            figure.replaces = figures[figure.replaces_id]
            successors[figure.replaces_id].append(figure)
    return figures


def _projects(pks: set[int]) -> dict[int, AidProject]:
    projects: dict[int, AidProject] = {}
    missing = pks
    while missing:
        found = AidProject.objects.filter(pk__in=missing).select_related("enterprise", "region", "source")
        projects |= {project.pk: project for project in found.prefetch_related("villages")}
        missing = {p.parent_id for p in projects.values() if p.parent_id} - projects.keys()
    for project in projects.values():
        if project.parent_id:
            project.parent = projects[project.parent_id]
    return projects

"""Keeps the read model in step with every write, inside the writer's transaction."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.apps import apps
from django.db import connections, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.models import Model, Q
from django.db.models.signals import m2m_changed, post_delete, post_migrate, post_save, pre_save

from projects.bulk import batched
from projects.counting import ledger, rules
from projects.counting.bounds import refresh_bounds
from projects.counting.reach import refresh_reach
from projects.models import (
    AidProject,
    CountedFigure,
    Donation,
    Figure,
    Funding,
    Outcome,
    Purchase,
    Region,
    Source,
    Village,
)

AT_ONCE = 10_000
"""Keys in one query; SQLite takes no more than 32,766."""


class Changes:
    """Records whose rows of the read model are to be made again."""

    def __init__(self) -> None:
        self.figures: dict[type[Figure], set[int]] = defaultdict(set)
        self.projects: set[int] = set()

    def add_figure(self, model: type[Figure], *pks: int | None) -> None:
        self.figures[model].update(pk for pk in pks if pk is not None)

    def add_shown(self, rows: Q) -> None:
        """Whatever the read model shows in these rows."""
        shown: tuple[type[Any], ...] = rules.COUNTED
        for model in shown:
            column = rules.column_of(model)
            pks = CountedFigure.objects.filter(rows, **{f"{column}__isnull": False}).values_list(column, flat=True)
            if model is AidProject:
                self.projects.update(pk for pk in pks if pk)
            else:
                self.add_figure(model, *pks)

    def add_records(self, model: type[Model], pks: Collection[Any]) -> None:
        if issubclass(model, Figure):
            self.add_figure(model, *pks)
        elif model is AidProject:
            self.projects.update(pks)
        elif model is Village:
            self.add_shown(Q(named_villages__village__in=pks))
        elif model is Region:
            self.add_shown(Q(region_code__in=pks))
        elif model is Source:
            self.add_sourced(pks)
        else:
            raise TypeError(f"{model.__name__} is not counted")

    def add_sourced(self, sources: Collection[int]) -> None:
        """Periods without a year of their own end with the source's publication."""
        self.projects.update(AidProject.objects.filter(source__in=sources).values_list("pk", flat=True))
        for model in rules.FIGURES:
            self.add_figure(model, *model._default_manager.filter(source__in=sources).values_list("pk", flat=True))

    def apply(self) -> None:
        with transaction.atomic():
            ledger.lock()
            touched: set[int] = set()
            if self.projects:
                projects = ledger.with_descendants(self.projects)
                touched |= ledger.refresh(AidProject, projects)
                for of_project in (Funding, Outcome):
                    self.add_figure(of_project, *ledger.figures_of(of_project, projects))
            for model, changed in self.figures.items():
                if tied := ledger.relatives(model, changed):
                    touched |= ledger.refresh(model, tied)
            if touched:
                refresh_reach(touched)
                refresh_bounds(touched)


_waiting: ContextVar[Changes | None] = ContextVar("waiting", default=None)


@contextmanager
def together() -> Iterator[None]:
    """Bring the read model up to date once for many writes, all in one transaction."""
    if _waiting.get() is not None:
        yield
        return
    changes = Changes()
    token = _waiting.set(changes)
    try:
        with transaction.atomic():
            yield
            changes.apply()
    finally:
        _waiting.reset(token)


def mark(model: type[Model], pks: Iterable[Any], left_behind: Iterable[int | None] = ()) -> None:
    """Count anew what was written in bulk, past every signal: figures, projects, or what these show or depend on.

    To be called within `together()`, after the write. `left_behind`: the figures that the changed ones were part of,
    or replaced, before. New villages, regions and sources need no mark, nor do enterprises and awards.
    """
    with _changes() as changes:
        for some in batched(pks, AT_ONCE):
            changes.add_records(model, some)
        if issubclass(model, Figure):
            changes.add_figure(model, *left_behind)


@contextmanager
def _changes() -> Iterator[Changes]:
    waiting = _waiting.get()
    if waiting is not None:
        yield waiting
        return
    changes = Changes()
    yield changes
    changes.apply()


def _figure_will_change(sender: type[Figure], instance: Figure, raw: bool = False, **_: Any) -> None:
    """What it was part of, or replaced, until now is counted differently from now on."""
    if instance.pk is None or raw:
        return
    before = sender._default_manager.filter(pk=instance.pk).values_list("part_of", "replaces").first()
    if before and before != (instance.part_of_id, instance.replaces_id):
        instance._left_behind = before  # type: ignore[attr-defined]


def _figure_changed(sender: type[Figure], instance: Figure, raw: bool = False, **_: Any) -> None:
    if raw:
        return
    with _changes() as changes:
        changes.add_figure(sender, instance.pk, instance.part_of_id, instance.replaces_id)
        changes.add_figure(sender, *instance.__dict__.pop("_left_behind", ()))


def _figure_deleted(sender: type[Figure], instance: Figure, **_: Any) -> None:
    with _changes() as changes:
        changes.add_figure(sender, instance.pk, instance.part_of_id, instance.replaces_id)


def _project_deleted(sender: type[AidProject], instance: AidProject, **_: Any) -> None:
    with _changes() as changes:
        changes.projects.add(instance.pk)


def _project_changed(sender: type[AidProject], instance: AidProject, raw: bool = False, **_: Any) -> None:
    if raw:
        return
    with _changes() as changes:
        changes.projects.add(instance.pk)


def _villages_changed(instance: Any, action: str, reverse: bool, model: Any, pk_set: set[int] | None, **_: Any) -> None:
    if not action.startswith("post_"):
        return
    with _changes() as changes:
        if reverse and pk_set is None:  # the village was taken off every list: the read model still shows which
            changes.add_shown(Q(named_villages__village=instance))
            return
        sharer, pks = (model, pk_set or set()) if reverse else (type(instance), {instance.pk})
        if sharer is AidProject:
            changes.projects |= pks
        else:
            changes.add_figure(sharer, *pks)


def _village_changed(sender: type[Village], instance: Village, created: bool, raw: bool = False, **_: Any) -> None:
    if created or raw:
        return
    with _changes() as changes:
        changes.add_shown(Q(named_villages__village=instance))


def _village_deleted(sender: type[Village], instance: Village, **_: Any) -> None:
    """What named it still shows it."""
    with _changes() as changes:
        changes.add_shown(Q(named_villages__village=instance.pk))


def _region_changed(sender: type[Region], instance: Region, created: bool, raw: bool = False, **_: Any) -> None:
    if created or raw:
        return
    with _changes() as changes:
        changes.add_shown(Q(region_code=instance.code))


def _source_changed(sender: type[Source], instance: Source, created: bool, raw: bool = False, **_: Any) -> None:
    if created or raw:
        return
    with _changes() as changes:
        changes.add_sourced([instance.pk])


def _fill_after_migration(using: str, **_: Any) -> None:
    """A migration that changes what the read model holds empties it.

    Short of the last migration the tables are not those that are filled and read here: the version of the site that
    belongs to them fills them at its own `migrate`.
    """
    if _is_migrated(using) and ledger.is_unfilled():
        ledger.rebuild()


def _is_migrated(using: str) -> bool:
    loader = MigrationLoader(connections[using])
    return {*loader.graph.leaf_nodes("projects")} <= {*loader.applied_migrations}


def connect() -> None:
    post_migrate.connect(_fill_after_migration, sender=apps.get_app_config("projects"))
    for model in rules.FIGURES:
        pre_save.connect(_figure_will_change, sender=model)
        post_save.connect(_figure_changed, sender=model)
        post_delete.connect(_figure_deleted, sender=model)
    post_save.connect(_project_changed, sender=AidProject)
    post_delete.connect(_project_deleted, sender=AidProject)
    for shared in (AidProject, Donation, Purchase):
        m2m_changed.connect(_villages_changed, sender=shared.villages.through)
    post_save.connect(_village_changed, sender=Village)
    post_delete.connect(_village_deleted, sender=Village)
    post_save.connect(_region_changed, sender=Region)
    post_save.connect(_source_changed, sender=Source)

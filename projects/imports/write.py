"""Many records into the database with few statements: stored, remembered and counted as single saves are."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from projects.bulk import CHUNK, insert
from projects.counting.sync import mark
from projects.models import AidProject, Figure, Region, Source, Village
from projects.models.history import Writing, remember
from projects.vetting import Facts


@dataclass(slots=True)
class Staged:
    """A valid record about to be stored."""

    row: int
    record: Any
    is_new: bool
    villages: list[Village] | None = None
    """None: they stay as they are."""
    before: dict[str, str] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)
    found: dict[str, Facts] = field(default_factory=dict)
    """What looks wrong in it by itself, by check."""
    left_behind: tuple[int | None, ...] = ()
    """What the figure was part of, or replaced, until now."""


def write(model: Any, staged: Sequence[Staged], said: Writing) -> None:
    """Inside `together()` and a transaction; the records are valid and locked."""
    new = [each.record for each in staged if each.is_new]
    changed = [each.record for each in staged if not each.is_new]
    for record in (*new, *changed):
        record.settle()
    insert(model, new)
    if changed:
        kept = (model._meta.pk.name, "created_at")
        columns = [f.name for f in model._meta.concrete_fields if f.name not in kept]
        model._default_manager.bulk_create(
            changed, CHUNK, update_conflicts=True, unique_fields=[model._meta.pk.name], update_fields=columns
        )
    _link_villages(model, staged)
    remember(model, [record.pk for record in new], "+", said)
    remember(model, [record.pk for record in changed], "~", said)
    if issubclass(model, Figure):
        mark(model, [each.record.pk for each in staged], [pk for each in staged for pk in each.left_behind if pk])
    elif issubclass(model, AidProject):
        mark(model, [each.record.pk for each in staged])
    elif issubclass(model, (Village, Region, Source)):
        mark(model, [record.pk for record in changed])


def _link_villages(model: Any, staged: Sequence[Staged]) -> None:
    named = [each for each in staged if each.villages is not None]
    if not named:
        return
    villages = model._meta.get_field("villages")
    through, ours = villages.remote_field.through, villages.m2m_field_name()
    known = [each.record.pk for each in named if not each.is_new]
    through._default_manager.filter(**{f"{ours}__in": known}).delete()
    through._default_manager.bulk_create(
        [
            through(**{f"{ours}_id": each.record.pk, "village_id": pk})
            for each in named
            for pk in dict.fromkeys(village.pk for village in each.villages or ())
        ],
        batch_size=CHUNK,
    )

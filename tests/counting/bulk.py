"""Edits as an import makes them: past every signal, and marked afterwards."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any
from unittest.mock import patch

from projects.counting import mark, sync, together
from projects.models import AidProject, Donation, Figure, Purchase, Region, Source, Village
from tests.counting.edits import EDITS, Edit, delete, delete_several
from tests.counting.ledgers import MODELS, Chance

BULK_EDITS: list[Edit] = [edit for edit in EDITS if edit not in (delete, delete_several)]
"""What is deleted in bulk still sends its signals."""

Rows = dict[Any, tuple[Any, ...]]
MARKED: list[type[Any]] = [*MODELS, AidProject, Village, Region, Source]


@contextmanager
def unnoticed() -> Iterator[None]:
    with patch.object(sync, "_changes", lambda: nullcontext(sync.Changes())):
        yield


def stored(model: type[Any]) -> Rows:
    rows: Rows = {row[0]: row[1:] for row in model.objects.values_list("pk", *[f.attname for f in fields(model)])}
    if model in (AidProject, Donation, Purchase):
        for pk, village in sorted(model.objects.filter(villages__isnull=False).values_list("pk", "villages")):
            rows[pk] += (village,)
    return rows


def fields(model: type[Any]) -> list[Any]:
    return [f for f in model._meta.concrete_fields if f.name not in ("version", "created_at", "updated_at")]


def left_behind(model: type[Any], before: list[tuple[Any, ...]]) -> set[int | None]:
    if not issubclass(model, Figure):
        return set()
    places = [place for place, f in enumerate(fields(model)) if f.name in ("part_of", "replaces")]
    return {row[place] for row in before for place in places}


def in_bulk(edits: list[tuple[Edit, int]], note: Callable[[str], object] = print) -> None:
    with together():
        before = {model: stored(model) for model in MARKED}
        with unnoticed():
            for edit, seed in edits:
                note(f"{edit.__name__}, {seed}")
                edit(Chance(seed))
        for model, was in before.items():
            now = stored(model)
            changed = [pk for pk, row in now.items() if was.get(pk) != row]
            if changed:
                mark(model, changed, left_behind(model, [was[pk] for pk in changed if pk in was]))

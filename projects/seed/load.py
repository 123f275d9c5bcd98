"""Loads the facts through the same validation as the admin."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from projects.counting.sync import together
from projects.models import (
    AidProject,
    Award,
    Donation,
    Enterprise,
    Funding,
    Outcome,
    Purchase,
    Region,
    Source,
    State,
    Village,
)
from projects.seed import figures, places
from projects.seed import projects as seed_projects

SOURCE = "zhunneng-2021-03-09"
GIVER = "zhunneng"

STEPS: list[tuple[type[models.Model], list[dict[str, Any]], dict[str, Any]]] = [
    (Region, places.REGIONS, {}),
    (Source, places.SOURCES, {"state": State.PUBLISHED}),
    (Village, places.VILLAGES, {"state": State.PUBLISHED}),
    (Enterprise, places.ENTERPRISES, {"state": State.PUBLISHED}),
    (AidProject, seed_projects.PROJECTS, {"state": State.PUBLISHED, "source": SOURCE, "enterprise": GIVER}),
    (Award, seed_projects.AWARDS, {"state": State.PUBLISHED, "source": SOURCE, "enterprise": GIVER}),
    (Funding, figures.FUNDING, {"state": State.PUBLISHED, "source": SOURCE}),
    (Donation, figures.DONATIONS, {"state": State.PUBLISHED, "source": SOURCE, "enterprise": GIVER}),
    (Purchase, figures.PURCHASES, {"state": State.PUBLISHED, "source": SOURCE, "enterprise": GIVER}),
    (Outcome, figures.OUTCOMES, {"state": State.PUBLISHED, "source": SOURCE}),
]


class SeedError(Exception):
    """A fact that cannot be stored; names the record and what is wrong with it."""


@transaction.atomic
def load() -> tuple[int, int]:
    """Add the facts that were never added before. (added, already known)

    What is known stays as staff left it: changed, taken back or deleted.
    """
    added = known = 0
    with together():
        for model, rows, shared in STEPS:
            loaded = _ever_stored(model)
            for row in rows:
                if row[_key(model)] in loaded:
                    known += 1
                else:
                    _add(model, {**shared, **row})
                    added += 1
    return added, known


def _key(model: type[models.Model]) -> str:
    return "code" if model is Region else "ref"


def _ever_stored(model: Any) -> set[str]:
    """History remembers what was deleted: loading again is no way round staff's decision."""
    key = _key(model)
    return {*model.objects.values_list(key, flat=True), *model.history.values_list(key, flat=True)}


def _add(model: type[models.Model], row: dict[str, Any]) -> None:
    name = f"{model._meta.verbose_name} {row[_key(model)]}"
    record: Any = model()
    villages = [_find(Village, ref, name) for ref in row.pop("villages", ())]
    for field, value in row.items():
        setattr(record, field, _value(model, field, value, name))
    if isinstance(record, (Funding, Donation, Purchase)):
        record.as_written = row.get("amount", "")
    if villages:
        record.pending_villages = villages
    try:
        record.full_clean()
    except ValidationError as error:
        wrong = "; ".join(f"{field}: {' '.join(texts)}" for field, texts in error.message_dict.items())
        raise SeedError(f"{name}: {wrong}") from error
    record._change_reason = "manage.py seed"
    record.save()
    if villages:
        record.villages.set(villages)


def _value(model: type[models.Model], field_name: str, value: Any, wanted_by: str) -> Any:
    field = model._meta.get_field(field_name)
    if isinstance(field, models.ForeignKey):
        return _find(field.related_model, value, wanted_by)
    return date.fromisoformat(value) if isinstance(field, models.DateField) else value


def _find(model: Any, ref: str, wanted_by: str) -> Any:
    try:
        return model.objects.get(**{_key(model): ref})
    except model.DoesNotExist as error:
        raise SeedError(f"{wanted_by}: the {model._meta.verbose_name} {ref} it belongs to is not there.") from error

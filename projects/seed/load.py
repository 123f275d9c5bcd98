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
    Indicator,
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
    """A fact that the rules refuse; names the record."""


@transaction.atomic
def load() -> tuple[int, int]:
    """Add the facts that are not there yet. (added, already there)

    What is there stays as it is, also where staff have changed it since.
    """
    added = present = 0
    with together():
        for model, rows, shared in STEPS:
            key = "code" if model is Region else "ref"
            known = set(model._default_manager.values_list(key, flat=True))
            for row in rows:
                if row[key] in known:
                    present += 1
                else:
                    _add(model, {**shared, **row})
                    added += 1
    return added, present


def _add(model: type[models.Model], row: dict[str, Any]) -> None:
    villages = list(Village.objects.filter(ref__in=row.pop("villages", [])))
    record: Any = model()
    for name, value in row.items():
        setattr(record, name, _value(model, name, value))
    if isinstance(record, (Funding, Donation, Purchase)):
        record.as_written = row.get("as_written") or row.get("amount", "")
    if villages:
        record.pending_villages = villages
    try:
        record.full_clean()
    except ValidationError as error:
        raise SeedError(f"{model.__name__} {row.get('ref') or row.get('code')}: {error.message_dict}") from error
    record.save()
    if villages:
        record.villages.set(villages)


def _value(model: type[models.Model], name: str, value: Any) -> Any:
    field = model._meta.get_field(name)
    if isinstance(field, models.ForeignKey):
        target = field.related_model
        if target is Region:
            return Region.objects.get(code=value)
        if target is Indicator:
            return Indicator.objects.get(ref=value)
        assert isinstance(target, type)
        return target._default_manager.get(ref=value)
    if isinstance(field, models.DateField):
        return date.fromisoformat(value)
    return value

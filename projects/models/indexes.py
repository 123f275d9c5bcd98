"""Indexes that lists are sorted by."""

from typing import Any

from django.db import models
from django.db.models import F


class LargestFirst(models.Index):
    """The largest first, what is not stated last. SQLite has it so anyway, and no words for it in an index."""

    def __init__(self, field: str, *, name: str) -> None:
        self.field = field
        super().__init__(F(field).desc(nulls_last=True), F("id").desc(), name=name)

    def deconstruct(self) -> Any:
        return f"{self.__module__}.{type(self).__name__}", (self.field,), {"name": self.name}

    def create_sql(self, model: Any, schema_editor: Any, using: str = "", **kwargs: Any) -> Any:
        if schema_editor.connection.vendor == "sqlite":
            plain = models.Index(F(self.field).desc(), F("id").desc(), name=self.name)
            return plain.create_sql(model, schema_editor, using, **kwargs)
        return super().create_sql(model, schema_editor, using, **kwargs)


def sorted_by(model: str, *fields: str) -> list[models.Index]:
    """For fields that are never null: one index serves both directions."""
    return [models.Index(fields=[field, "id"], name=f"{model}_by_{field}") for field in fields]


def filtered_by(model: str, *fields: str) -> list[models.Index]:
    """For codes that lists are not sorted by: what hardly any record has is found without reading them all."""
    return [models.Index(fields=[field], name=f"{model}_of_{field}") for field in fields]


def sorted_by_quantity(model: str, field: str) -> list[models.Index]:
    return [*sorted_by(model, field), LargestFirst(field, name=f"{model}_by_{field}_down")]


def reminded_by(model: str) -> models.Index:
    """Of the few records that have a day to be reminded of."""
    return models.Index(fields=["due_on"], name=f"{model}_by_due_on", condition=models.Q(due_on__isnull=False))

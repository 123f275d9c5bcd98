"""The history of records: who changed what, when, why, and in which batch."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection, models
from django.db.models import CharField, DateTimeField, IntegerField, Value
from django.dispatch import receiver
from django.utils import timezone
from simple_history.models import HistoricalRecords
from simple_history.signals import pre_create_historical_record

LONGEST_REASON = 100


class InBatch(models.Model):
    """Beside every version of a record: the proposal that made it, if one did."""

    batch = models.ForeignKey("projects.Proposal", models.SET_NULL, null=True, related_name="+")

    class Meta:
        abstract = True


def kept_history(**options: Any) -> HistoricalRecords:
    return HistoricalRecords(bases=[InBatch], **options)


@dataclass(frozen=True)
class Writing:
    """What the history says of the writes at hand."""

    reason: str = ""
    user_id: int | None = None
    batch_id: int | None = None
    at: datetime | None = None


_writing: ContextVar[Writing | None] = ContextVar("writing", default=None)


@contextmanager
def writing(said: Writing) -> Iterator[Writing]:
    """Everything written inside, in bulk or one by one, is in the history as said, at one moment."""
    said = replace(said, reason=said.reason[:LONGEST_REASON], at=said.at or timezone.now())
    token = _writing.set(said)
    try:
        yield said
    finally:
        _writing.reset(token)


@receiver(pre_create_historical_record)
def _say(history_instance: Any, **_: Any) -> None:
    if (said := _writing.get()) is None:
        return
    history_instance.batch_id = said.batch_id
    history_instance.history_user_id = said.user_id
    history_instance.history_change_reason = said.reason
    history_instance.history_date = said.at


def remember(model: Any, pks: Collection[Any], kind: str, said: Writing) -> None:
    """Put the stored state of records that were written in bulk into their history (`kind`: + or ~).

    The database copies them: they need not travel twice, and many-to-many relations come along, which
    the library's own bulk functions leave out.
    """
    if not pks:
        return
    history = model.history.model
    columns = [field.attname for field in model._meta.concrete_fields]
    about: dict[str, Any] = {
        "history_date": Value(said.at, DateTimeField()),
        "history_change_reason": Value(said.reason, CharField()),
        "history_type": Value(kind, CharField()),
        "history_user_id": Value(said.user_id, IntegerField()),
        "batch_id": Value(said.batch_id, IntegerField()),
    }
    current = model._default_manager.filter(pk__in=pks).order_by().annotate(**{f"_{k}": v for k, v in about.items()})
    _insert_from(history, [*columns, *about], current.values_list(*columns, *(f"_{k}" for k in about)))
    for field in model._meta.many_to_many:
        through = field.remote_field.through
        kept = getattr(history, field.name).model
        ours, theirs = field.m2m_field_name(), field.m2m_reverse_field_name()
        versions = history._default_manager.filter(
            history_date=said.at, batch_id=said.batch_id, **{f"{model._meta.pk.attname}": models.OuterRef(f"{ours}_id")}
        )
        links = (
            through._default_manager.filter(**{f"{ours}__in": pks})
            .order_by()
            .annotate(_version=models.Subquery(versions.order_by("-history_id").values("history_id")[:1]))
            .values_list("pk", f"{ours}_id", f"{theirs}_id", "_version")
        )
        _insert_from(kept, ["id", f"{ours}_id", f"{theirs}_id", "history_id"], links)


def _insert_from(model: Any, attnames: list[str], rows: Any) -> None:
    by_attname = {field.attname: field.column for field in model._meta.concrete_fields}
    quote = connection.ops.quote_name
    columns = ", ".join(quote(by_attname[name]) for name in attnames)
    select, params = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {quote(model._meta.db_table)} ({columns}) {select}", params)

"""Findings are kept in step with the records, in the transaction of each write."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.db.models.signals import post_delete, post_save, pre_save

from projects.models import AidProject, Attachment, Award, Figure, Finding, Funding, Indicator, Outcome, Source
from projects.vetting.among import alike
from projects.vetting.checks import FIGURES, checks_of, vetted_models

CHUNK = 2000
LOOKED_AT: dict[type[Any], tuple[str, tuple[tuple[type[Any], str], ...]]] = {
    Source: ("published_on", tuple((model, "source") for model in FIGURES)),
    AidProject: ("measure", ((Funding, "project"),)),
    Indicator: ("aggregation", ((Outcome, "indicator"),)),
}
"""Facts of other records that checks look at: the field, and who refers to it by which field."""


def vet(records: Sequence[Any]) -> None:
    """Look at stored records of one model, and keep what is found beside them.

    An answer stays as long as the facts do; what is no longer found goes.
    """
    if not records or not (checks := checks_of(type(records[0]))):
        return
    found = {(pk, check.key): facts for check in checks for pk, facts in check.find(records)}
    kept = {(f.record_id, f.check_key): f for f in of(type(records[0]), [record.pk for record in records])}
    gone = [finding.pk for key, finding in kept.items() if key not in found]
    if gone:
        Finding.objects.filter(pk__in=gone).delete()
    for key, finding in kept.items():
        if key in found and found[key] != finding.facts:
            finding.facts, finding.answer, finding.answered_by = found[key], "", None
            finding.save()
    refs = {record.pk: record.ref for record in records}
    model = type(records[0])._meta.model_name
    Finding.objects.bulk_create(
        [
            Finding(check_key=check, model=model, record_id=pk, ref=refs[pk], facts=facts)
            for (pk, check), facts in found.items()
            if (pk, check) not in kept
        ]
    )


def vet_stored(model: type[Any], pks: Sequence[int], progress: Callable[[int], object] | None = None) -> None:
    """The same for many records, a few at a time. `progress` is told how many more were looked at."""
    if not checks_of(model):
        return
    for start in range(0, len(pks), CHUNK):
        chunk = pks[start : start + CHUNK]
        records = list(_loaded(model).filter(pk__in=chunk))
        if issubclass(model, Figure):
            _give_parts(model, records)
        vet(records)
        if progress:
            progress(len(chunk))


def of(model: type[Any], pks: Iterable[int]) -> QuerySet[Finding]:
    return Finding.objects.filter(model=model._meta.model_name, record_id__in=pks)


def open_findings(models: Iterable[type[Any]]) -> QuerySet[Finding]:
    """Those of some kinds of records that nobody has answered yet, the latest first."""
    return Finding.objects.filter(answer="", model__in=[model._meta.model_name for model in models])


def _loaded(model: type[Any]) -> QuerySet[Any]:
    looked_at = {"source", "replaces", "project", "indicator"}
    names = [f.name for f in model._meta.concrete_fields if f.name in looked_at]
    stored: QuerySet[Any] = model._default_manager.select_related(*names) if names else model._default_manager.all()
    return stored


def _give_parts(model: type[Any], figures: list[Any]) -> None:
    """Their parts at hand: most have none, and none need be asked for one by one."""
    parts: dict[int, list[Any]] = {}
    for part in model._default_manager.filter(part_of__in=[figure.pk for figure in figures]):
        parts.setdefault(part.part_of_id, []).append(part)
    for figure in figures:
        figure.known_parts = parts.get(figure.pk, ())


def _neighbours(record: Any) -> set[int]:
    """Records of the same model whose findings rest on this one too, as it is."""
    if not isinstance(record, Figure):
        return {*alike(record)} if isinstance(record, Award) else set()
    newer = record.replaced_by.values_list("pk", flat=True)  # type: ignore[attr-defined]
    return {pk for pk in (record.part_of_id, *newer, *alike(record)) if pk is not None}


def connect() -> None:
    """Follow what is saved and deleted one by one; what is written in bulk calls `vet_stored` itself."""
    for model in vetted_models().values():
        pre_save.connect(_will_be_saved, sender=model, dispatch_uid=f"before vetting {model.__name__}")
        post_save.connect(_saved, sender=model, dispatch_uid=f"vet {model.__name__}")
        post_delete.connect(_deleted, sender=model, dispatch_uid=f"forget {model.__name__}")
    for model, (name, _looking) in LOOKED_AT.items():
        pre_save.connect(_fact_will_change, sender=model, dispatch_uid=f"vet by {name}")
        post_save.connect(_fact_changed, sender=model, dispatch_uid=f"vet after {name}")
    for signal in (post_save, post_delete):
        signal.connect(_evidence_changed, sender=Attachment, dispatch_uid="vet by evidence")


def _will_be_saved(sender: type[Any], instance: Any, **_: Any) -> None:
    """What rested on it as it was is looked at anew too."""
    stored = sender._default_manager.filter(pk=instance.pk).first() if instance.pk else None
    if stored is not None:
        instance._left_behind_by_vetting = _neighbours(stored)


def _saved(sender: type[Any], instance: Any, **_: Any) -> None:
    left_behind = instance.__dict__.pop("_left_behind_by_vetting", set())
    vet_stored(sender, [*{instance.pk, *_neighbours(instance), *left_behind}])


def _deleted(sender: type[Any], instance: Any, **_: Any) -> None:
    of(sender, [instance.pk]).delete()
    vet_stored(sender, [*_neighbours(instance)])


def _fact_will_change(sender: type[Any], instance: Any, **_: Any) -> None:
    name, _looking = LOOKED_AT[sender]
    before = sender._default_manager.filter(pk=instance.pk).values_list(name, flat=True) if instance.pk else ()
    instance._fact_changes = any(value != getattr(instance, name) for value in before)


def _fact_changed(sender: type[Any], instance: Any, **_: Any) -> None:
    if not instance.__dict__.pop("_fact_changes", False):
        return
    _name, looking = LOOKED_AT[sender]
    for model, reference in looking:
        vet_stored(model, list(model._default_manager.filter(**{reference: instance}).values_list("pk", flat=True)))


def _evidence_changed(instance: Attachment, **_: Any) -> None:
    record = instance.record
    if isinstance(record, FIGURES):
        vet_stored(type(record), [record.pk])

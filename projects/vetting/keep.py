"""Findings are kept in step with the records, in the transaction of each write."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save

from projects.bulk import batched, insert
from projects.models import AidProject, Attachment, Figure, Finding, Funding, Indicator, Outcome, Source
from projects.vetting.among import Among
from projects.vetting.checks import FIGURES, Facts, checks_of, found_alone, found_among, vetted_models

LEFT_BEHIND = "_left_behind_by_vetting"
LOOKED_AT: dict[type[Any], tuple[str, tuple[tuple[type[Any], str], ...]]] = {
    Source: ("published_on", tuple((model, "source") for model in FIGURES)),
    AidProject: ("measure", ((Funding, "project"),)),
    Indicator: ("aggregation", ((Outcome, "indicator"),)),
}
"""Facts of other records that checks look at: the field, and who refers to it by which field."""


def vet(records: Sequence[Any], alone: Mapping[int, Mapping[str, Facts]] | None = None) -> set[int]:
    """Look at stored records of one model, and keep what is found beside them.

    An answer stays as long as the facts do; what is no longer found goes. `alone`: what was found in each by itself,
    by primary key, where somebody has looked already. Returns the keys of others that were held against these.
    """
    if not records or not checks_of(model := type(records[0])):
        return set()
    among = Among(records)
    found = found_among(among)
    for record in records:
        by_itself = found_alone(record) if alone is None else alone[record.pk]
        found |= {(record.pk, key): facts for key, facts in by_itself.items()}
    kept = {(f.record_id, f.check_key): f for f in of(model, [record.pk for record in records])}
    gone = [finding.pk for key, finding in kept.items() if key not in found]
    if gone:
        Finding.objects.filter(pk__in=gone).delete()
    for key, finding in kept.items():
        if key in found and found[key] != finding.facts:
            finding.facts, finding.answer, finding.answered_by = found[key], "", None
            finding.save()
    refs = {record.pk: record.ref for record in records}
    insert(
        Finding,
        [
            Finding(check_key=check, model=model._meta.model_name, record_id=pk, ref=refs[pk], facts=facts)
            for (pk, check), facts in found.items()
            if (pk, check) not in kept
        ],
    )
    return among.others()


def vet_stored(model: type[Any], pks: Iterable[int], progress: Callable[[int], object] | None = None) -> set[int]:
    """The same for many records, a few at a time. `progress` is told how many more were looked at.

    Returns the keys of others whose findings rest on these too.
    """
    beside: set[int] = set()
    for chunk in batched(pks) if checks_of(model) else ():
        records = list(_loaded(model).filter(pk__in=chunk))
        if issubclass(model, Figure):
            _give_parts(model, records)
        beside |= vet(records) | _tied(model, records)
        if progress:
            progress(len(chunk))
    return beside


def resting_on(model: type[Any], pks: Collection[int]) -> set[int]:
    """Keys of others of the same model whose findings rest on these too, as they are stored."""
    records = list(model._default_manager.filter(pk__in=pks))
    return Among(records).others() | _tied(model, records) if records else set()


def vet_referring(model: type[Any], pks: Collection[int]) -> None:
    """Those that refer to records of which a fact was changed that checks look at."""
    for referring, reference in LOOKED_AT[model][1]:
        vet_stored(
            referring, referring._default_manager.filter(**{f"{reference}__in": pks}).values_list("pk", flat=True)
        )


def of(model: type[Any], pks: Iterable[int]) -> QuerySet[Finding]:
    return Finding.objects.filter(model=model._meta.model_name, record_id__in=pks)


def open_findings(models: Iterable[type[Any]]) -> QuerySet[Finding]:
    """Those of some kinds of records that nobody has answered yet, the latest first."""
    return Finding.objects.filter(answer="", model__in=[model._meta.model_name for model in models])


def _tied(model: type[Any], records: Sequence[Any]) -> set[int]:
    """What the figures are part of, and what replaces them."""
    if not issubclass(model, Figure):
        return set()
    newer = model._default_manager.filter(replaces__in=[record.pk for record in records])
    return {*newer.values_list("pk", flat=True), *(record.part_of_id for record in records if record.part_of_id)}


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


def connect() -> None:
    """Follow what is saved and deleted one by one; what is written in bulk calls `vet_stored` itself."""
    for model in vetted_models().values():
        pre_save.connect(_will_change, sender=model, dispatch_uid=f"before vetting {model.__name__}")
        post_save.connect(_saved, sender=model, dispatch_uid=f"vet {model.__name__}")
        pre_delete.connect(_will_change, sender=model, dispatch_uid=f"before forgetting {model.__name__}")
        post_delete.connect(_deleted, sender=model, dispatch_uid=f"forget {model.__name__}")
    for model, (name, _looking) in LOOKED_AT.items():
        pre_save.connect(_fact_will_change, sender=model, dispatch_uid=f"vet by {name}")
        post_save.connect(_fact_changed, sender=model, dispatch_uid=f"vet after {name}")
    for signal in (post_save, post_delete):
        signal.connect(_evidence_changed, sender=Attachment, dispatch_uid="vet by evidence")


def _will_change(sender: type[Any], instance: Any, **_: Any) -> None:
    """What rested on it as it was is looked at anew too."""
    instance.__dict__[LEFT_BEHIND] = resting_on(sender, [instance.pk]) if instance.pk else set()


def _saved(sender: type[Any], instance: Any, **_: Any) -> None:
    vet_stored(sender, vet_stored(sender, [instance.pk]) | instance.__dict__.pop(LEFT_BEHIND, set()))


def _deleted(sender: type[Any], instance: Any, **_: Any) -> None:
    of(sender, [instance.pk]).delete()
    vet_stored(sender, instance.__dict__.pop(LEFT_BEHIND, set()))


def _fact_will_change(sender: type[Any], instance: Any, **_: Any) -> None:
    name, _looking = LOOKED_AT[sender]
    before = sender._default_manager.filter(pk=instance.pk).values_list(name, flat=True) if instance.pk else ()
    instance._fact_changes = any(value != getattr(instance, name) for value in before)


def _fact_changed(sender: type[Any], instance: Any, **_: Any) -> None:
    if instance.__dict__.pop("_fact_changes", False):
        vet_referring(sender, [instance.pk])


def _evidence_changed(instance: Attachment, **_: Any) -> None:
    record = instance.record
    if isinstance(record, FIGURES):
        vet_stored(type(record), [record.pk])

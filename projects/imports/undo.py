"""An applied proposal taken back."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from projects.bulk import OneOf, batched
from projects.counting.sync import together
from projects.imports import families, values
from projects.imports.kinds import KINDS, Kind
from projects.imports.lines import Line, RowFault
from projects.imports.load import Load
from projects.imports.order import topological_levels
from projects.imports.proposals import move
from projects.models import Figure, Proposal, ProposalStage, Tombstone
from projects.models.history import Writing, writing
from projects.models.tombstone import UNDONE


class _NothingStaysError(Exception):
    pass


def undo(proposal: Proposal, user: User | None = None) -> list[RowFault]:
    """Bring the records back to what they were before. With any fault nothing is changed.

    Only what is still as the proposal left it, and what nothing else has come to depend on, can be undone.
    What it had published leaves its address behind, with the reason.
    Raises NotNowError if the proposal is not applied.
    """
    kind = KINDS[proposal.kind]
    faults: list[RowFault] = []
    with override(get_language() if user else settings.LANGUAGE_CODE):  # a command speaks its own
        reason = _("Undone: %(proposal)s") % {"proposal": proposal}
    said = Writing(reason=reason, user_id=user.pk if user else None)
    with suppress(_NothingStaysError), transaction.atomic(), together():
        move(proposal, (ProposalStage.APPLIED,), ProposalStage.UNDONE, undone_by=user, undone_at=timezone.now())
        faults += Load(kind, _as_before(kind, proposal), said, publish=True, may_take_back=True).run().faults
        if not faults:
            with writing(said):
                revived = _replaced_by_added(kind, proposal)
                faults += _delete_added(kind, proposal)
                faults += _too_much(kind, revived)
        if faults:
            raise _NothingStaysError
    if faults:
        proposal.refresh_from_db()
    return faults


def _versions(kind: Kind, proposal: Proposal, history_type: str) -> Iterator[dict[Any, int]]:
    """Chunks of the records it wrote: key to the version it made."""
    model: Any = kind.model
    pk = model._meta.pk.attname
    rows = (
        model.history.filter(batch=proposal.pk, history_type=history_type)
        .order_by("history_id")
        .values_list(pk, "version")
    )
    for chunk in batched(rows):
        yield dict(chunk)


def _as_before(kind: Kind, proposal: Proposal) -> Iterator[Line]:
    """The records it changed, as they were."""
    model: Any = kind.model
    pk = model._meta.pk.attname
    relations = [field.name for field in model._meta.concrete_fields if field.many_to_one]
    row = 0
    for versions in _versions(kind, proposal, "~"):
        older = model.history.filter(**{f"{pk}__in": versions}).select_related(*relations).order_by("history_id")
        before = {key: version for version in older if version.version == versions[key := getattr(version, pk)] - 1}
        villages = _villages_of(kind, [version.history_id for version in before.values()])
        for key, version in before.items():
            row += 1
            cells = {column: _kept(version, column) for column in kind.columns if column != "villages"}
            if kind.has_many():
                cells["villages"] = ";".join(sorted(villages.get(version.history_id, ())))
            yield Line(row, {c: v or None for c, v in cells.items()}, is_shown=True, seen_version=versions[key])
        missing = versions.keys() - before.keys()
        for record in model._default_manager.filter(pk__in=missing):
            row += 1
            key = getattr(record, kind.key_column)
            fault = RowFault(row, kind.key_column, key, _("Its earlier version is not in the history."))
            yield Line(row, {kind.key_column: key}, (fault,))


def _kept(version: Any, column: str) -> str:
    """A column of an earlier version. What it referred to may be gone: then by a key that no record has."""
    field = version._meta.get_field(column)
    gone = field.many_to_one and getattr(version, field.attname) is not None and getattr(version, column) is None
    return f"#{getattr(version, field.attname)}" if gone else values.plain(version, column)


def _villages_of(kind: Kind, history_ids: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    if kind.has_many():
        links = getattr(kind.model.history.model, "villages").model._default_manager  # type: ignore[attr-defined]  # noqa: B009
        for history_id, ref in links.filter(history_id__in=history_ids).values_list("history_id", "village__ref"):
            found.setdefault(history_id, []).append(ref)
    return found


def _replaced_by_added(kind: Kind, proposal: Proposal) -> set[int]:
    """Figures that are counted again once those that replace them are deleted."""
    model: Any = kind.model
    replaced: set[int] = set()
    if issubclass(model, Figure):
        for keys in _versions(kind, proposal, "+"):
            added = model._default_manager.filter(pk__in=keys, replaces__isnull=False)
            replaced |= set(added.values_list("replaces", flat=True))
    return replaced


def _too_much(kind: Kind, revived: set[int]) -> Iterator[RowFault]:
    model: Any = kind.model
    refs = dict(model._default_manager.filter(OneOf(revived)).values_list("pk", kind.key_column))
    for pk, found in families.check(model, refs):
        if isinstance(found, ValidationError):
            yield RowFault(0, kind.key_column, refs[pk], " ".join(found.messages))


def _delete_added(kind: Kind, proposal: Proposal) -> Iterator[RowFault]:
    model: Any = kind.model
    key = kind.key_column
    added = {pk: version for chunk in _versions(kind, proposal, "+") for pk, version in chunk.items()}
    for keys in _parts_first(model, list(added)):
        records = model._default_manager.filter(pk__in=keys)
        for record in records:
            if record.version != added[record.pk]:
                yield RowFault(0, key, getattr(record, key), _("It was changed after the import."))
        Tombstone.leave((record for record in records if getattr(record, "is_published", False)), UNDONE)
        try:
            records.delete()
        except ProtectedError as error:
            others = sorted({str(other) for other in error.protected_objects})
            message = _("Others have come to depend on what was imported: %(others)s.")
            yield RowFault(0, "", "", message % {"others": ", ".join(others[:5])})
            return


def _parts_first(model: Any, pks: list[Any]) -> Iterator[list[Any]]:
    """Chunks of records, none of which another one of its own or of a later chunk leads to."""
    links = [f.attname for f in model._meta.concrete_fields if f.related_model is model]
    levels = [pks]
    if links:
        wanted: dict[Any, set[Any]] = {pk: set() for pk in pks}
        for keys in batched(pks):
            for pk, *others in model._default_manager.filter(pk__in=keys).values_list("pk", *links):
                wanted[pk] = {other for other in others if other in wanted}
        levels = topological_levels(wanted)
    for level in reversed(levels):
        yield from batched(level)

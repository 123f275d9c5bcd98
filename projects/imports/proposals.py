"""Proposals: prepared from a file, applied exactly as shown, undone as one."""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import IO, Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from projects.bulk import CHUNK
from projects.imports import values
from projects.imports.faulty import faulty_rows
from projects.imports.kinds import KINDS, Kind, key_column, kind_of, record_key
from projects.imports.lines import RowFault, of_proposal
from projects.imports.load import Import, Load, Outcome, Warnings
from projects.imports.reading import Row
from projects.models import Office, Proposal, ProposalOrigin, ProposalStage, ProposedChange, Village
from projects.models.history import Writing
from projects.vetting import found_alone, in_words

MOST_ROWS = 20_000
"""Of a file that is previewed on screen; import_records takes larger ones."""

KEPT = timedelta(days=7)
"""How long what was never applied is kept."""

OPEN = (ProposalStage.PREPARED, ProposalStage.IN_REVIEW)


class NotNowError(ValidationError):
    """The proposal is no longer where this would be possible."""


def prepare(kind: Kind, file: IO[bytes], name: str, *, publish: bool, user: User) -> Proposal:
    """What importing the file would do, kept for somebody to look at; nothing else is written.

    Raises ValidationError where the file as a whole cannot be taken.
    """
    sweep()
    load = Import(kind, file, name, publish=publish, keeps_changes=True, most_rows=MOST_ROWS)
    outcome = load.run(dry_run=True)
    stage = ProposalStage.FAULTY if outcome.faults else ProposalStage.PREPARED
    with transaction.atomic():
        proposal = Proposal.objects.create(
            kind=kind.key, title=name[-200:], publish=publish, stage=stage, made_by=user,
            header=list(load.file_lines.header), reason=_reason(name), **_counts(outcome),
        )  # fmt: skip
        changes = _faulty(outcome) if outcome.faults else _changes(outcome, outcome.warnings)
        for change in changes:
            change.proposal = proposal
        ProposedChange.objects.bulk_create(changes, batch_size=CHUNK)
    return proposal


def _reason(name: str) -> str:
    return _("Import: %(name)s") % {"name": name[-80:]}


def _counts(outcome: Outcome) -> dict[str, Any]:
    return {
        "new": outcome.new,
        "changed": outcome.changed,
        "unchanged": outcome.unchanged,
        "faults": len(outcome.faults),
        "touches_published": outcome.touches_published,
    }


def _changes(outcome: Outcome, warnings: Warnings) -> list[ProposedChange]:
    return [
        ProposedChange(
            row=each.row,
            key=getattr(each.record, key_column(type(each.record))),
            # Storing it raised the version by one; that is taken back, and what was seen is the one before.
            seen_version=None if each.is_new else each.record.version - 1,
            before=each.before,
            after=each.after,
            warnings=[str(text) for text in warnings.get(each.row, ())],
        )
        for each in sorted(outcome.changes, key=lambda each: each.row)
    ]


def _faulty(outcome: Outcome) -> list[ProposedChange]:
    by_row: dict[int, list[tuple[str, str, str]]] = {}
    for fault in outcome.faults:
        by_row.setdefault(fault.row, []).append((fault.column, fault.value, fault.message))
    rows = {row: line.source for row, line in outcome.faulty_lines.items()}
    return [
        ProposedChange(row=row, cells=(*source.cells, *source.surplus), faults=faults)
        for row, faults in sorted(by_row.items())
        if (source := rows[row])
    ]


def faulty_workbook(proposal: Proposal) -> bytes:
    """The rows that could not be taken, with what is wrong beside their cells."""
    changes = list(proposal.changes.order_by("row"))
    rows = [Row(change.row, tuple(change.cells)) for change in changes]
    faults = [RowFault(change.row, *fault) for change in changes for fault in change.faults]
    return faulty_rows(KINDS[proposal.kind], proposal.header, rows, faults)


def apply(proposal: Proposal, user: User) -> Outcome:
    """Make exactly the changes that were shown. With any fault nothing is changed.

    Raises NotNowError if the proposal is not open.
    """
    with transaction.atomic():
        move(proposal, OPEN, ProposalStage.APPLIED, applied_by=user, applied_at=timezone.now())
        said = Writing(reason=proposal.reason, user_id=proposal.made_by_id or user.pk, batch_id=proposal.pk)
        lines = of_proposal(proposal.changes.order_by("pk").iterator(CHUNK))
        outcome = Load(KINDS[proposal.kind], lines, said, publish=proposal.publish).run()
        if outcome.faults:
            transaction.set_rollback(True)
    return outcome


def propose(record: Any, villages: Sequence[Village] | None, user: User, reason: str) -> Proposal | None:
    """A published record as somebody would have it, kept for review; None where nothing differs.

    Its publication state is no part of it. The record is valid, and is not stored.
    """
    kind = kind_of(type(record))
    stored = type(record)._default_manager.get(pk=record.pk)
    before = {column: values.plain(stored, column) for column in kind.columns}
    after = {column: values.plain(record, column) for column in kind.columns} | {"state": before["state"]}
    if villages is not None:
        after["villages"] = ";".join(sorted(village.ref for village in villages))
    if before == after:
        return None
    with transaction.atomic():
        proposal = Proposal.objects.create(
            kind=kind.key, origin=ProposalOrigin.EDIT, title=f"{record}"[:200], stage=ProposalStage.IN_REVIEW,
            reason=reason[:100], made_by=user, changed=1, touches_published=True,
        )  # fmt: skip
        ProposedChange.objects.create(
            proposal=proposal,
            row=1,
            key=record_key(record),
            seen_version=stored.version,
            before=before,
            after=after,
            warnings=in_words(found_alone(record)),
        )
    return proposal


def waiting_edits(record: Any) -> QuerySet[Proposal]:
    """Open proposals that would change the record."""
    return Proposal.objects.filter(
        stage__in=OPEN, kind=kind_of(type(record)).key, changes__key=record_key(record)
    ).distinct()


def may_be_applied_by(proposal: Proposal, user: User) -> bool:
    """Whether the four eyes that published records ask for are there."""
    return not (proposal.touches_published and proposal.made_by == user and Office.rules().four_eyes)


def take(
    kind: Kind,
    file: IO[bytes],
    name: str,
    *,
    publish: bool,
    dry_run: bool,
    progress: Callable[[int], object] | None = None,
) -> Outcome:
    """A file of any size at once, without a preview. With any fault, or dry, nothing is written.

    `progress` is told how many rows more were taken.
    """
    with override(settings.LANGUAGE_CODE):  # whatever language a command speaks: the history keeps it
        reason = _reason(name)
    with transaction.atomic():
        proposal = Proposal.objects.create(
            kind=kind.key, title=name[-200:], publish=publish, stage=ProposalStage.APPLIED,
            reason=reason, applied_at=timezone.now(),
        )  # fmt: skip
        said = Writing(reason=proposal.reason, batch_id=proposal.pk)
        outcome = Import(kind, file, name, publish=publish, said=said, progress=progress).run(dry_run=dry_run)
        if outcome.faults or dry_run or not (outcome.new or outcome.changed):
            transaction.set_rollback(True)
        else:
            Proposal.objects.filter(pk=proposal.pk).update(**_counts(outcome))
    return outcome


def send_for_review(proposal: Proposal) -> None:
    move(proposal, (ProposalStage.PREPARED,), ProposalStage.IN_REVIEW)


def send_back(proposal: Proposal, remark: str) -> None:
    move(proposal, (ProposalStage.IN_REVIEW,), ProposalStage.PREPARED, remark=remark[:500])


def withdraw(proposal: Proposal) -> None:
    move(proposal, (*OPEN, ProposalStage.FAULTY), ProposalStage.WITHDRAWN)


def sweep() -> None:
    """Remove what nobody will apply any more."""
    stale = (ProposalStage.FAULTY, ProposalStage.PREPARED, ProposalStage.WITHDRAWN)
    Proposal.objects.filter(stage__in=stale, made_at__lt=timezone.now() - KEPT).delete()


def move(proposal: Proposal, since: Iterable[str], to: str, **fields: Any) -> None:
    """One of several who press a button at the same moment comes first; the others are told."""
    for name, value in {"stage": to, **fields}.items():
        setattr(proposal, name, value)
    moved = Proposal.objects.filter(pk=proposal.pk, stage__in=since).update(stage=to, **fields)
    proposal.refresh_from_db()
    if not moved:
        raise NotNowError(_("This is %(stage)s already.") % {"stage": proposal.get_stage_display()})

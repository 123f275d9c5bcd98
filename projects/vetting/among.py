"""Checks that compare records with others, their evidence or their history: a few queries for many records."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Count, Q
from django.utils import timezone

from projects.models import Attachment, Award, Basis, State
from projects.models.attachment import owner_field

Facts = dict[str, str]
NAMED = 3
"""Other records that are named."""
MOST_ALIKE = 20
"""An amount that one source has more often is a rate, and no slip."""


def repeated_figures(figures: Sequence[Any]) -> Iterator[tuple[int, Facts]]:
    """Alike in source, amount and kind, and neither part of the other nor its restatement."""
    asked = [figure for figure in figures if figure.source_id and figure.quantity]
    if not asked:
        return
    model, quantity = type(asked[0]), type(asked[0]).quantity_field
    alike: dict[Any, list[Any]] = defaultdict(list)
    stored = model._default_manager.filter(
        source__in={figure.source_id for figure in asked},
        **{f"{quantity}__in": {figure.quantity for figure in asked}},
    )
    groups = stored.order_by().values_list("source", quantity).annotate(n=Count("pk")).filter(n__range=(2, MOST_ALIKE))
    several = Q(pk__in=[])
    for source, amount, _n in groups:
        several |= Q(source=source, **{quantity: amount})
    for other in stored.filter(several):
        alike[other.source_id, other.quantity, other.adds_with].append(other)
    for figure in asked:
        others = [
            other.ref
            for other in alike[figure.source_id, figure.quantity, figure.adds_with]
            if other.pk != figure.pk and not _are_related(figure, other)
        ]
        if others:
            yield figure.pk, {"others": ", ".join(sorted(others)[:NAMED])}


def _are_related(figure: Any, other: Any) -> bool:
    links = {figure.part_of_id, figure.replaces_id}, {other.part_of_id, other.replaces_id}
    return other.pk in links[0] or figure.pk in links[1] or _last_year(figure) != _last_year(other)


def _last_year(figure: Any) -> int | None:
    return figure.year_to or (figure.as_of.year if figure.as_of else None)


def alike(record: Any) -> Iterable[int]:
    """Keys of others that the checks for repetition may hold it against."""
    if isinstance(record, Award):
        same = {"enterprise": record.enterprise_id, "year": record.year, "title_zh": record.title_zh}
    else:
        same = {"source": record.source_id, record.quantity_field: record.quantity}
    if None in same.values():
        return ()
    keys = list(type(record)._default_manager.filter(**same).values_list("pk", flat=True)[: MOST_ALIKE + 1])
    return keys if len(keys) <= MOST_ALIKE else ()


def repeated_awards(awards: Sequence[Any]) -> Iterator[tuple[int, Facts]]:
    if not awards:
        return
    alike: dict[Any, list[Any]] = defaultdict(list)
    for other in type(awards[0])._default_manager.filter(enterprise__in={award.enterprise_id for award in awards}):
        alike[other.enterprise_id, other.year, other.title_zh].append(other)
    for award in awards:
        others = [o.ref for o in alike[award.enterprise_id, award.year, award.title_zh] if o.pk != award.pk]
        if others:
            yield award.pk, {"others": ", ".join(sorted(others)[:NAMED])}


def without_voucher(figures: Sequence[Any]) -> Iterator[tuple[int, Facts]]:
    recorded = [figure.pk for figure in figures if figure.basis == Basis.RECORDED]
    if recorded:
        owner = owner_field(type(figures[0]))
        kept = Attachment.objects.filter(**{f"{owner}__in": recorded}).values_list(f"{owner}_id", flat=True)
        for pk in {*recorded} - {*kept}:
            yield pk, {}


def seen_by_one(records: Sequence[Any]) -> Iterator[tuple[int, Facts]]:
    """Public, and saved by one person only until it was. What commands wrote names nobody."""
    alone: dict[int, int] = {}
    for pk, versions in _histories(records).items():
        users = set()
        for state, user, confirmed_by, _reason, _moment in versions:
            users |= {user, confirmed_by or user}
            if state == State.PUBLISHED:
                break
        if len(users) == 1 and (user := users.pop()) is not None:
            alone[pk] = user
    names = dict(User.objects.filter(pk__in={*alone.values()}).values_list("pk", "username"))
    for pk, user in alone.items():
        if user in names:
            yield pk, {"who": names[user]}


def changed_without_reason(records: Sequence[Any]) -> Iterator[tuple[int, Facts]]:
    """The last such change; one that only took the record back and published it again is one too."""
    for pk, versions in _histories(records).items():
        before = ""
        last = None
        for state, user, _confirmed_by, reason, moment in versions:
            if before == state == State.PUBLISHED and user is not None and not reason:
                last = moment
            before = state
        if last is not None:
            yield pk, {"day": timezone.localtime(last).date().isoformat()}


def _histories(records: Sequence[Any]) -> dict[int, list[tuple[Any, ...]]]:
    """The versions of those that are public, from the first."""
    public = [record.pk for record in records if record.is_published]
    found: dict[int, list[tuple[Any, ...]]] = {}
    if public:
        history = type(records[0]).history
        rows = history.filter(id__in=public).order_by("history_id")
        columns = ("state", "history_user_id", "batch__applied_by", "history_change_reason", "history_date")
        for pk, *version in rows.values_list("id", *columns):
            found.setdefault(pk, []).append(tuple(version))
    return found

"""Checks that compare records with others, their evidence or their history: a few queries for many records."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property, reduce
from operator import or_
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Count, Q
from django.utils import timezone

from projects.bulk import batched
from projects.models import Attachment, Award, Basis, Figure, State
from projects.models.attachment import owner_field

Facts = dict[str, str]
NAMED = 3
"""Other records that are named."""
MOST_ALIKE = 20
"""An amount that one source has more often is a rate, and no slip."""
AT_ONCE = 500
"""Alternatives in one query; SQLite takes no more than 1,000."""


class Among:
    """Records of one model that are looked at together, as they are here; at least one."""

    def __init__(self, records: Sequence[Any]) -> None:
        self.records = records
        self.model: Any = type(records[0])

    @cached_property
    def histories(self) -> dict[int, list[tuple[Any, ...]]]:
        """The versions of those that are public, from the first."""
        public = [record.pk for record in self.records if record.is_published]
        found: dict[int, list[tuple[Any, ...]]] = {}
        if public:
            rows = self.model.history.filter(id__in=public).order_by("history_id")
            columns = ("state", "history_user_id", "batch__applied_by", "history_change_reason", "history_date")
            for pk, *version in rows.values_list("id", *columns):
                found.setdefault(pk, []).append(tuple(version))
        return found

    def same(self, record: Any) -> tuple[Any, ...]:
        """What those that may be the same have in common."""
        return tuple(getattr(record, attname) for attname in self._same.values())

    @cached_property
    def _same(self) -> dict[str, str]:
        if self.model is Award:
            return {"enterprise": "enterprise_id", "year": "year", "title_zh": "title_zh"}
        if issubclass(self.model, Figure):
            return {"source": "source_id", self.model.quantity_field: self.model.quantity_field}
        return {}

    @cached_property
    def alike(self) -> dict[tuple[Any, ...], list[Any]]:
        """Stored records by what they have in common with some of these; where only a few others have it."""
        own = Counter(same for record in self.records if (same := self.same(record)) and all(same))
        if not own:
            return {}
        stored = self.model._default_manager.filter(
            **{f"{name}__in": {same[place] for same in own} for place, name in enumerate(self._same)}
        )
        groups = stored.order_by().values_list(*self._same).annotate(n=Count("pk")).filter(n__gt=1)
        few = [values for *values, n in groups if n - own[tuple(values)] <= MOST_ALIKE]
        found: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
        for some in batched(few, AT_ONCE):
            is_one = reduce(or_, (Q(**dict(zip(self._same, values, strict=True))) for values in some))
            for other in stored.filter(is_one):
                found[self.same(other)].append(other)
        return found

    def others(self) -> set[int]:
        """Stored ones that are alike some of these."""
        return {o.pk for several in self.alike.values() for o in several}.difference(r.pk for r in self.records)


def repeated_figures(among: Among) -> Iterator[tuple[int, Facts]]:
    """Alike in source, amount and kind, and neither part of the other nor its restatement."""
    for figure in among.records:
        several = among.alike.get(among.same(figure), ())
        others = [
            other.ref
            for other in several
            if other.pk != figure.pk and other.adds_with == figure.adds_with and not _are_related(figure, other)
        ]
        if others and len(several) <= MOST_ALIKE:
            yield figure.pk, {"others": ", ".join(sorted(others)[:NAMED])}


def _are_related(figure: Any, other: Any) -> bool:
    links = {figure.part_of_id, figure.replaces_id}, {other.part_of_id, other.replaces_id}
    return other.pk in links[0] or figure.pk in links[1] or _last_year(figure) != _last_year(other)


def _last_year(figure: Any) -> int | None:
    return figure.year_to or (figure.as_of.year if figure.as_of else None)


def repeated_awards(among: Among) -> Iterator[tuple[int, Facts]]:
    for award in among.records:
        others = [other.ref for other in among.alike.get(among.same(award), ()) if other.pk != award.pk]
        if others:
            yield award.pk, {"others": ", ".join(sorted(others)[:NAMED])}


def without_voucher(among: Among) -> Iterator[tuple[int, Facts]]:
    recorded = [figure.pk for figure in among.records if figure.basis == Basis.RECORDED]
    if recorded:
        owner = owner_field(among.model)
        kept = Attachment.objects.filter(**{f"{owner}__in": recorded}).values_list(f"{owner}_id", flat=True)
        for pk in {*recorded} - {*kept}:
            yield pk, {}


def seen_by_one(among: Among) -> Iterator[tuple[int, Facts]]:
    """Public, and saved by one person only until it was. What commands wrote names nobody."""
    alone: dict[int, int] = {}
    for pk, versions in among.histories.items():
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


def changed_without_reason(among: Among) -> Iterator[tuple[int, Facts]]:
    """The last such change; one that only took the record back and published it again is one too."""
    for pk, versions in among.histories.items():
        before = ""
        last = None
        for state, user, _confirmed_by, reason, moment in versions:
            if before == state == State.PUBLISHED and user is not None and not reason:
                last = moment
            before = state
        if last is not None:
            yield pk, {"day": timezone.localtime(last).date().isoformat()}

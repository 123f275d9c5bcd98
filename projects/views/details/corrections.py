"""What was corrected after it was published: when, from what to what, and why."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import ForeignKey, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from projects import formatting
from projects.fields import MoneyField
from projects.models import Indicator, Outcome, State, Tombstone
from projects.views.details.latest import RECORDS, public_rows, titled

INTERNAL = {"id", "state"}
AT_MOST = 20

Named = dict[tuple[type[Any], Any], str]


@dataclass(frozen=True)
class Change:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Correction:
    record: Any
    title: SafeString
    at: datetime.datetime
    reason: str
    changes: list[Change]

    @property
    def anchor(self) -> str:
        return f"correction-{self.at:%Y%m%d%H%M%S}"

    @property
    def day(self) -> datetime.date:
        return self.at.date()


def corrections_of(record: Any) -> list[Correction]:
    """Of one published record, for its own page, the newest first."""
    found = _corrections(type(record), Q(id=record.pk), AT_MOST, {record.pk: record})
    return [*found, *_return_of(record)]


def _return_of(record: Any) -> list[Correction]:
    """Where one of this ref was public before and was removed: when it came back, and what is different."""
    model = type(record)
    if not (stone := Tombstone.of(model, [record.ref]).get(record.ref)):
        return []
    versions = model.history.order_by("history_id")
    before = versions.filter(ref=record.ref, state=State.PUBLISHED).exclude(id=record.pk)
    removed = before.exclude(history_type="-").last()  # the last one with its villages
    back = versions.filter(id=record.pk, state=State.PUBLISHED).first()
    if removed is None or back is None:
        return []
    fields = list(_differing(model, removed, back, _villages(model, [(removed, back)])))
    units = _units(model, [(removed, back)])
    day = formatting.date(timezone.localtime(stone.removed_at).date())
    title = escape(_("Public again, after it was removed on %(day)s.") % {"day": day})
    changes = _told(fields, _names([fields]), units.get(back.history_id, ""))
    return [Correction(record, title, back.history_date, stone.why, changes)]


def corrections_among(figures: Iterable[Any], most: int) -> list[Correction]:
    """Of these published records, the newest first, in a fixed number of queries per kind."""
    keys: dict[type[Any], set[int]] = defaultdict(set)
    for record in figures:
        keys[type(record)].add(record.pk)
    found = [one for model, pks in keys.items() for one in _corrections(model, Q(id__in=pks), most)]
    return sorted(found, key=lambda one: one.at, reverse=True)[:most]


def latest_corrections(most: int) -> list[Correction]:
    """Of all figures, projects and awards, the newest first, in a fixed number of queries per kind."""
    found = [one for model in RECORDS for one in _corrections(model, Q(), most)]
    return sorted(found, key=lambda one: one.at, reverse=True)[:most]


def _corrections(model: type[Any], among: Q, most: int, known: dict[int, Any] | None = None) -> list[Correction]:
    """`known`: the records themselves, where they need not be named."""
    versions = model.history.model.objects
    earlier = versions.filter(id=OuterRef("id"), history_id__lt=OuterRef("history_id")).order_by("-history_id")
    later: QuerySet[Any] = (
        versions.filter(among, history_type="~", state=State.PUBLISHED)
        .annotate(before=Subquery(earlier.values("history_id")[:1]), state_before=Subquery(earlier.values("state")[:1]))
        .filter(state_before=State.PUBLISHED)
        .order_by("-history_id")
    )
    after = list(later[: 2 * most])  # some saves change nothing that is public
    before = versions.in_bulk([version.before for version in after])
    pairs = [(old, new) for new in after if not _is_one_save(old := before[new.before], new)]
    records = known or {}
    if after and known is None:
        records = {record.pk: record for record in public_rows(model).filter(pk__in={new.id for new in after})}
    units = _units(model, pairs)
    villages = _villages(model, pairs)
    differing = [
        (new, fields)
        for old, new in pairs
        if (fields := list(_differing(model, old, new, villages))) and new.id in records
    ]
    names = _names(fields for _new, fields in differing)
    return [
        Correction(
            records[new.id],
            titled(records[new.id]) if known is None else SafeString(),
            new.history_date,
            new.history_change_reason or "",
            _told(fields, names, units.get(new.history_id, "")),
        )
        for new, fields in differing[:most]
    ]


def _is_one_save(old: Any, new: Any) -> bool:
    """A record's villages are stored after it, and kept as a version of their own."""
    return bool(old.history_type == "+" and old.version == new.version)


def _told(fields: list[tuple[Any, Any, Any]], names: Named, unit: str) -> list[Change]:
    return [
        Change(capfirst(str(field.verbose_name)), _said(field, old, names, unit), _said(field, now, names, unit))
        for field, old, now in fields
    ]


def _units(model: type[Any], pairs: list[tuple[Any, Any]]) -> dict[int, str]:
    if model is not Outcome:
        return {}
    indicators = Indicator.objects.in_bulk({new.indicator_id for _old, new in pairs})
    return {
        new.history_id: indicators[new.indicator_id].unit_name for _old, new in pairs if new.indicator_id in indicators
    }


def _villages(model: type[Any], pairs: list[tuple[Any, Any]]) -> dict[int, frozenset[Any]]:
    """Keys of the villages that each version named itself."""
    named: dict[int, set[Any]] = defaultdict(set)
    for field in model._meta.many_to_many:
        links = getattr(model.history.model, field.name).model._default_manager
        rows = links.filter(history_id__in={version.history_id for pair in pairs for version in pair})
        for history_id, village in rows.values_list("history_id", f"{field.m2m_reverse_field_name()}_id"):
            named[history_id].add(village)
    return {history_id: frozenset(villages) for history_id, villages in named.items()}


def _differing(
    model: type[Any], old: Any, new: Any, villages: dict[int, frozenset[Any]]
) -> Iterator[tuple[Any, Any, Any]]:
    for field in model._meta.many_to_many:
        named = [villages.get(version.history_id, frozenset()) for version in (old, new)]
        if named[0] != named[1]:
            yield field, *named
    for field in model._meta.concrete_fields:
        if field.name in INTERNAL or not field.editable:
            continue
        was, now = getattr(old, field.attname), getattr(new, field.attname)
        if was != now:
            yield field, was, now


def _names(changed: Iterable[list[tuple[Any, Any, Any]]]) -> Named:
    """What the keys among the values stand for, in one query per kind of record."""
    wanted: dict[type[Any], set[Any]] = defaultdict(set)
    for fields in changed:
        for field, was, now in fields:
            if field.many_to_many:
                wanted[field.related_model] |= was | now
            elif isinstance(field, ForeignKey):
                wanted[field.related_model] |= {key for key in (was, now) if key is not None}  # type: ignore[index]
    return {
        (model, key): str(record) if getattr(record, "is_published", True) else _("a record that is not published")
        for model, keys in wanted.items()
        for key, record in model._default_manager.in_bulk(keys).items()
    }


def _said(field: Any, value: Any, names: Named, unit: str) -> str:
    if value in (None, "", frozenset()):
        return _("not stated")
    if field.many_to_many:
        gone = _("a record that was deleted")
        return pgettext("between two places", ", ").join(
            sorted(names.get((field.related_model, key), gone) for key in value)
        )
    if isinstance(field, ForeignKey):
        return names.get((field.related_model, value), _("a record that was deleted"))  # type: ignore[arg-type]
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Decimal):
        return formatting.money(value) if isinstance(field, MoneyField) else formatting.quantity(value, unit)
    if isinstance(value, datetime.date):
        return formatting.date(value)
    return str(value)

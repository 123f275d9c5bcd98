"""What ends, or is promised for a day: asked for ahead of time, and until somebody has dealt with it."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from projects import formatting
from projects.models import AidProject, Funding, Status

AHEAD = datetime.timedelta(days=60)
ENDED = (Status.COMPLETED, Status.STOPPED)
SOON, OVER = "soon", "over"


def reminded_of(records: QuerySet[Any]) -> QuerySet[Any]:
    """Projects that go on and commitments that stand, of those with a day; the nearest day first."""
    still = records.exclude(due_on=None).order_by("due_on", "pk")
    if issubclass(records.model, Funding):
        return still.filter(replaced_by=None).select_related("project")
    return still.exclude(status__in=ENDED)


def due(models: Iterable[type[Any]]) -> list[tuple[type[Any], QuerySet[Any]]]:
    """By kind, what is over or will be soon."""
    until = timezone.localdate() + AHEAD
    return [
        (model, reminded_of(model._default_manager.all()).filter(due_on__lte=until))
        for model in models
        if model in (AidProject, Funding)
    ]


def called(record: Any) -> str:
    """A pledge by its project and amount: its ref says little."""
    return f"{record.project}, {formatting.money(record.amount)}" if isinstance(record, Funding) else str(record)


def time_left(day: datetime.date) -> str:
    """31 December 2026: in 35 days."""
    days = (day - timezone.localdate()).days
    if days == 0:
        left = _("today")
    elif days > 0:
        left = ngettext("in %(days)s day", "in %(days)s days", days) % {"days": days}
    else:
        left = ngettext("%(days)s day over", "%(days)s days over", -days) % {"days": -days}
    return _("%(day)s: %(left)s") % {"day": formatting.date(day), "left": left}


class DueFilter(admin.SimpleListFilter):
    title = gettext_lazy("end")
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            (SOON, gettext_lazy("over, or within %(days)s days") % {"days": AHEAD.days}),
            (OVER, gettext_lazy("is over")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in (SOON, OVER):
            return queryset
        today = timezone.localdate()
        if self.value() == SOON:
            return reminded_of(queryset).filter(due_on__lte=today + AHEAD)
        return reminded_of(queryset).filter(due_on__lt=today)

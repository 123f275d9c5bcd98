"""Last year's record as the beginning of this year's: nothing is stored before the person saves."""

import datetime
from typing import Any

from django.db import models
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from projects.models.base import LAST_YEAR

YEARS = ("year", "year_from", "year_to")
OF_ONE_YEAR = {
    "ref", "state", "amount", "value", "as_written", "source", "locator", "part_of", "replaces", "may_overlap",
    "note", "note_en", "status",
}  # fmt: skip
"""What belongs to the year that was: its name, its quantity, where that is written, and how it counted."""


def is_yearly(model: type[models.Model]) -> bool:
    return any(field.name in YEARS for field in model._meta.concrete_fields)


def moved_on(record: Any) -> dict[str, Any]:
    """What the next year's record begins with."""
    begun: dict[str, Any] = {}
    for field in (*record._meta.concrete_fields, *record._meta.many_to_many):
        if not field.editable or field.primary_key or field.name in OF_ONE_YEAR:
            continue
        value: Any = list(getattr(record, field.name).all()) if field.many_to_many else field.value_from_object(record)
        if field.name in YEARS and value is not None:
            value = min(value + 1, LAST_YEAR)
        elif isinstance(value, datetime.date):
            value = a_year_later(value)
        begun[field.name] = value
    return begun


def a_year_later(day: datetime.date) -> datetime.date:
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=min(day.year + 1, datetime.MAXYEAR), day=28 if leap else day.day)


class CopyingAdmin(SimpleHistoryAdmin):
    """The form for a new record takes `?copy=` with the key of another one."""

    def copied(self, request: HttpRequest) -> Any:
        key = request.GET.get("copy", "")
        if not (is_yearly(self.model) and key.isdecimal() and len(key) < 19):
            return None
        record = self.get_queryset(request).filter(pk=int(key)).first()
        return record if record is not None and self.has_view_permission(request, record) else None

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        record = self.copied(request)
        return moved_on(record) if record is not None else dict(super().get_changeform_initial_data(request))

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        obj = kwargs.get("obj")
        if obj is None:
            context["copied"] = self.copied(request)
        elif is_yearly(self.model) and self.has_add_permission(request):
            context["may_copy"] = True
        return super().render_change_form(request, context, *args, **kwargs)

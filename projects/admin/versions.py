"""Any two versions of a record beside each other, in the reader's words."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from simple_history.admin import SimpleHistoryAdmin

from projects import formatting
from projects.admin.keys import AskedAdmin, is_key
from projects.fields import MoneyField


@dataclass(frozen=True)
class Difference:
    field: str
    before: str
    after: str


class ComparingAdmin(AskedAdmin, SimpleHistoryAdmin):
    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        if not is_key(self.model, unquote(object_id)):
            raise Http404
        asked = [request.GET.get(name, "") for name in ("from", "to")]
        found = _versions(self.model, object_id, asked)
        compared = {"older": found[0], "newer": found[1], "differences": _differences(*found)} if found else None
        context = {**(extra_context or {}), "compared": compared, "asked": asked}
        response: HttpResponse = super().history_view(request, object_id, context)
        return response

    def set_history_delta_changes(
        self, request: HttpRequest, historical_records: Sequence[Any], foreign_keys_are_objs: bool = True
    ) -> None:
        """The library would show values as they are stored."""
        for newer, older in pairwise(historical_records):
            newer.history_delta_changes = _differences(older, newer)

    @transaction.atomic
    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """The library lets those save a version who may look at it, and saves outside a transaction."""
        if not (is_key(self.model, object_id) and is_key(self.model.history.model, version_id)):
            raise Http404
        if request.method == "POST" and not self.has_change_permission(request, self.get_object(request, object_id)):
            raise PermissionDenied
        response: HttpResponse = super().history_form_view(request, object_id, version_id, extra_context)
        return response


def _versions(model: Any, object_id: str, asked: list[str]) -> list[Any]:
    """Two different versions of this record, the older first; none where something else was asked for."""
    keys = {key for key in asked if is_key(model.history.model, key)}
    if len(keys) != 2:
        return []
    own = model.history.filter(**{f"{model._meta.pk.attname}": object_id, "history_id__in": keys})
    versions = list(own.order_by("history_id"))
    return versions if len(versions) == 2 else []


def _differences(older: Any, newer: Any) -> list[Difference]:
    delta = newer.diff_against(older, foreign_keys_are_objs=True)
    model = newer.instance_type
    return [
        Difference(str(capfirst(field.verbose_name)), _shown(field, change.old), _shown(field, change.new))
        for change in delta.changes
        if (field := model._meta.get_field(change.field)).editable
    ]


def _shown(field: Any, value: Any) -> str:
    if field.many_to_many:
        reverse = field.m2m_reverse_field_name()
        return pgettext("between two places", ", ").join(str(link[reverse]) for link in value) or "–"
    if value in (None, ""):
        return "–"
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime.date):
        return formatting.date(value)
    if isinstance(value, Decimal):
        return formatting.money(value) if isinstance(field, MoneyField) else formatting.quantity(value)
    return str(value)

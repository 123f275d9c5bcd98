"""Deleting what is public: with a reason that stays at its address, and never from under others."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect
from simple_history.admin import SimpleHistoryAdmin

from projects.models import Figure, State, Tombstone
from projects.models.family import check_removal
from projects.models.tombstone import LONGEST_REASON

NAMED = 10


class DeletionAdmin(SimpleHistoryAdmin):
    delete_confirmation_template = "admin/delete_record.html"

    @method_decorator(csrf_protect)
    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        record: Any = self.get_object(request, object_id)
        context: dict[str, Any] = {"longest_reason": LONGEST_REASON, **(extra_context or {})}
        if record is not None and record.is_published and self.has_delete_permission(request, record):
            if refused := _refusal(record):
                messages.error(request, refused)
                change = reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])
                return HttpResponseRedirect(change)
            reason = request.POST.get("reason", "").strip()
            context |= {"needs_reason": True, "reason": reason}
            if request.method == "POST" and not 0 < len(reason) <= LONGEST_REASON:
                request.method, request.POST = "GET", QueryDict()  # the question once more, with what was typed
                context["lacks_reason"] = True
        response: HttpResponse = super().delete_view(request, object_id, context)
        return response

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        if obj.is_published:
            reason = request.POST["reason"].strip()
            obj._change_reason = reason[:100]
            Tombstone.leave([obj], reason)
        super().delete_model(request, obj)


def _refusal(record: Any) -> str:
    """Why a public record cannot go; empty where it can."""
    leading_here = [
        f"{other}" for others in record.relied_on_by() for other in others.filter(state=State.PUBLISHED)[:NAMED]
    ]
    if leading_here:
        return _("Published records lead here; take them back first: %s") % "; ".join(leading_here)
    if isinstance(record, Figure):
        try:
            check_removal(record)
        except ValidationError as error:
            return " ".join(error.messages)
    return ""

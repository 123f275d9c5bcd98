"""The rules of the office."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _

from projects.admin.versions import ComparingAdmin
from projects.models import Office


@admin.register(Office)
class OfficeAdmin(ComparingAdmin):
    list_display = ["__str__", "four_eyes"]
    object_history_list_template = "admin/record_history.html"

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """The history says what was switched, whether or not it knows what stood before."""
        if "four_eyes" in form.changed_data:
            obj._change_reason = _("Four eyes switched on.") if obj.four_eyes else _("Four eyes switched off.")
        super().save_model(request, obj, form, change)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

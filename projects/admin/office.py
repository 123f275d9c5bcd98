"""The rules of the office."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from projects.admin.versions import ComparingAdmin
from projects.models import Office


@admin.register(Office)
class OfficeAdmin(ComparingAdmin):
    list_display = ["__str__", "four_eyes"]
    object_history_list_template = "admin/record_history.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

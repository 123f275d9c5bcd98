"""Readers' correction requests: a queue for staff, which nobody adds to by hand."""

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from projects.admin.base import CarefulAdmin
from projects.models import CorrectionRequest


@admin.register(CorrectionRequest)
class CorrectionRequestAdmin(CarefulAdmin):
    list_display = ("__str__", "message", "received_at", "status")
    list_filter = ("status",)
    fieldsets = ((None, {"fields": ("record", "message", "evidence", "contact", "received_at", "status", "answer")}),)
    readonly_fields = ("record", "message", "evidence", "contact", "received_at")

    @admin.display(description=_("record"))
    def record(self, request: CorrectionRequest) -> SafeString:
        address = reverse("detail", kwargs={"kind": request.kind, "ref": request.ref})
        return format_html('<a href="{}">{}</a>', address, request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

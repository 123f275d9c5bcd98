"""What the checks found: a report over all records, an answer to each, and a word beside the record."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from projects.admin.versions import ComparingAdmin
from projects.models import Finding
from projects.vetting import CHECKS
from projects.vetting.checks import vetted_models
from projects.vetting.keep import of

SHOWN = 100


def say_findings(request: HttpRequest, record: Any) -> None:
    """After a save: what nobody has answered yet."""
    for finding in of(type(record), [record.pk]).filter(answer=""):
        about = {"title": f"{capfirst(record._meta.verbose_name)} {record}", "text": said(finding)}
        messages.warning(request, _("%(title)s: %(text)s") % about)


@dataclass(frozen=True)
class Shown:
    title: Any
    text: str
    advice: Any
    answer: str
    address: str


def beside(record: Any) -> list[Shown]:
    """What was found about a record; first what nobody has answered."""
    return [
        Shown(
            title=CHECKS[finding.check_key].title,
            text=said(finding),
            advice=CHECKS[finding.check_key].advice,
            answer=finding.answer,
            address=reverse("admin:projects_finding_change", args=[finding.pk]),
        )
        for finding in sorted(of(type(record), [record.pk]), key=lambda finding: bool(finding.answer))
    ]


def said(finding: Finding) -> str:
    return CHECKS[finding.check_key].says(finding.facts)


def ask_first(page: "admin.ModelAdmin[Any]", request: HttpRequest, records: QuerySet[Any]) -> HttpResponse | None:
    """Before several records are published at once: what was found about them, to be looked at. None if nothing."""
    pks = list(records.values_list("pk", flat=True))
    found = of(page.model, pks).filter(answer="")
    number = found.count()
    if not number:
        return None
    context = {
        **page.admin_site.each_context(request),
        "title": _("Look at these before you publish"),
        "opts": page.model._meta,
        "pks": pks,
        "number": number,
        "findings": [(finding, CHECKS[finding.check_key].title, said(finding)) for finding in found[:SHOWN]],
        "shown": SHOWN,
        "checkbox": ACTION_CHECKBOX_NAME,
    }
    return TemplateResponse(request, "admin/publish_seen.html", context)


class AnsweredFilter(admin.SimpleListFilter):
    title = _("answer")
    parameter_name = "answered"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("answered")), ("all", _("All"))]

    def choices(self, changelist: Any) -> Any:
        found = list(super().choices(changelist))
        found[0]["display"] = _("not answered")
        return [found[0], *found[1:]]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Finding]) -> QuerySet[Finding]:
        if self.value() == "all":
            return queryset
        return queryset.exclude(answer="") if self.value() == "yes" else queryset.filter(answer="")


class CheckFilter(admin.SimpleListFilter):
    title = _("check")
    parameter_name = "check"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(check.key, check.title) for check in CHECKS.values()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Finding]) -> QuerySet[Finding]:
        return queryset.filter(check_key=self.value()) if self.value() else queryset


class KindFilter(admin.SimpleListFilter):
    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(name, capfirst(model._meta.verbose_name)) for name, model in vetted_models().items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Finding]) -> QuerySet[Finding]:
        return queryset.filter(model=self.value()) if self.value() else queryset


@admin.register(Finding)
class FindingAdmin(ComparingAdmin):
    list_display = ["title", "record", "what", "found_at"]
    list_display_links = ["title"]
    list_filter = [AnsweredFilter, CheckFilter, KindFilter]
    search_fields = ["^ref"]
    list_per_page = 50
    show_full_result_count = False
    fields = ["title", "record", "what", "advice", "answer", "answered_by"]
    readonly_fields = ["title", "record", "what", "advice", "answered_by"]
    object_history_list_template = "admin/record_history.html"

    @admin.display(description=_("check"), ordering="check_key")
    def title(self, finding: Finding) -> str:
        return str(CHECKS[finding.check_key].title)

    @admin.display(description=_("record"), ordering="ref")
    def record(self, finding: Finding) -> SafeString | str:
        try:
            address = reverse(f"admin:projects_{finding.model}_change", args=[finding.record_id])
        except NoReverseMatch:
            return finding.ref
        return format_html('<a href="{}">{} {}</a>', address, vetted_models()[finding.model]._meta.verbose_name,
                           finding.ref)  # fmt: skip

    @admin.display(description=_("what was found"))
    def what(self, finding: Finding) -> str:
        return said(finding)

    @admin.display(description=_("how to answer"))
    def advice(self, finding: Finding) -> str:
        return str(CHECKS[finding.check_key].advice)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A finding goes when the check no longer finds it."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may = bool(super().has_change_permission(request, obj))
        return may and (obj is None or request.user.has_perm(f"projects.change_{obj.model}"))

    def save_model(self, request: HttpRequest, obj: Finding, form: "ModelForm[Any]", change: bool) -> None:
        obj.answered_by = request.user if obj.answer else None  # type: ignore[assignment]
        super().save_model(request, obj, form, change)

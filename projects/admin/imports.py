"""Tables of records in and out, on screen: upload, look at what would change, confirm, undo."""

import csv
from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import BooleanField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from projects import formatting
from projects.admin.keys import AskedAdmin
from projects.admin.permissions import may, may_publish
from projects.fields import MoneyField
from projects.imports import proposals
from projects.imports.kinds import KINDS, Kind
from projects.imports.leave import rows_of
from projects.imports.leave_xlsx import workbook_of
from projects.imports.lines import RowFault
from projects.imports.templates import template
from projects.imports.undo import undo
from projects.models import Proposal, ProposalOrigin, ProposalStage, ProposedChange

PER_PAGE = 50
SENT = {
    "review": gettext_lazy("Sent for review: somebody else looks at it."),
    "return": gettext_lazy("Returned to whoever prepared it."),
}
"""What is said after a button that decides nothing yet."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Table"),
        help_text=gettext_lazy("CSV or Excel workbook (.xlsx). Nothing is written before you have seen what changes."),
    )
    publish = forms.BooleanField(
        label=gettext_lazy("Publish the records"),
        required=False,
        help_text=gettext_lazy(
            "Unless their column “publication state” says otherwise. Without this, new ones are drafts."
        ),
    )

    def __init__(self, *args: Any, may_publish: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_publish:
            del self.fields["publish"]


@admin.register(Proposal)
class ProposalAdmin(AskedAdmin, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["title", "kind_label", "stage", "new", "changed", "faults", "made_by", "made_at", "applied_at"]
    list_filter = ["stage", "kind"]
    list_select_related = ["made_by"]
    search_fields = ["title"]
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is not None:
            return may(request, KINDS[obj.kind], "view")
        return any(may(request, kind, "view") for kind in KINDS.values())

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_queryset(self, request: HttpRequest) -> Any:
        visible = [key for key, kind in KINDS.items() if may(request, kind, "view")]
        return super().get_queryset(request).filter(kind__in=visible)

    @admin.display(description=gettext_lazy("kind of records"))
    def kind_label(self, obj: Proposal) -> str:
        return str(KINDS[obj.kind].model._meta.verbose_name_plural)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        own = [
            path("import/<slug:key>/", view(self.upload), name="projects_proposal_upload"),
            path("template/<slug:key>.xlsx", view(self.template_file), name="projects_proposal_template"),
            path("export/<slug:key>.csv", view(self.export_file), name="projects_proposal_export"),
            path("export/<slug:key>.xlsx", view(self.export_workbook), name="projects_proposal_export_workbook"),
            path("<int:pk>/faults.xlsx", view(self.faults_file), name="projects_proposal_faults"),
            path("<int:pk>/decide/", view(require_POST(self.decide)), name="projects_proposal_decide"),
        ]
        return [*own, *super().get_urls()]

    # Upload, template and export of one kind.

    def _kind(self, request: HttpRequest, key: str, *actions: str) -> Kind:
        if key not in KINDS:
            raise Http404
        if not may(request, KINDS[key], *actions):
            raise PermissionDenied
        return KINDS[key]

    def upload(self, request: HttpRequest, key: str) -> HttpResponse:
        kind = self._kind(request, key, "add", "change")
        form = UploadForm(request.POST or None, request.FILES or None, may_publish=may_publish(request))
        if request.method == "POST" and form.is_valid():
            given = form.cleaned_data
            try:
                proposal = proposals.prepare(
                    kind,
                    given["file"],
                    given["file"].name,
                    publish=given.get("publish", False),
                    user=request.user,  # type: ignore[arg-type]
                )
            except ValidationError as error:
                form.add_error("file", error)
            else:
                return HttpResponseRedirect(self._address(proposal))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.model._meta,
            "title": _("Import: %(kind)s") % {"kind": kind.model._meta.verbose_name_plural},
            "form": form,
            "kind": kind,
            "columns": [
                (column, kind.model._meta.get_field(column).verbose_name, column in kind.required)  # type: ignore[union-attr]
                for column in kind.columns
            ],
            "most_rows": f"{proposals.MOST_ROWS:,}",
        }
        return TemplateResponse(request, "admin/imports/upload.html", context, status=400 if form.errors else 200)

    def template_file(self, request: HttpRequest, key: str) -> HttpResponse:
        return _download(template(self._kind(request, key, "view")), f"{key}-template.xlsx")

    def export_file(self, request: HttpRequest, key: str) -> StreamingHttpResponse:
        kind = self._kind(request, key, "view")
        response = StreamingHttpResponse(_csv_lines(rows_of(kind)), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{key}.csv"'
        return response

    def export_workbook(self, request: HttpRequest, key: str) -> HttpResponse:
        kind = self._kind(request, key, "view")
        if kind.model._default_manager.count() > proposals.MOST_ROWS:
            refused = _("A workbook takes up to %(limit)s records. Export them as CSV.")
            messages.error(request, refused % {"limit": f"{proposals.MOST_ROWS:,}"})
            return HttpResponseRedirect(reverse(f"admin:projects_{kind.model._meta.model_name}_changelist"))
        return _download(workbook_of(kind), f"{key}.xlsx")

    # One proposal.

    @staticmethod
    def _address(proposal: Proposal) -> str:
        return reverse("admin:projects_proposal_change", args=[proposal.pk])

    def _proposal(self, request: HttpRequest, pk: Any) -> Proposal:
        proposal: Proposal | None = self.get_object(request, str(pk))
        if proposal is None:
            raise Http404
        if not self.has_view_permission(request, proposal):
            raise PermissionDenied
        return proposal

    @staticmethod
    def _possible(request: HttpRequest, proposal: Proposal) -> set[str]:
        """What this person may do with the proposal as it stands."""
        may_write = may(request, KINDS[proposal.kind], "change")
        may_apply = (
            may_write
            and (may_publish(request) or not proposal.touches_published)
            and proposals.may_be_applied_by(proposal, request.user)  # type: ignore[arg-type]
        )
        may_add = may_apply and (not proposal.new or may(request, KINDS[proposal.kind], "add") or may_publish(request))
        is_open = proposal.stage in proposals.OPEN
        possible = {
            "apply": is_open and may_add,
            "review": proposal.stage == ProposalStage.PREPARED and may_write and not may_apply,
            "return": proposal.stage == ProposalStage.IN_REVIEW and may_publish(request),
            "withdraw": (is_open or proposal.stage == ProposalStage.FAULTY)
            and (request.user == proposal.made_by or may_publish(request)),
            "undo": proposal.stage == ProposalStage.APPLIED and may_add,
        }
        return {action for action, is_possible in possible.items() if is_possible}

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if request.method == "POST":  # what is decided goes to a page of its own
            raise PermissionDenied
        return self._page(request, self._proposal(request, object_id))

    def _page(self, request: HttpRequest, proposal: Proposal, faults: list[RowFault] | None = None) -> HttpResponse:
        kind = KINDS[proposal.kind]
        changes = proposal.changes.all()
        warned = changes.exclude(warnings=[])
        shown = {
            "new": changes.filter(seen_version__isnull=True),
            "changed": changes.filter(seen_version__isnull=False),
            "warnings": warned,
        }
        choice = request.GET.get("show", "")
        pages = Paginator(shown.get(choice, changes), PER_PAGE)
        page = pages.get_page(request.GET.get("page"))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.model._meta,
            "title": _("%(title)s: %(text)s")
            % {"title": proposal.get_origin_display(), "text": kind.model._meta.verbose_name_plural},
            "subtitle": proposal.title,
            "proposal": proposal,
            "edited": _edited(kind, proposal),
            "kind": kind,
            "rows": [_shown(kind, change) for change in page],
            "page": page,
            "page_range": pages.get_elided_page_range(page.number),
            "choice": choice if choice in shown else "",
            "warnings": warned.count(),
            "possible": self._possible(request, proposal),
            "faults": faults or [],
        }
        return TemplateResponse(request, "admin/imports/proposal.html", context, status=409 if faults else 200)

    def faults_file(self, request: HttpRequest, pk: int) -> HttpResponse:
        proposal = self._proposal(request, pk)
        if proposal.stage != ProposalStage.FAULTY:
            raise Http404
        return _download(proposals.faulty_workbook(proposal), f"{proposal.kind}-faults.xlsx")

    def decide(self, request: HttpRequest, pk: int) -> HttpResponse:
        proposal = self._proposal(request, pk)
        action = request.POST.get("action", "")
        if action not in self._possible(request, proposal):
            return self._too_late(request, proposal, action)
        if action == "apply" and proposal.changes.exclude(warnings=[]).exists() and not request.POST.get("seen"):
            messages.error(request, _("Look at the warnings first, and say that you have."))
            return HttpResponseRedirect(self._address(proposal))
        faults: list[RowFault] = []
        try:
            if action == "apply":
                faults = proposals.apply(proposal, request.user).faults  # type: ignore[arg-type]
            elif action == "undo":
                faults = undo(proposal, request.user)  # type: ignore[arg-type]
            elif action == "review":
                proposals.send_for_review(proposal)
            elif action == "return":
                proposals.send_back(proposal, request.POST.get("remark", ""))
            else:
                proposals.withdraw(proposal)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return HttpResponseRedirect(self._address(proposal))
        if faults:
            proposal.refresh_from_db()
            return self._page(request, proposal, faults)
        said = _("Done: %(stage)s.") % {"stage": proposal.get_stage_display()}
        messages.success(request, SENT.get(action, said))
        return HttpResponseRedirect(self._address(proposal))

    def _too_late(self, request: HttpRequest, proposal: Proposal, action: str) -> HttpResponse:
        """Somebody else decided first, or this person may not."""
        done = {"apply": ProposalStage.APPLIED, "undo": ProposalStage.UNDONE, "withdraw": ProposalStage.WITHDRAWN}
        if proposal.stage != done.get(action):
            raise PermissionDenied
        messages.info(request, _("This is %(stage)s already.") % {"stage": proposal.get_stage_display()})
        return HttpResponseRedirect(self._address(proposal))


def _edited(kind: Kind, proposal: Proposal) -> str:
    """The address of the one record that an edit would change."""
    if proposal.origin != ProposalOrigin.EDIT:
        return ""
    model: Any = kind.model
    record = model._default_manager.filter(**{f"{kind.key_column}__in": proposal.changes.values("key")}).first()
    return reverse(f"admin:projects_{model._meta.model_name}_change", args=[record.pk]) if record else ""


def _shown(kind: Kind, change: ProposedChange) -> dict[str, Any]:
    """A change as people read it."""
    fields = [
        (kind.model._meta.get_field(column), before, after)
        for column, before, after in change.differences()
        if column != kind.key_column
    ]
    return {
        "change": change,
        "fields": [
            (field.verbose_name, _value(field, before), _value(field, after))  # type: ignore[union-attr]
            for field, before, after in fields
        ],
        "faults": [(_label(kind, column), value, message) for column, value, message in change.faults],
    }


def _value(field: Any, text: str) -> str:
    if not text:
        return ""
    if isinstance(field, MoneyField):
        return formatting.money(field.to_python(text))
    if isinstance(field, BooleanField):
        return _("yes") if text == "true" else _("no")
    return str(dict(getattr(field, "flatchoices", ())).get(text, text))


def _label(kind: Kind, column: str) -> str:
    if column not in kind.columns:
        return column
    return str(kind.model._meta.get_field(column).verbose_name)  # type: ignore[union-attr]


class _Echo:
    def write(self, text: str) -> str:
        return text


def _csv_lines(rows: Iterator[list[str]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff"
    for row in rows:
        yield writer.writerow(row)


def _download(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

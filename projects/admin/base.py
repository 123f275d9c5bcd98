"""The base of every staff page."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects import formatting
from projects.admin.attachments import AttachmentForm, AttachmentInline
from projects.admin.copying import CopyingAdmin
from projects.admin.deletion import DeletionAdmin
from projects.admin.findings import ask_first, beside, say_findings
from projects.admin.forms import SAVING_FIELDS, RecordForm
from projects.admin.large import LargeListAdmin
from projects.admin.permissions import may, may_publish
from projects.admin.review import move, stamp
from projects.admin.saved_filters import SavedFiltersAdmin
from projects.admin.several_years import FundingRow
from projects.admin.versions import ComparingAdmin
from projects.counting import Selection, summarise
from projects.imports.kinds import kind_of
from projects.imports.proposals import propose, waiting_edits
from projects.models import CountedFigure, Indicator, State
from projects.models.places import Places

Fieldset = tuple[Any, dict[str, Any]]
OF_THEIR_OWN = (AttachmentForm, FundingRow)
"""Rows that are added beside a record and change nothing the public sees of it: no part of a proposal."""
MOST_PLACES = 5
SAVING: Fieldset = (gettext_lazy("Saving"), {"fields": SAVING_FIELDS})


def lines(texts: Sequence[Any]) -> SafeString:
    return format_html_join("", "<div>{}</div>", ((text,) for text in texts))


def stated_places(obj: Any) -> str:
    """Of what is not published: what it states itself, else what its project states."""
    project = obj.stated_project() if hasattr(obj, "stated_project") else None
    places = obj.own_places() or (project.own_places() if project is not None else Places())
    names = [str(village) for village in places.villages] or ([str(places.region)] if places.region else [])
    shown = formatting.between_names().join(names[:MOST_PLACES])
    return f"{shown}…" if len(names) > MOST_PLACES else shown or _("not stated")


class CarefulAdmin(ComparingAdmin):
    """What is saved goes into the history, with its reason, and never over what somebody else saved meanwhile."""

    form = RecordForm
    show_full_result_count = False
    list_per_page = 50
    object_history_list_template = "admin/record_history.html"

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Fieldset]:
        fieldsets: list[Fieldset] = list(super().get_fieldsets(request, obj))
        if self.has_change_permission(request, obj) or obj is None:
            return [*fieldsets, SAVING]
        return fieldsets

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Where nothing was changed nothing is stored: a version that says the same as the last explains nothing."""
        if form.changes:
            obj._change_reason = form.cleaned_data.get("change_reason") or ""
            super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        form.instance._says_the_same = not form.changes and not any(formset.has_changed() for formset in formsets)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return None if getattr(obj, "_says_the_same", False) else super().log_change(request, obj, message)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        say_findings(request, obj)  # not before what belongs to the record is stored as well
        response: HttpResponse = super().response_add(request, obj, post_url_continue)
        return response

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        if getattr(obj, "_says_the_same", False) and IS_POPUP_VAR not in request.POST:
            return self.nothing_changed(request)
        say_findings(request, obj)
        response: HttpResponse = super().response_change(request, obj)
        return response

    def nothing_changed(self, request: HttpRequest) -> HttpResponse:
        messages.info(request, _("Nothing was changed."))
        return HttpResponseRedirect(request.path)


class VersionedAdmin(CarefulAdmin, SavedFiltersAdmin):
    """Reference data: no publication, but tables and the same care for other people's saves."""

    change_list_template = "admin/record_list.html"

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        kind = kind_of(self.model)
        tables = {"table_kind": kind, "may_import": may(request, kind, "add", "change")}
        return super().changelist_view(request, {**tables, **(extra_context or {})})


class RecordAdmin(CopyingAdmin, DeletionAdmin, LargeListAdmin, VersionedAdmin):
    kind: ClassVar[str]
    """The public list its pages lie under."""

    actions: ClassVar[Sequence[Any]] = ("send_for_review", "publish", "take_back")
    change_form_template = "admin/record_form.html"

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        return [*super().get_inlines(request, obj), AttachmentInline]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        return type("PersonalForm", (form,), {"may_publish": may_publish(request), "user": request.user})

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Fieldset]:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is not None and obj.state == State.IN_REVIEW and may_publish(request):
            return [*fieldsets, (_("Review"), {"fields": ["return_note"]})]
        return fieldsets

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        obj = kwargs.get("obj")
        if context["adminform"].form.is_bound:
            context["adminform"].form.stay()
        if obj is not None:
            context |= {
                "may_publish": may_publish(request),
                "waiting_edits": waiting_edits(obj),
                "findings": beside(obj),
            }
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if form.proposes:
            reason = form.cleaned_data.get("change_reason") or ""
            obj._proposal = propose(obj, form.cleaned_data.get("villages"), form.user, reason)
            form.save_m2m = lambda: None
            return
        if "state" in form.changed_data:
            obj._change_reason = form.cleaned_data.get("change_reason") or ""
            stamp(obj, form.user, entered=form.entered, note=form.cleaned_data.get("return_note") or "")
            form.cleaned_data["change_reason"] = obj._change_reason
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        if not form.proposes:
            super().save_related(request, form, formsets, change)
            return
        for formset in formsets:
            if issubclass(formset.form, OF_THEIR_OWN):
                self.save_formset(request, form, formset, change)

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        return [] if form.proposes else super().construct_change_message(request, form, formsets, add)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return None if hasattr(obj, "_proposal") else super().log_change(request, obj, message)

    def response_change(self, request: HttpRequest, obj: Any) -> Any:
        if not hasattr(obj, "_proposal"):
            return super().response_change(request, obj)
        if obj._proposal is None:
            return self.nothing_changed(request)
        waits = _("Your change waits for somebody else to look at it. Until then the public sees the record as it was.")
        messages.success(request, waits)
        return HttpResponseRedirect(reverse("admin:projects_proposal_change", args=[obj._proposal.pk]))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """The ref is part of a permanent address: it is chosen once."""
        fields = list(super().get_readonly_fields(request, obj))
        return [*fields, "ref"] if obj is not None else fields

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions: dict[str, Any] = super().get_actions(request)
        if not may_publish(request):
            actions.pop("publish", None)
            actions.pop("take_back", None)
        actions.pop("delete_selected", None)
        return actions

    def view_on_site(self, obj: Any) -> str | None:
        return reverse("detail", kwargs={"kind": self.kind, "ref": obj.ref}) if obj.is_published else None

    def _move(self, request: HttpRequest, records: QuerySet[Any], state: State, done: Callable[[int], str]) -> None:
        """Save each record on its own: one that the rules refuse keeps no other back.

        It is tried again once others are moved, such as what it is part of.
        """
        moved, waiting = 0, list(records)
        while waiting:
            refused = [(record, error) for record in waiting if (error := self._refusal(request, record, state))]
            moved += len(waiting) - len(refused)
            if len(refused) == len(waiting):
                for record, error in refused:
                    title = f"{capfirst(record._meta.verbose_name)} {record}"
                    text = _("%(title)s: %(text)s") % {"title": title, "text": " ".join(error.messages)}
                    messages.error(request, text)
                break
            waiting = [record for record, _error in refused]
        if moved:
            messages.success(request, done(moved))

    @staticmethod
    def _refusal(request: HttpRequest, record: Any, state: State) -> ValidationError | None:
        """None where it was moved."""
        try:
            with transaction.atomic():
                move(record, state, request.user)  # type: ignore[arg-type]
        except ValidationError as error:
            return error
        return None

    @admin.action(description=gettext_lazy("Send for review"), permissions=["change"])
    def send_for_review(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        drafts = queryset.filter(state=State.DRAFT)
        self._move(request, drafts, State.IN_REVIEW, lambda n: _("%(n)s sent for review.") % {"n": n})

    @admin.action(description=gettext_lazy("Publish"), permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        waiting = queryset.exclude(state=State.PUBLISHED)
        if "seen" not in request.POST and (question := ask_first(self, request, waiting)):
            return question
        self._move(request, waiting, State.PUBLISHED, lambda n: _("%(n)s published.") % {"n": n})
        return None

    @admin.action(description=gettext_lazy("Take back to draft"), permissions=["change"])
    def take_back(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        standing = queryset.exclude(state=State.DRAFT)
        self._move(request, standing, State.DRAFT, lambda n: _("%(n)s taken back.") % {"n": n})

    @admin.display(description=gettext_lazy("places"))
    def counted_places(self, obj: Any) -> str:
        counted = getattr(obj, "counted", None)
        if counted is None:
            return stated_places(obj)
        return (counted.places_en if formatting.is_english() else counted.places_zh) or _("not stated")

    @admin.display(description=gettext_lazy("years"))
    def shown_years(self, obj: Any) -> str:
        counted = getattr(obj, "counted", None)
        return formatting.years(
            counted.year_from if counted else obj.year_from, counted.year_to if counted else obj.year_to
        )


def totals_lines(counted: QuerySet[CountedFigure], selection: Selection) -> SafeString:
    """What is published, kind by kind: never one sum."""
    summary = summarise(counted, selection, Indicator.objects.all())
    texts = [
        f"{kind.label}: {formatting.interval(totals.lower, totals.upper)}"
        for kind, totals in summary.money.items()
        if totals.in_interval
    ]
    names = {indicator.ref: indicator for indicator in Indicator.objects.filter(ref__in=summary.outcomes)}
    texts += [
        f"{names[ref].name}: "
        f"{formatting.interval(totals.lower, totals.upper, partial(formatting.quantity, unit=names[ref].unit_name))}"
        for ref, totals in summary.outcomes.items()
        if totals.in_interval and totals.is_additive
    ]
    return lines(texts or [_("nothing published yet")])


class ReadOnlyInline(admin.TabularInline):  # type: ignore[type-arg]
    """What belongs to the record, each with a link to its own page, where its rules are checked."""

    @admin.display(description=gettext_lazy("amount"))
    def shown_amount(self, obj: Any) -> str:
        return formatting.money(obj.amount)

    extra = 0
    max_num = 0
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

"""Funding of several years, entered in rows on the project's form: each becomes a draft of its own."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from projects.admin.findings import say_findings
from projects.admin.forms import RecordForm
from projects.admin.keys import ChoosingAdmin
from projects.models import Funding
from projects.models.base import FIRST_YEAR, LAST_YEAR

ROWS = 3


class FundingRow(RecordForm):
    """A new sum of one year, held to the rules of the whole form."""

    year = forms.IntegerField(label=_("year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)

    class Meta:
        model = Funding
        fields = ("amount", "origin", "stage", "basis", "source", "locator", "due_on")
        labels = {"year": _("year")}  # where a row can only be added the table's head asks here

    def has_changed(self) -> bool:
        """A row of which only the source or the basis was chosen says nothing yet."""
        return bool({*self.changed_data} - {"source", "basis"})

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        self.instance.year_from = self.instance.year_to = cleaned.get("year")
        self.instance.as_written = self.typed_wording()
        try:  # no field of the row, so that nothing else looks at its length
            Funding._meta.get_field("as_written").run_validators(self.instance.as_written)
        except forms.ValidationError as error:
            self.add_error("amount", error)
        return cleaned


class FundingYearsInline(ChoosingAdmin, admin.TabularInline):  # type: ignore[type-arg]
    model = Funding
    form = FundingRow
    extra = ROWS
    can_delete = False
    fields: ClassVar[Any] = ["year", "amount", "origin", "stage", "basis", "source", "locator", "due_on"]
    autocomplete_fields: ClassVar[Any] = ["source"]
    verbose_name = _("year of funding")
    verbose_name_plural = _("Enter funding of several years: one row for each year")

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


def save_rows(request: HttpRequest, formset: Any, reason: str) -> None:
    """Store the rows with the reason that was given for the save, and say what looks wrong in them."""
    rows = formset.save(commit=False)
    for row in rows:
        row._change_reason = reason
        row.save()
        say_findings(request, row)
    if rows:
        entered = ngettext("%(n)s year of funding entered as draft.", "%(n)s years of funding entered as drafts.",
                           len(rows))  # fmt: skip
        messages.success(request, entered % {"n": len(rows)})

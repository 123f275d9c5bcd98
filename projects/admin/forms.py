"""What every staff form does: rules that need several fields, other people's saves, who may publish."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from projects.models import State

SAVING_FIELDS = ("change_reason", "overwrite", "seen_version", "conflict_version")
UNITS = ("元", "万", "亿")


class RecordForm(forms.ModelForm):  # type: ignore[type-arg]
    """`may_publish` is set by the admin for the person at hand."""

    may_publish = False

    change_reason = forms.CharField(
        label=_("Reason for the change"), max_length=100, required=False, help_text=_("Kept in the record's history.")
    )
    overwrite = forms.BooleanField(
        label=_("I have seen the other change; save mine over it"), required=False, widget=forms.HiddenInput
    )
    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    conflict_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen_version"].initial = self.instance.version if self.instance.pk else None
        if "state" in self.fields and not self.may_publish:
            state = self.fields["state"]
            state.choices = [(s.value, s.label) for s in State if s != State.PUBLISHED]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if "villages" in cleaned:
            self.instance.pending_villages = list(cleaned["villages"])
        self._keep_wording(cleaned)
        self._refuse_stale(cleaned)
        return cleaned

    def _keep_wording(self, cleaned: dict[str, Any]) -> None:
        """An amount typed with its unit is the wording of the source, unless another was given."""
        typed = str(self.data.get(self.add_prefix("amount"), "")).strip()
        if "as_written" in cleaned and not cleaned["as_written"] and typed.endswith(UNITS):
            cleaned["as_written"] = typed

    def _refuse_stale(self, cleaned: dict[str, Any]) -> None:
        """Somebody else saved the record since this form was opened: say so, and lose nothing of what was typed."""
        if not self.instance.pk:
            return
        model = type(self.instance)
        current = model._default_manager.select_for_update().values_list("version", flat=True).get(pk=self.instance.pk)
        if cleaned.get("seen_version") == current:
            return
        if cleaned.get("overwrite") and cleaned.get("conflict_version") == current:
            self.instance.version = current
            return
        self.fields["overwrite"].widget = forms.CheckboxInput()
        answer = QueryDict(mutable=True)
        answer.update(self.data)
        answer[self.add_prefix("conflict_version")] = str(current)
        self.data = answer
        last = self.instance.history.select_related("history_user").first()
        raise forms.ValidationError(
            _("%(who)s saved this record at %(when)s, after you opened it. Nothing of yours was saved or lost. "
              "Look at the history, then tick “save mine over it” to go on."),
            params={
                "who": (last.history_user if last else None) or _("Somebody"),
                "when": date_format(timezone.localtime(last.history_date), "DATETIME_FORMAT") if last else "?",
            },
        )  # fmt: skip

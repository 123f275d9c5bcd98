"""What every staff form does: rules that need several fields, other people's saves, who may publish."""

from collections.abc import Container
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from simple_history.models import to_historic

from projects.models import Office, State
from projects.models.authors import authors_of

SAVING_FIELDS = ("change_reason", "overwrite", "seen_version", "conflict_version")
MOVES = {"_publish": State.PUBLISHED, "_return": State.DRAFT, "_submit": State.IN_REVIEW}
"""Buttons that save the form and move the record to a publication state."""
UNITS = ("元", "万", "亿")


def _say_the_same(before: Any, after: Any) -> bool:
    """A browser sends other line ends than tables have."""
    if isinstance(before, str) and isinstance(after, str):
        return before == after or before.splitlines() == after.splitlines()
    return bool(before == after)


class RecordForm(forms.ModelForm):  # type: ignore[type-arg]
    """`may_publish` and `user` are set by the admin for the person at hand."""

    may_publish = False
    user: User
    entered = False
    """Whether this person entered what the record says."""
    changes = True
    """Whether what was typed, or the publication state, differs from what is stored."""
    proposes = False
    """Set once the form is valid: what was typed is kept for somebody else to look at, and not saved."""

    change_reason = forms.CharField(
        label=_("Reason for the change"), max_length=100, required=False, help_text=_("Kept in the record's history.")
    )
    overwrite = forms.BooleanField(
        label=_("I have seen the other change; save mine over it"), required=False, widget=forms.HiddenInput
    )
    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    conflict_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    return_note = forms.CharField(
        label=_("Note on returning it"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What is to be mended, for whoever entered the record."),
    )

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        self._chosen_state = (data or {}).get("state")
        if data is not None and (moves := MOVES.keys() & data.keys()):
            data = data.copy()
            data["state"] = MOVES[moves.pop()]
        super().__init__(data, *args, **kwargs)
        model = type(self.instance)
        self._stored = model._default_manager.filter(pk=self.instance.pk).first() if self.instance.pk else None
        self._was_public = getattr(self._stored, "state", "") == State.PUBLISHED
        if self._stored is not None:  # the form may show an older version: what is restored is what it says
            self.fields["seen_version"].initial = self._stored.version
            self.initial["state"] = getattr(self._stored, "state", None)
        if version := to_historic(self.instance):
            self.initial.update(_chosen_in(version, self.fields))
        if "state" in self.fields and not self.may_publish:
            state = self.fields["state"]
            if self._was_public:
                state.disabled = True
            else:
                state.choices = [(s.value, s.label) for s in State if s != State.PUBLISHED]  # type: ignore[attr-defined]

    def full_clean(self) -> None:
        """After a refusal the first field with an error has the focus."""
        super().full_clean()
        for name, field in self.fields.items():
            if name in self.errors and not field.widget.is_hidden:
                widget: Any = field.widget
                getattr(widget, "widget", widget).attrs["autofocus"] = True  # the admin wraps what is chosen from
                break

    def stay(self) -> None:
        """Before a refused form is shown again: the record is where it was, and saving it moves it no further."""
        if self._stored is not None:
            self.instance.state = self._stored.state
        if MOVES.keys() & self.data.keys():
            given: Any = self.data
            self.data = given = given.copy()
            given["state"] = self._chosen_state or self.get_initial_for_field(self.fields["state"], "state")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if "villages" in cleaned:
            self.instance.pending_villages = list(cleaned["villages"])
        self._keep_wording(cleaned)
        self._refuse_stale(cleaned)
        changed = self._differs(cleaned)
        self.changes = changed or cleaned.get("state") != getattr(self._stored, "state", None)
        if "state" in self.fields:
            self._check_eyes(cleaned, changed)
        return cleaned

    def _differs(self, cleaned: dict[str, Any]) -> bool:
        """Whether more than the publication state differs from what is stored; the form may show an older version."""
        if self._stored is None:
            return True
        for field in (*self._stored._meta.concrete_fields, *self._stored._meta.many_to_many):
            if field.name in cleaned and field.name != "state":
                before, after = getattr(self._stored, field.name), cleaned[field.name]
                if set(before.all()) != set(after) if field.many_to_many else not _say_the_same(before, after):
                    return True
        return False

    def _check_eyes(self, cleaned: dict[str, Any], changed: bool) -> None:
        """Nobody publishes what they entered, unless the office has one person only."""
        was_public, is_public = self._was_public, cleaned.get("state") == State.PUBLISHED
        is_author = is_public and self.user.pk in authors_of(self.instance)
        self.entered = is_public and (changed or is_author)
        four_eyes = Office.rules().four_eyes
        if "_return" in self.data and not cleaned.get("return_note"):
            self.add_error("return_note", _("Say what is to be mended."))
        if was_public and not is_public and changed:
            self.add_error("state", _("Take it back first, then change it; or change it and leave it published."))
        elif was_public and is_public:
            self.proposes = changed and (four_eyes or not self.may_publish)
        elif is_public and four_eyes and self.entered:
            own = _("You entered this: somebody else looks at it and publishes it.")
            mended = _(
                "With what you changed here it is yours too: save it for somebody else to publish, or return it."
            )
            self.add_error("state", own if is_author or self._stored is None else mended)

    def typed_wording(self) -> str:
        """An amount typed with its unit is the wording of the source, unless another was given."""
        typed = str(self.data.get(self.add_prefix("amount"), "")).strip()
        return typed if typed.endswith(UNITS) else ""

    def _keep_wording(self, cleaned: dict[str, Any]) -> None:
        if "as_written" in cleaned and not cleaned["as_written"]:
            cleaned["as_written"] = self.typed_wording()

    def _refuse_stale(self, cleaned: dict[str, Any]) -> None:
        """Somebody else saved the record since this form was opened: say so, and lose nothing of what was typed."""
        if not self.instance.pk:
            return
        model = type(self.instance)
        current = model._default_manager.select_for_update().values_list("version", flat=True).get(pk=self.instance.pk)
        if cleaned.get("seen_version") == current:
            self.instance.version = current
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


def _chosen_in(version: Any, names: Container[str]) -> dict[str, list[Any]]:
    """What is chosen from other tables, as it was: the record of a version knows only its own columns."""
    return {
        field.name: list(
            field.related_model._default_manager.filter(
                pk__in=getattr(version, field.name).values(field.m2m_reverse_field_name())
            )
        )
        for field in version.instance_type._meta.many_to_many
        if field.name in names
    }

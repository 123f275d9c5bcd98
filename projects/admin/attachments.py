"""Files beside a record: part of every record's form."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.admin.permissions import may_publish
from projects.intake import FILE_KINDS, Accepted, accept
from projects.models import Attachment, Office
from projects.models.authors import authors_of

WORDING = frozenset({"type", "title", "title_en", "dated_on"})
SUFFIXES = ",".join(suffix for kind in FILE_KINDS.values() for suffix in kind.suffixes)


def stored_file(attachment: Attachment) -> SafeString:
    return format_html(
        '<a href="{}">{}</a><br>{} <span class="quiet" title="SHA-256 {}">SHA-256 {}…</span>',
        reverse("attachment", kwargs={"pk": attachment.pk}),
        attachment.original_name,
        filesizeformat(attachment.size),
        attachment.sha256,
        attachment.sha256[:12],
    )


class StoredFile(forms.Widget):
    """A file is never exchanged: another one is another attachment."""

    def __init__(self, attachment: Attachment) -> None:
        super().__init__()
        self.attachment = attachment

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        return stored_file(self.attachment)


class AttachmentForm(forms.ModelForm):  # type: ignore[type-arg]
    """`may_publish` and `user` are set by the admin for the person at hand."""

    may_publish = False
    user: User

    upload = forms.FileField(label=gettext_lazy("file"), widget=forms.FileInput(attrs={"accept": SUFFIXES}))

    class Meta:
        model = Attachment
        fields = ("type", "title", "title_en", "dated_on", "is_public")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["upload"] = forms.Field(
                label=gettext_lazy("file"), required=False, disabled=True, widget=StoredFile(self.instance)
            )
        self.fields["is_public"].disabled = not (self.may_publish and self.instance.pk)
        if self.instance.is_public and (Office.rules().four_eyes or not self.may_publish):
            for name in WORDING:  # taken away from the public first, it is looked at once more
                self.fields[name].disabled = True

    def clean_upload(self) -> Accepted | None:
        upload: UploadedFile | None = self.cleaned_data["upload"]
        if upload is None:
            return None
        try:
            return accept(upload)
        except ValidationError as error:
            raise ValidationError(f"“{upload.name}”: {' '.join(error.messages)}", code=error.code) from error

    def clean_is_public(self) -> bool:
        """Nobody shows to everybody what they handed in or worded, unless the office has one person only."""
        shows: bool = self.cleaned_data["is_public"]
        if shows and not self.instance.is_public and Office.rules().four_eyes:
            is_theirs = self.user.pk in authors_of(self.instance, shown_by="is_public")
            if is_theirs or not WORDING.isdisjoint(self.changed_data):
                raise ValidationError(_("You entered this: somebody else looks at it and publishes it."))
        return shows

    def save(self, commit: bool = True) -> Any:
        if accepted := self.cleaned_data.get("upload"):
            self.instance.take(accepted)
        return super().save(commit)


class AttachmentInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Attachment
    form = AttachmentForm
    extra = 1
    fields: ClassVar[Any] = ["upload", "type", "title", "title_en", "dated_on", "is_public"]
    verbose_name_plural = gettext_lazy("Evidence: contracts, vouchers, photos")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        personal = {"may_publish": may_publish(request), "user": request.user}
        form = type("PersonalAttachmentForm", (self.form,), personal)
        return super().get_formset(request, obj, **{**kwargs, "form": form})

    @admin.display(description=gettext_lazy("file"))
    def upload(self, obj: Attachment) -> SafeString | str:
        """For those who may look only."""
        return stored_file(obj) if obj.pk else _("none")

"""A reader tells that a record is wrong."""

import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from projects.models import CorrectionRequest
from projects.views.detail import page_of

PER_SENDER, IN_ALL = 5, 100
WITHIN = datetime.timedelta(hours=1)


class WrittenText(forms.CharField):
    """Line breaks count once, as in the reader's browser: sent, each is two characters."""

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")


TOO_LONG = gettext_lazy("At most %(limit_value)s characters, please; these are %(show_value)s.")


class CorrectionForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = CorrectionRequest
        fields = ["message", "evidence", "contact"]
        field_classes = {"message": WrittenText}
        widgets = {"message": forms.Textarea(attrs={"rows": 5})}
        error_messages = {
            "message": {"required": gettext_lazy("Please say what is wrong."), "max_length": TOO_LONG},
            "evidence": {"max_length": TOO_LONG},
            "contact": {
                "invalid": gettext_lazy("This is not an e-mail address. Correct it, or leave it empty."),
                "max_length": TOO_LONG,
            },
        }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, kind: str, ref: str, *, has_token: bool = True) -> HttpResponse:
    """Without its token a report is shown again, with a new one: browsers that go back may find the form empty."""
    page = page_of(request, kind, ref)
    form = CorrectionForm(request.POST if request.method == "POST" else None, label_suffix="")
    status = 200
    if request.method == "POST":
        status = 400
        sender = sender_of(request)
        if not has_token:
            form.add_error(
                None, _("Not sent yet: your browser did not return this site’s cookie. Allow it and send again.")
            )
            status = 403
        elif writes_too_often(sender):
            form.add_error(None, _("Too many reports arrived within an hour. Please send yours later."))
            status = 429
        elif form.is_valid():
            form.instance.kind, form.instance.ref = kind, ref
            form.instance.sender, form.instance.language = sender, get_language() or ""
            form.save()
            return redirect(f"{reverse('correction', kwargs={'kind': kind, 'ref': ref})}?sent=1#content")
    context = {
        "form": form,
        "is_sent": request.method != "POST" and "sent" in request.GET,
        "record_title": page.title,
        "record_address": reverse("detail", kwargs={"kind": kind, "ref": ref}),
        "page_title": _("Report a mistake"),
    }
    return render(request, "pages/correction.html", context, status=status)


def sender_of(request: HttpRequest) -> str:
    """The proxy's last entry is the only one a visitor cannot make up."""
    address = request.META.get("REMOTE_ADDR", "")
    if getattr(settings, "SECURE_PROXY_SSL_HEADER", None):
        address = request.headers.get("X-Forwarded-For", address).rpartition(",")[2].strip()
    return salted_hmac("projects.corrections", address).hexdigest()


def writes_too_often(sender: str) -> bool:
    recent = CorrectionRequest.objects.filter(received_at__gt=timezone.now() - WITHIN)
    return recent.filter(sender=sender).count() >= PER_SENDER or recent.count() >= IN_ALL

"""A code from an authenticator beside the password: optional, or asked of all staff by a setting."""

import base64
from collections.abc import Callable
from typing import Any

import segno
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import Resolver404, resolve, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_otp import login as verify
from django_otp import match_token, user_has_device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

RECOVERY_CODES = 10
OPEN_TO_UNVERIFIED = {"second_factor", "admin:logout", "admin:login", "admin:jsi18n", "set_language"}
"""Staff pages for those whom the setting asks for a second factor and who have not shown one."""


class CodeField(forms.CharField):
    """Six digits, or one of the codes that were written down; as people type them."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": "one-time-code", "inputmode": "text", "autocapitalize": "off", "spellcheck": "false"}
        super().__init__(
            label=gettext_lazy("Code of your authenticator"),
            max_length=32,
            widget=forms.TextInput(attrs=attrs),
            **{"help_text": gettext_lazy("Six digits, or one of your recovery codes."), **kwargs},
        )

    def clean(self, value: Any) -> str:
        return "".join(str(super().clean(value)).split()).lower()


class StaffLoginForm(AdminAuthenticationForm):
    """Asks for a code those who have set up a second factor."""

    code = CodeField(
        required=False,
        help_text=gettext_lazy("Only with a second factor: six digits, or one of your recovery codes."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        user: Any = self.get_user()
        if user is not None and user_has_device(user):
            code = cleaned.get("code", "")
            if not code:
                self.add_error("code", _("This account has a second factor: enter its code too."))
            elif device := match_token(user, code):
                user.otp_device = device
            else:
                self.add_error("code", _("This code is not right, or was used already. Wait for the next one."))
        return cleaned


class ConfirmForm(forms.Form):
    code = CodeField()


class SecondFactor:
    """Where every member of staff is asked for one, a session that has shown none is nobody's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        if settings.SECOND_FACTOR_REQUIRED and user.is_authenticated and not user.is_verified():
            try:
                match = resolve(request.path_info)
            except Resolver404:
                return self.get_response(request)
            if match.view_name not in OPEN_TO_UNVERIFIED:
                if match.app_names == ["admin"] or match.view_name in ("reports", "report", "report_file"):
                    return redirect("second_factor")
                request.user = AnonymousUser()
        return self.get_response(request)


def note(user: Any, about: User, words: str) -> None:
    """Into the log of the staff pages."""
    LogEntry.objects.log_actions(user.pk, [about], CHANGE, change_message=words, single_object=True)


def remove(about: User, by: Any) -> bool:
    """Take away the second factor of a person; their password stays. False if there was none."""
    with transaction.atomic():
        deleted = [model.objects.filter(user=about).delete()[0] for model in (TOTPDevice, StaticDevice)]
        if any(deleted):
            note(by, about, "Second factor removed.")
    return any(deleted)


@never_cache
@admin.site.admin_view
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """Set up, confirm or remove one's own."""
    user: Any = request.user
    if settings.SECOND_FACTOR_REQUIRED and user_has_device(user) and not user.is_verified():
        logout(request)  # this session is from before the second factor was set up
        return redirect(f"{reverse('admin:login')}?next={reverse('admin:index')}")
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    codes: list[str] = []
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        if not user_has_device(user):
            codes = _confirm(request, code)
        elif "remove" in request.POST and match_token(user, code):
            remove(user, by=user)
            messages.success(request, _("Your second factor was removed."))
            return redirect("second_factor")
        if not codes:
            form.add_error("code", _("This code is not right, or was used already. Wait for the next one."))
    has_one = user_has_device(user)
    context = {
        **admin.site.each_context(request),
        "title": _("Second factor"),
        "form": form,
        "has_one": has_one,
        "codes": codes,
        "is_required": settings.SECOND_FACTOR_REQUIRED,
        **({} if has_one else _shown(_begun(user))),
    }
    return TemplateResponse(request, "admin/second_factor.html", context)


def _begun(user: Any) -> TOTPDevice:
    """The device that is being set up: the same until it is confirmed, so that a reload shows the same picture."""
    device: TOTPDevice
    device, _made = TOTPDevice.objects.get_or_create(user=user, confirmed=False, defaults={"name": "authenticator"})
    return device


def _shown(device: TOTPDevice) -> dict[str, Any]:
    secret = base64.b32encode(device.bin_key).decode().rstrip("=")
    picture = segno.make(device.config_url, error="m").svg_inline(scale=5, border=3, dark="#000", light="#fff")
    return {
        "secret": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
        "picture": _described(picture),
    }


def _described(picture: str) -> SafeString:
    label = _("The secret as a picture for your authenticator")
    return mark_safe(picture.replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1))


def _confirm(request: HttpRequest, code: str) -> list[str]:
    """The recovery codes if the code is that of the device being set up, else none."""
    user: Any = request.user
    with transaction.atomic():
        device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=False).first()
        if device is None or not device.verify_token(code):
            return []
        device.confirmed = True
        device.save()
        kept, _made = StaticDevice.objects.get_or_create(user=user, name="recovery")
        kept.token_set.all().delete()
        codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
        StaticToken.objects.bulk_create([StaticToken(device=kept, token=token) for token in codes])
        note(user, user, "Second factor set up.")
    verify(request, device)
    return codes

"""Keeps a row for each session that a person has logged in with."""

import datetime
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from projects.access.addresses import network_of
from projects.access.devices import device_of
from projects.models import StaffSession

SELDOM = datetime.timedelta(minutes=5)
"""How often “last seen” is written."""
SEEN = "seen_at"


class LastSeen:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return self.get_response(request)
        key = request.session.session_key
        now = timezone.now()
        if now.timestamp() - request.session.get(SEEN, 0) >= SELDOM.total_seconds():
            request.session[SEEN] = now.timestamp()
            StaffSession.objects.filter(session_key=key).update(seen_at=now)
        response = self.get_response(request)
        if request.user.is_authenticated and request.session.session_key != key:
            _follow(request, key)
        return response


def connect() -> None:
    user_logged_in.connect(_begin, dispatch_uid="a session begins")
    user_logged_out.connect(_end, dispatch_uid="a session ends")


def _begin(request: HttpRequest, user: User, **_: Any) -> None:
    now = timezone.now()
    over = now - datetime.timedelta(seconds=settings.SESSION_COOKIE_AGE) - SELDOM
    StaffSession.objects.filter(seen_at__lt=over).delete()
    if not request.session.session_key:
        request.session.save()
    request.session[SEEN] = now.timestamp()
    StaffSession.objects.update_or_create(
        session_key=request.session.session_key,
        defaults={
            "user": user,
            "device": device_of(request.headers.get("User-Agent", "")),
            "network": network_of(request),
            "seen_at": now,
        },
    )


def _follow(request: HttpRequest, old_key: str | None) -> None:
    """A new password gives the session a new key, and has ended the person's others."""
    new_key = request.session.session_key
    if StaffSession.objects.filter(session_key=new_key).exists():  # somebody else logged in with the same browser
        StaffSession.objects.filter(session_key=old_key).delete()
    elif new_key:
        StaffSession.objects.filter(session_key=old_key).update(session_key=new_key)
        StaffSession.objects.filter(user=request.user.pk).exclude(session_key=new_key).delete()


def _end(request: HttpRequest, **_: Any) -> None:
    StaffSession.objects.filter(session_key=request.session.session_key or "").delete()

"""Too many failed log-ins: refused in the reader's language, and only where they came from."""

from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt, AccessLog
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-enough-secret"
SAID = {
    "en": ("Too many failed attempts", "Aid tracker: records", "locked here for an hour"),
    "zh-hans": ("登录失败次数过多", "帮扶台账：数据管理", "当前的网络地址上锁定一小时"),
}


@pytest.fixture(autouse=True)
def clerk(settings: Any) -> None:
    settings.AXES_ENABLED = True
    User.objects.create_user("clerk", password=PASSWORD, is_staff=True)


def log_in(password: str, language: str = "en", **sender: Any) -> Any:
    sent = {"username": "clerk", "password": password}
    return Client(**sender).post(f"/{language}/admin/login/", sent)


@pytest.mark.parametrize("language", SAID)
def test_the_fifth_failure_locks(language: str) -> None:
    for _attempt in range(4):
        assert log_in("wrong", language).status_code == 200
    for password in ("wrong", PASSWORD):
        response = log_in(password, language)
        assert response.status_code == 429
        page = response.content.decode()
        assert all(words in page for words in SAID[language]) and "Django" not in page
    call_command("axes_reset", verbosity=0)
    assert log_in(PASSWORD).status_code == 302


def test_a_success_forgets_the_failures() -> None:
    for password in ["wrong"] * 4 + [PASSWORD] + ["wrong"] * 4:
        assert log_in(password).status_code in (200, 302)
    assert log_in(PASSWORD).status_code == 302


def test_a_strangers_failures_lock_nobody_else_out_behind_a_proxy(settings: Any) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for _attempt in range(6):
        last = log_in("wrong", headers={"x-forwarded-for": "198.51.100.66"})
    assert last.status_code == 429
    assert log_in(PASSWORD, headers={"x-forwarded-for": "203.0.113.7"}).status_code == 302


def test_address_and_browser_are_kept_for_the_lock_alone() -> None:
    User.objects.create_user("other", password=PASSWORD, is_staff=True)
    log_in("wrong")
    assert AccessAttempt.objects.count() == 1
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(hours=1))
    other = Client()
    other.post("/en/admin/login/", {"username": "other", "password": PASSWORD})
    assert not AccessAttempt.objects.exists()
    other.post("/en/admin/logout/")
    assert not AccessLog.objects.exists()

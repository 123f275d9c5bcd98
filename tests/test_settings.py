"""Production refuses to start unsafe; addresses without a language; the policy of every page."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from aidtracker.settings import database

ROOT = Path(__file__).resolve().parent.parent
SAFE = {"AIDTRACKER_ENV": "production", "SECRET_KEY": "a key of tests " * 4, "ALLOWED_HOSTS": "aid.example.org"}
YES_OR_NO = ("SECOND_FACTOR_REQUIRED", "BEHIND_PROXY", "SECURE_SSL_REDIRECT", "HSTS_SUBDOMAINS")
NOT_OF_PRODUCTION = "DJANGO_ALLOW_ASYNC_UNSAFE"  # what the tests themselves ask for


def run(*command: str, **changed: str) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if k not in {*SAFE, *YES_OR_NO, NOT_OF_PRODUCTION}}
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT, env={**environment, **SAFE, **changed}, capture_output=True, text=True,
    )  # fmt: skip


def start(shown: str = "s.DEBUG", **changed: str) -> subprocess.CompletedProcess[str]:
    return run("-c", f"import aidtracker.settings as s; print({shown})", **changed)


def test_production_starts_when_it_is_safe() -> None:
    started = start()
    assert (started.returncode, started.stdout.strip()) == (0, "False")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "short"),
        ("ALLOWED_HOSTS", ""),
        ("ALLOWED_HOSTS", "*"),
        ("AIDTRACKER_ENV", "x"),
    ],
)
def test_production_refuses_to_start_unsafe(name: str, value: str) -> None:
    started = start(**{name: value})
    assert started.returncode != 0
    assert name in started.stderr.splitlines()[-1]


@pytest.mark.parametrize("name", YES_OR_NO)
def test_what_is_neither_yes_nor_no_is_refused(name: str) -> None:
    started = start(**{name: "true"})
    assert started.returncode != 0
    assert started.stderr.splitlines()[-1].endswith(f"{name} is “true”; it must be “0” or “1”.")


@pytest.mark.parametrize(
    ("value", "expected"), [("1", [True] * 4), ("0", [False] * 4), ("", [False, False, True, True])]
)
def test_yes_no_and_not_said(value: str, expected: list[bool]) -> None:
    has_proxy = "hasattr(s, 'SECURE_PROXY_SSL_HEADER')"
    shown = f"[s.SECOND_FACTOR_REQUIRED, {has_proxy}, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_PRELOAD]"
    assert start(shown, **dict.fromkeys(YES_OR_NO, value)).stdout.strip() == str(expected)


ASKED_OVER_HTTPS = """
import django
django.setup()
from django.test import Client
print(Client(headers={"host": "aid.example.org"}).get("/", secure=True)["Strict-Transport-Security"])
"""


@pytest.mark.parametrize(
    ("value", "header"), [("", "max-age=31536000; includeSubDomains; preload"), ("0", "max-age=31536000")]
)
def test_browsers_are_told_to_insist_on_https(value: str, header: str) -> None:
    asked = run("-c", ASKED_OVER_HTTPS, DJANGO_SETTINGS_MODULE="aidtracker.settings", HSTS_SUBDOMAINS=value)
    assert asked.stdout.strip() == header
    check = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", HSTS_SUBDOMAINS=value)
    assert check.returncode == 0, check.stderr


def test_what_is_asked_of_postgresql(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://aid@db.example.org/aid?sslmode=require")
    assert database()["OPTIONS"] == {
        "options": "-c jit=off -c constraint_exclusion=on -c max_parallel_workers_per_gather=0",
        "prepare_threshold": 2,
        "sslmode": "require",
    }


@pytest.mark.parametrize(
    ("asked", "language"),
    [("en", "en"), ("en-GB,en;q=0.9", "en"), ("zh-CN,zh;q=0.9", "zh-hans"), ("zh", "zh-hans"), ("fr", "zh-hans"),
     ("", "zh-hans"), ("%%%;;q=x", "zh-hans")],
)  # fmt: skip
def test_the_bare_address_leads_to_the_readers_language(asked: str, language: str, client: Client) -> None:
    response = client.get("/", headers={"Accept-Language": asked})
    assert (response.status_code, response["Location"]) == (302, f"/{language}/")
    assert "Accept-Language" in response["Vary"]


@pytest.mark.django_db
def test_health(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/en/", "/zh-hans/funding/", "/en/admin/login/", "/en/nothing-here/", "/api/v1/funding/"]
)
def test_the_policy_allows_nothing_inline(path: str, client: Client) -> None:
    response = client.get(path)
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "object-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    page = response.content.decode()
    assert " style=" not in page and "<style" not in page and " onclick=" not in page


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/en/villages/%00/", "/en/villages/=1+1/", "/en/regions/99/", "/en/funding/../../x/"])
def test_what_does_not_exist_is_a_page_in_the_readers_language(path: str, client: Client) -> None:
    for language, words in (("en", "There is nothing here"), ("zh-hans", "没有找到页面")):
        response = client.get(path.replace("/en/", f"/{language}/", 1))
        assert response.status_code == 404
        assert words in response.content.decode()


def test_the_error_page_needs_nothing(client: Client) -> None:
    from django.test import RequestFactory

    from projects.views.errors import server_error

    response = server_error(RequestFactory().get("/en/"))
    assert response.status_code == 500
    assert "出错了" in response.content.decode() and "Something went wrong" in response.content.decode()


@pytest.mark.django_db
def test_a_foreign_host_is_a_bad_request(client: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["aid.example.org"]
    client.raise_request_exception = False
    for path in ("/en/", "/zh-hans/funding/", "/api/v1/totals/", "/healthz"):
        assert client.get(path, headers={"Host": "evil.example.org"}).status_code == 400

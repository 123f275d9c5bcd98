"""What all tests share."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from playwright.sync_api import Browser, Page, sync_playwright

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright's own loop runs in the tests' thread

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
ON_MACOS = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--disable-quic",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _plain_settings(settings: Any, tmp_path: Path) -> None:
    """Quick passwords, no lock-out between tests, and a folder of each test's own for what is handed in."""
    settings.MEDIA_ROOT = tmp_path / "attachments"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.AXES_ENABLED = False


@contextmanager
def kept_for_module(blocker: Any) -> Iterator[None]:
    """Around records that a module's tests share: each test works in a savepoint inside, and all goes at the end."""
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def _seeded_once(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with kept_for_module(django_db_blocker):
        call_command("seed", verbosity=0)
        yield


@pytest.fixture
def seeded(_seeded_once: None, db: None) -> None:
    """The article's facts."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = next((found for name in (*CHROMIUM, ON_MACOS) if (found := shutil.which(name))), None)
    if path is None:
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail("REQUIRE_BROWSER is set, and there is no Chromium or Chrome on this machine.")
        pytest.skip("no Chromium or Chrome on this machine (Debian: apt install chromium)")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


OUTDATED = ("htmx:afterRequest, ", "htmx:sendAbort, ")
"""What htmx says, as an error, of a request it stopped for a later one."""


@contextmanager
def opened_page(browser: Browser, **options: Any) -> Iterator[Page]:
    """A new page; fails if the browser reported an error or a breach of the policy."""
    context = browser.new_context(locale="zh-CN", **options)
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    try:
        yield opened
    finally:
        context.close()
    assert not [complaint for complaint in complaints if not complaint.startswith(OUTDATED)]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with opened_page(browser) as opened:
        yield opened

"""The staff's pages can be used by everybody too: checked by axe, in a browser that reports breaches of the policy."""

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from playwright.sync_api import Browser, expect

from projects.imports.kinds import KINDS
from projects.imports.proposals import prepare
from projects.models import Funding
from tests.browser.test_access import violations
from tests.conftest import opened_page

pytestmark = pytest.mark.browser

POLICY_KEPT = {"preload": False}
"""Else axe itself writes a style into the page, to read what Django's style sheets import, and is refused."""


@pytest.fixture
def pages(site: str, password: str) -> list[str]:
    """Every kind of page, for somebody who may enter, publish, and keep the accounts."""
    head = User.objects.create_user("head", password=password, is_staff=True)
    head.groups.set(Group.objects.all())
    funding = Funding.objects.order_by("pk")[0]
    table = ContentFile("ref,name_zh\nnew,某企业\n".encode())
    proposal = prepare(KINDS["enterprises"], table, "企业.csv", publish=False, user=head)
    record = f"projects/funding/{funding.pk}"
    return [
        "", "projects/funding/", "projects/funding/?q=none", "projects/funding/add/", f"{record}/change/",
        f"{record}/history/", f"{record}/delete/", "projects/finding/", "projects/proposal/",
        "projects/proposal/import/funding/", f"projects/proposal/{proposal.pk}/change/", "projects/staffsession/",
        "auth/user/add/", f"auth/user/{head.pk}/change/", "second-factor/", "reports/",
    ]  # fmt: skip


LISTS = ("funding", "donation", "purchase", "outcome", "aidproject", "award", "village", "enterprise", "source")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_lists_show_all_their_columns_on_a_common_screen(
    browser: Browser, site: str, reviewer: User, password: str, language: str
) -> None:
    with opened_page(browser, viewport={"width": 1280, "height": 800}) as page:
        page.goto(f"{site}/{language}/admin/projects/funding/")
        page.locator("#id_username").fill(reviewer.username)
        page.locator("#id_password").fill(password)
        page.locator("#id_password").press("Enter")
        for name in LISTS:
            page.goto(f"{site}/{language}/admin/projects/{name}/")
            width, shown = page.locator(".results").evaluate("box => [box.scrollWidth, box.clientWidth]")
            assert width <= shown, name


@pytest.mark.parametrize(("language", "scheme", "width"), [("zh-hans", "light", 1280), ("en", "dark", 390)])
def test_axe_finds_nothing_on_the_staffs_pages(
    browser: Browser, site: str, pages: list[str], password: str, language: str, scheme: str, width: int
) -> None:
    options = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme, "reduced_motion": "reduce"}
    found = []
    with opened_page(browser, **options) as page:
        page.goto(f"{site}/{language}/admin/")
        found += violations(page, "log-in", **POLICY_KEPT)
        page.locator("#id_username").fill("head")
        page.locator("#id_password").fill(password)
        page.locator("#id_password").press("Enter")
        expect(page.locator("#user-tools")).to_be_attached()
        for path in pages:
            response = page.goto(f"{site}/{language}/admin/{path}")
            assert response is not None and response.status == 200, path
            found += violations(page, f"{path} {language} {scheme} {width}", **POLICY_KEPT)
    assert not found, "\n".join(found)

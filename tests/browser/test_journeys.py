"""What people come for, in a real browser under the real policy."""

import csv
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect

from projects.models import Funding

pytestmark = pytest.mark.browser

PAGES = [
    "", "villages/", "projects/", "enterprises/", "funding/", "donations/", "purchases/", "awards/", "outcomes/",
    "sources/", "data/", "how-we-count/", "regions/", "regions/152224103/",
    "villages/yongan/", "projects/yongan-pairing/",
    "enterprises/zhunneng/", "funding/f-yongan/", "donations/d-redcross/", "purchases/p-total/", "awards/a-2015/",
    "outcomes/o-households/", "funding/f-yongan/correction/", "sources/zhunneng-2021-03-09/", "funding/?region=abc",
]  # fmt: skip


def test_how_much_reached_a_village_and_where_it_is_written(page: Page, site: str, tmp_path: Path) -> None:
    page.goto(f"{site}/zh-hans/")
    page.get_by_role("navigation").get_by_role("link", name="村", exact=True).click()
    page.get_by_role("link", name="永安村").first.click()
    expect(page.locator("main")).to_contain_text("至少0元，至多700万元")
    expect(page.locator("main")).to_contain_text("永发村")
    expect(page.locator("main")).to_contain_text("1,232万元")
    page.get_by_role("link", name="至少0元，至多700万元").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    saved = tmp_path / "funding.csv"
    download.value.save_as(saved)
    [row] = csv.DictReader(saved.read_text(encoding="utf-8-sig").splitlines())
    assert (row["ref"], row["remainder"], row["bucket"], row["locator"]) == ("f-yongan", "7000000.00", "partly", "¶4")
    page.locator("tbody").get_by_role("link", name="准能践行初心使命").click()
    expect(page.locator("h1")).to_contain_text("准能践行初心使命")
    expect(page.locator("main")).to_contain_text("700万元")


def test_filtering_without_javascript(browser: object, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto(f"{site}/en/funding/")
    page.locator("summary").first.click()
    page.get_by_label("Region", exact=True).fill("150622")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("main")).to_contain_text("RMB 9,794,000")
    page.locator(".chips a").click()
    expect(page.locator("tbody tr")).to_have_count(3)
    page.goto(f"{site}/en/funding/?year_from=20x8")
    expect(page.get_by_role("alert")).to_contain_text("A year has four digits.")
    expect(page.locator("tbody")).to_have_count(0)
    context.close()


def test_the_language_switch_leads_to_the_same_page(page: Page, site: str) -> None:
    page.goto(f"{site}/zh-hans/funding/?village=yongan")
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(f"{site}/en/funding/?village=yongan")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("main")).to_contain_text("at least RMB 0, at most RMB 7,000,000")


def test_staff_correct_a_figure_and_the_site_follows(page: Page, site: str, reviewer: User, password: str) -> None:
    second = User.objects.create_user("second", password=password, is_staff=True)
    second.groups.set(reviewer.groups.all())
    log_in(page, site, "reviewer", password)
    figure = Funding.objects.get(ref="f-yongan")
    page.goto(f"{site}/zh-hans/admin/projects/funding/{figure.pk}/change/")
    page.locator("#id_amount").fill("710万元")
    page.locator("#id_change_reason").fill("来源更正")
    page.locator("[name=_save]").click()
    expect(page.locator(".messagelist")).to_contain_text("等待他人审核")
    proposal = page.url
    page.goto(f"{site}/zh-hans/villages/yongan/")
    expect(page.locator("main")).to_contain_text("至多700万元")
    page.context.clear_cookies()
    log_in(page, site, "second", password)
    page.goto(proposal)
    expect(page.locator("#content")).to_contain_text("710万元")
    page.locator("#id_seen").check()
    page.get_by_role("button", name="确认：执行这些改动").click()
    page.goto(f"{site}/zh-hans/villages/yongan/")
    expect(page.locator("main")).to_contain_text("至多710万元")


def log_in(page: Page, site: str, name: str, password: str) -> None:
    page.goto(f"{site}/zh-hans/admin/")
    page.locator("#id_username").fill(name)
    page.locator("#id_password").fill(password)
    page.locator("[type=submit]").click()


@pytest.mark.parametrize("width", [320, 1280])
def test_every_kind_of_page_fits_the_screen(page: Page, site: str, width: int) -> None:
    """No breach of the policy (the page fixture watches), and nothing wider than the screen."""
    page.set_viewport_size({"width": width, "height": 800})
    for language in ("zh-hans", "en"):
        for path in PAGES:
            response = page.goto(f"{site}/{language}/{path}")
            assert response is not None and response.status == 200, path
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            assert page.locator("h1").count() == 1, path


def test_the_keyboard_reaches_the_content_first(page: Page, site: str) -> None:
    page.goto(f"{site}/en/villages/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()


def test_the_staffs_pages_keep_the_policy(page: Page, site: str, reviewer: User, password: str) -> None:
    """The page fixture fails on any complaint of the browser."""
    page.goto(f"{site}/zh-hans/admin/")
    page.locator("#id_username").fill("reviewer")
    page.locator("#id_password").fill(password)
    page.locator("[type=submit]").click()
    pk = Funding.objects.get(ref="f-yongan").pk
    for path in ("", "projects/funding/", f"projects/funding/{pk}/change/", f"projects/funding/{pk}/history/"):
        page.goto(f"{site}/zh-hans/admin/{path}")
        assert page.locator("h1, h2").count() > 0

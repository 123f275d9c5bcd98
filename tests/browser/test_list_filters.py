"""A list follows its filters without loading the page anew; the address, the history and the focus stay true."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from projects.views import paging

pytestmark = pytest.mark.browser


@pytest.fixture
def loads(page: Page) -> list[str]:
    """The pages that were loaded as a whole."""
    found: list[str] = []
    page.on("request", lambda request: found.append(request.url) if request.resource_type == "document" else None)
    return found


@pytest.fixture
def funding(page: Page, site: str, loads: list[str]) -> str:
    address = f"{site}/en/funding/"
    page.goto(address)
    page.get_by_text("Filter and sort").click()
    return address


def test_a_box_ticked_changes_list_address_title_and_is_said(page: Page, funding: str, loads: list[str]) -> None:
    page.get_by_text("Measure", exact=True).first.click()
    box = page.get_by_label("industry-based assistance")
    box.check()
    expect(page).to_have_url(f"{funding}?measure=industry")
    expect(page).to_have_title("Funding (Measure: industry-based assistance) – Aid tracker")
    expect(page.locator("tbody tr")).to_have_count(2)
    expect(page.locator("#said")).to_contain_text("2 entries of Funding with Measure: industry-based assistance")
    expect(box).to_be_focused()
    expect(box).to_be_visible()
    expect(page.get_by_role("link", name="CSV")).to_have_attribute("href", "/en/funding.csv?measure=industry")
    other_language = page.get_by_role("link", name="简体中文").evaluate("link => link.href")
    assert other_language == page.url.replace("/en/", "/zh-hans/")
    page.go_back()
    expect(page).to_have_url(funding)
    expect(page.locator("tbody tr")).to_have_count(3)
    expect(box).not_to_be_checked()
    page.go_forward()
    expect(page.locator("tbody tr")).to_have_count(2)
    expect(box).to_be_checked()
    assert loads == [funding]


def test_sorting_choosing_and_taking_away(page: Page, funding: str, loads: list[str]) -> None:
    page.get_by_label("Order").focus()
    page.get_by_label("Order").select_option("ref")
    expect(page).to_have_url(f"{funding}?order=ref")
    expect(page.get_by_label("Order")).to_be_focused()
    page.get_by_role("columnheader", name="Amount").get_by_role("link").click()
    expect(page).to_have_url(funding)  # the order it has anyway
    expect(page.get_by_role("columnheader", name="Amount").get_by_role("link")).to_be_focused()
    page.get_by_text("By region").click()
    page.locator(".steps").get_by_role("link", name="Inner Mongolia").click()
    expect(page).to_have_url(f"{funding}?region=15")
    expect(page.locator("#summary")).to_be_focused()
    page.get_by_role("list", name="Filters in force").get_by_role("link").click()
    expect(page).to_have_url(funding)
    assert loads == [funding]


@pytest.fixture
def two_to_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "PER_PAGE", 2)


def test_turning_pages(page: Page, two_to_a_page: None, funding: str, loads: list[str]) -> None:
    pages = page.get_by_role("navigation", name="Pages")
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(2)
    first = rows.first.inner_text()
    pages.get_by_role("link", name="2").click()
    expect(page).to_have_url(f"{funding}?page=2")
    expect(rows).to_have_count(1)
    expect(pages.locator("[aria-current=page]")).to_have_text("2")
    expect(page.locator("#summary")).to_be_focused()
    expect(page.locator("#summary")).to_be_in_viewport()
    expect(page.locator("#said")).to_contain_text("Page 2 of 2.")
    page.go_back()
    expect(page).to_have_url(funding)
    expect(rows.first).to_have_text(first, use_inner_text=True)
    expect(pages.locator("[aria-current=page]")).to_have_text("1")
    page.go_forward()
    expect(rows).to_have_count(1)
    page.get_by_role("columnheader", name="Amount").get_by_role("link").click()
    expect(page).to_have_url(f"{funding}?order=amount")  # another order begins at its first page
    expect(rows).to_have_count(2)
    pages.get_by_role("link", name="2").click()
    expect(page).to_have_url(f"{funding}?order=amount&page=2")
    expect(rows.first).to_have_text(first, use_inner_text=True)
    page.get_by_text("Measure", exact=True).first.click()
    page.get_by_label("industry-based assistance").check()
    expect(page).to_have_url(re.compile(r"\?(order=amount&measure=industry|measure=industry&order=amount)$"))
    expect(pages).to_have_count(0)
    expect(page.locator("#said")).to_contain_text("2 entries of Funding with Measure: industry-based assistance")
    assert loads == [funding]


def test_typing_waits_and_keeps_the_box(page: Page, funding: str, loads: list[str]) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.resource_type == "xhr" else None)
    box = page.get_by_label("Search", exact=True)
    box.press_sequentially("yongan", delay=20)
    expect(page).to_have_url(f"{funding}?q=yongan")
    assert asked == [f"{funding}?q=yongan"]
    expect(box).to_be_focused()
    box.press_sequentially("x")
    expect(box).to_have_value("yonganx")
    expect(page.locator("#said")).to_contain_text("0 entries")
    assert loads == [funding]


def test_a_half_composed_character_is_not_asked_for(page: Page, funding: str) -> None:
    page.get_by_label("Search", exact=True).focus()
    keyboard = page.context.new_cdp_session(page)
    keyboard.send("Input.imeSetComposition", {"text": "yong", "selectionStart": 4, "selectionEnd": 4})
    page.wait_for_timeout(700)
    expect(page).to_have_url(funding)
    keyboard.send("Input.insertText", {"text": "永安"})
    expect(page).to_have_url(f"{funding}?q=%E6%B0%B8%E5%AE%89")


def test_a_slow_answer_never_overtakes_a_later_one(page: Page, funding: str) -> None:
    held: list[Route] = []
    page.route("**/funding/?measure=industry", lambda route: held.append(route))
    page.get_by_text("Measure", exact=True).first.click()
    page.get_by_label("industry-based assistance").check()
    page.get_by_label("health assistance").check()
    expect(page).to_have_url(f"{funding}?measure=industry&measure=health")
    [slow] = held
    slow.continue_()
    page.wait_for_timeout(300)
    expect(page).to_have_url(f"{funding}?measure=industry&measure=health")
    expect(page.get_by_label("health assistance")).to_be_checked()


def test_a_bad_value_is_explained_in_place(page: Page, funding: str, loads: list[str]) -> None:
    box = page.get_by_label("From year")
    box.fill("20x8")
    box.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("A year from 1900 to 2100 is expected")
    expect(box).to_be_focused()
    expect(page.locator("tbody")).to_have_count(0)
    box.fill("")
    box.press("Tab")
    expect(page).to_have_url(funding)
    expect(page.locator("tbody tr")).to_have_count(3)
    assert loads == [funding]


def test_the_address_is_copied(page: Page, funding: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_label("Order").select_option("ref")
    expect(page).to_have_url(f"{funding}?order=ref")
    button = page.get_by_role("button", name="Copy link")
    button.click()
    expect(page.locator("#said")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == f"{funding}?order=ref"
    expect(page.get_by_role("button", name="Copied")).to_be_focused()


def test_without_a_script_the_address_is_the_same(browser: Any, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/en/funding/")
    expect(page.get_by_role("button", name="Copy link")).to_have_count(0)
    page.get_by_text("Filter and sort").click()
    page.get_by_label("Search", exact=True).fill("yongan")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(f"{site}/en/funding/?q=yongan")
    expect(page).to_have_title("Funding (Search: yongan) – Aid tracker")
    context.close()

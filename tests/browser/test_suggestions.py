"""A reader who knows a village's name, not its ref, finds its sums: by keyboard, by mouse, and without a script."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.factories import make_region, make_village

pytestmark = pytest.mark.browser


@pytest.fixture
def namesake(site: str) -> None:
    make_village(ref="another-yongan", name_zh="永安村", name_en="Yong'an Village", region=make_region("610829"))


def test_by_keyboard(page: Page, site: str, namesake: None) -> None:
    page.goto(f"{site}/zh-hans/funding/")
    page.get_by_text("筛选与排序").click()
    box = page.locator("#id_village")
    box.press_sequentially("永安")
    options = page.get_by_role("listbox", name="村").get_by_role("option")
    expect(options).to_have_count(2)
    expect(options.nth(0)).to_contain_text("永安村 内蒙古自治区兴安盟突泉县永安镇")
    expect(options.nth(1)).to_contain_text("永安村 陕西省榆林市吴堡县")
    box.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == options.nth(0).get_attribute("id")
    box.press("Escape")
    expect(options).to_have_count(0)
    box.press_sequentially("村")
    expect(options).to_have_count(2)
    box.press("ArrowUp")
    box.press("Enter")
    expect(box).to_have_value("永安村")
    box.press("Enter")
    page.wait_for_url("**/funding/?*village=another-yongan*")
    expect(page.get_by_label("当前筛选")).to_contain_text("永安村")


def test_by_mouse_and_a_change_of_mind(page: Page, site: str, namesake: None) -> None:
    page.goto(f"{site}/en/funding/")
    page.get_by_text("Filter and sort").click()
    box = page.get_by_label("Village", exact=True)
    box.press_sequentially("yongan")
    page.get_by_role("option", name="Tuquan").click()
    expect(box).to_have_value("Yong'an Village")
    box.fill("yongfa")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**/funding/?*village=yongfa*")
    assert "village=yongan" not in page.url


@pytest.fixture
def plain_page(browser: Browser, site: str) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_without_a_script(plain_page: Page, site: str, namesake: None) -> None:
    plain_page.goto(f"{site}/zh-hans/funding/")
    plain_page.get_by_text("筛选与排序").click()
    plain_page.get_by_label("村", exact=True).fill("永安村")
    plain_page.get_by_role("button", name="显示").click()
    plain_page.get_by_role("list", name="您要找的是不是：").get_by_role("link").first.click()
    expect(plain_page.locator("h1")).to_be_visible()
    assert "village=yongan" in plain_page.url
    expect(plain_page.get_by_text("至多").first).to_be_visible()

"""Records entered without a mouse."""

import pytest
from django.contrib.auth.models import Group, User
from playwright.sync_api import Page, expect

from projects.models import Source, State

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(page: Page, site: str, password: str) -> Page:
    User.objects.create_user("clerk", password=password, is_staff=True).groups.add(Group.objects.get(name="data entry"))
    page.goto(f"{site}/zh-hans/admin/projects/source/add/")
    page.keyboard.type("clerk")
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    page.keyboard.press("Enter")
    expect(page.locator("#id_ref")).to_be_focused()
    return page


def test_a_source_is_entered_and_sent_without_a_mouse(desk: Page) -> None:
    for text in ("s-keys", "年度报告"):
        desk.keyboard.type(text)
        desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    expect(desk.locator("#id_publisher")).to_be_focused()
    assert not Source.objects.filter(ref="s-keys").exists()

    desk.keyboard.type("某集团")
    desk.locator("#id_published_on").focus()
    desk.keyboard.type("2021-03-09")
    desk.keyboard.press("Enter")
    expect(desk.locator(".messagelist")).to_contain_text("成功")
    source = Source.objects.get(ref="s-keys")
    assert source.state == State.DRAFT

    desk.goto(desk.url.rstrip("/") + f"/{source.pk}/change/")
    desk.locator("#id_title").fill("年度报告（二）")
    desk.keyboard.press("Control+s")
    expect(desk.locator(".messagelist")).to_contain_text("成功")
    source.refresh_from_db()
    assert (source.title, source.state) == ("年度报告（二）", State.DRAFT)

    desk.goto(desk.url.rstrip("/") + f"/{source.pk}/change/")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".messagelist")).to_contain_text("成功")
    source.refresh_from_db()
    assert source.state == State.IN_REVIEW


def test_a_choice_with_an_error_has_the_focus(desk: Page, site: str) -> None:
    desk.goto(f"{site}/zh-hans/admin/projects/funding/add/")
    desk.locator("#id_amount").fill("1万元")
    desk.keyboard.press("Enter")
    expect(desk.locator(".field-project .select2-selection")).to_be_focused()
    desk.keyboard.press("Enter")
    desk.keyboard.type("永安镇")
    expect(desk.locator(".select2-results__option--highlighted")).to_contain_text("永安镇")
    desk.keyboard.press("Enter")
    desk.locator("#id_amount").focus()
    desk.keyboard.press("Enter")
    expect(desk.locator(".messagelist")).to_contain_text("成功")


def test_the_first_stop_skips_to_the_content(desk: Page, site: str) -> None:
    desk.goto(f"{site}/zh-hans/admin/projects/source/")
    desk.keyboard.press("Tab")
    expect(desk.locator(".skip-to-content-link")).to_be_focused()

"""December in the office: the year's form, the records behind a number, the file for the head to sign."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from docx import Document
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_a_form_is_filled_checked_and_taken_away(
    page: Page, site: str, reviewer: User, password: str, tmp_path: Path
) -> None:
    page.goto(f"{site}/zh-hans/admin/")
    page.locator("#id_username").fill("reviewer")
    page.locator("#id_password").fill(password)
    page.locator("[type=submit]").click()
    page.get_by_role("link", name="年度报表").click()
    page.get_by_label("企业", exact=True).fill("准能")
    page.get_by_role("button", name="搜索").click()
    page.get_by_role("link", name="准能集团，上市公司年度精准扶贫工作情况统计表，2020").click()
    funds = page.get_by_role("row", name="其中：1.资金")
    expect(funds).to_contain_text("至少0，至多2,911.4")
    with page.expect_download() as download:
        page.get_by_role("link", name="DOCX").click()
    saved = tmp_path / "form.docx"
    download.value.save_as(saved)
    assert Document(str(saved)).tables[0].cell(2, 2).text == "至少0，至多2,911.4"
    funds.get_by_role("link", name="注1").click()
    expect(page.locator("#remark-1")).to_contain_text(
        "没有按年拆分：2,211.4万元（截至2021年）；700万元（2011—2021年）。"
    )
    funds.get_by_role("link", name="至少0，至多2,911.4").first.click()
    expect(page.locator("main")).to_contain_text("至少0元，至多2,911.4万元")
    expect(page.locator("tbody tr")).to_have_count(3)


@pytest.mark.parametrize("width", [320, 1280])
def test_forms_fit_the_screen(page: Page, site: str, reviewer: User, password: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{site}/en/admin/")
    page.locator("#id_username").fill("reviewer")
    page.locator("#id_password").fill(password)
    page.locator("[type=submit]").click()
    for path in ("", "listed-2016/zhunneng/2020/", "listed-2021/zhunneng/2021/", "central/zhunneng/2020/"):
        response = page.goto(f"{site}/en/admin/reports/{path}")
        assert response is not None and response.status == 200
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path

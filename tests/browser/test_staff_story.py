"""The whole story in Chinese: a joint sum is entered, looked at by two people, published, reported and corrected.

docs/staff.md tells the same; `PICTURES=docs/images python -m pytest tests/browser/test_staff_story.py` draws it anew.
"""

import io
import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import openpyxl
import pytest
from django.contrib.auth.models import Group, User
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Locator, Page, expect

from projects.models import Funding, State
from tests.conftest import opened_page
from tests.support.pictures import SIZE, picture

pytestmark = pytest.mark.browser

CLERK, REVIEWER, PUBLIC = "李录入", "王审核", "公众"
FUNDS = "其中：1.资金"


@pytest.fixture
def people(site: str, password: str) -> dict[str, User]:
    groups = {CLERK: "data entry", REVIEWER: "reviewer"}
    users = {name: User.objects.create_user(name, password=password, is_staff=True) for name in groups}
    for name, group in groups.items():
        users[name].groups.add(Group.objects.get(name=group))
    return users


@pytest.fixture
def desks(browser: Browser, site: str, people: dict[str, User], password: str) -> Iterator[dict[str, Page]]:
    """A browser for each of the two, logged in, and one for the public."""
    with ExitStack() as open_pages:
        opened = {name: open_pages.enter_context(opened_page(browser, viewport=SIZE)) for name in (*people, PUBLIC)}
        for name in people:
            log_in(opened[name], site, name, password)
        yield opened


def log_in(page: Page, site: str, name: str, password: str) -> None:
    page.goto(f"{site}/zh-hans/admin/")
    page.get_by_label("用户名").fill(name)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()
    expect(page.locator("#user-tools")).to_contain_text(name)


def field(page: Page, label: str) -> Locator:
    return page.get_by_label(re.compile(f"^{label}[:：]?$")).first


def choose(page: Page, field: str, text: str) -> None:
    """One of very many, found by typing."""
    page.locator(f".field-{field} .select2-selection").first.click()
    page.locator(".select2-search__field").last.fill(text)
    page.locator(".select2-results__option--highlighted", has_text=text).click()


def scanned_voucher(folder: Path) -> Path:
    paper = Image.new("RGB", (900, 600), "white")
    pen = ImageDraw.Draw(paper)
    pen.rectangle((40, 40, 860, 560), outline="black", width=4)
    pen.text((80, 80), "2020-12-18  No. 0087  865,000.00", fill="black", font_size=36)
    file = folder / "记账凭证0087.png"
    paper.save(file)
    return file


def funds_of_2020(page: Page, site: str) -> Locator:
    page.goto(f"{site}/zh-hans/admin/")
    page.get_by_role("link", name="年度报表").click()
    page.get_by_role("link", name="准能集团，上市公司年度精准扶贫工作情况统计表，2020").click()
    return page.get_by_role("row", name=FUNDS)


def test_a_joint_sum_from_voucher_to_correction(desks: dict[str, Page], site: str, tmp_path: Path) -> None:
    clerk, reviewer, public = desks[CLERK], desks[REVIEWER], desks[PUBLIC]

    # 李录入 enters the sum both villages share, with its voucher, and sends it for review.
    clerk.goto(f"{site}/zh-hans/admin/projects/funding/add/")
    choose(clerk, "project", "结对帮扶永安镇")
    field(clerk, "金额").fill("68.5万元")
    field(clerk, "资金来源").select_option(label="自有资金")
    field(clerk, "有偿或无偿").select_option(label="无偿")
    field(clerk, "阶段").select_option(label="已到位")
    field(clerk, "形式").select_option(label="现金")
    picture("staff-1-enter", clerk)
    field(clerk, "起始年份").fill("2020")
    field(clerk, "截止年份").fill("2020")
    field(clerk, "依据").select_option(label="台账记录")
    choose(clerk, "source", "准能践行初心使命")
    field(clerk, "在来源中的位置").fill("记账凭证0087")
    choose(clerk, "part_of", "f-yongan")
    clerk.locator("#id_attachments-0-upload").set_input_files(scanned_voucher(tmp_path))
    clerk.locator("#id_attachments-0-type").select_option("voucher")
    clerk.locator("#id_attachments-0-title").fill("记账凭证0087号")
    picture("staff-2-evidence", clerk, clerk.locator("#attachments-group"))
    clerk.get_by_role("button", name="保存并送审").click()
    expect(clerk.locator(".messagelist")).to_contain_text("成功")
    figure = Funding.objects.get(as_written="68.5万元")
    public_page = f"{site}/zh-hans/funding/{figure.ref}/"
    assert figure.state == State.IN_REVIEW
    assert public.request.get(public_page).status == 404

    # 王审核 finds it on the first page, compares it with the voucher, and returns it with a note.
    reviewer.goto(f"{site}/zh-hans/admin/")
    expect(reviewer.locator("#work-queue")).to_contain_text("待我审核")
    picture("staff-3-queue", reviewer)
    reviewer.locator("#work-queue").get_by_role("link", name=figure.ref).first.click()
    with reviewer.expect_download() as download:
        reviewer.get_by_role("link", name="记账凭证0087.png").click()
    with Image.open(download.value.path()) as scanned:
        assert scanned.size == (900, 600)
    field(reviewer, "退回意见").fill("凭证金额为86.5万元，请核对。")
    reviewer.get_by_role("button", name="附意见退回").click()

    # 李录入 reads why, corrects the amount and sends it again.
    clerk.goto(f"{site}/zh-hans/admin/")
    returned = clerk.locator("#work-queue")
    expect(returned).to_contain_text("退回给我")
    expect(returned).to_contain_text("凭证金额为86.5万元，请核对。")
    returned.get_by_role("link", name=figure.ref).first.click()
    picture("staff-4-returned", clerk)
    field(clerk, "金额").fill("86.5万元")
    field(clerk, "原文写法").fill("86.5万元")
    field(clerk, "修改原因").fill("按凭证更正")
    clerk.get_by_role("button", name="保存并送审").click()

    # Nobody publishes what they entered. 王审核 does, and shows the voucher to everybody.
    assert not clerk.get_by_role("button", name="发布").is_visible()
    reviewer.goto(f"{site}/zh-hans/admin/projects/funding/{figure.pk}/change/")
    reviewer.locator("#id_attachments-0-is_public").check()
    picture("staff-5-publish", reviewer, reviewer.locator("#attachments-group"))
    reviewer.get_by_role("button", name="发布", exact=True).click()
    figure.refresh_from_db()
    assert (figure.state, figure.amount) == (State.PUBLISHED, 865_000)

    # The public sees it, with its villages, its source and its voucher.
    public.goto(public_page)
    main = public.locator("main")
    for text in ("86.5万元", "永安村", "永发村", "准能践行初心使命", "记账凭证0087号"):
        expect(main).to_contain_text(text)
    picture("staff-6-public", public)

    # In December the form is filled and taken away.
    cell = funds_of_2020(reviewer, site)
    expect(cell).to_contain_text("至少86.5，至多2,911.4")
    picture("staff-7-form", reviewer)
    with reviewer.expect_download() as download:
        reviewer.get_by_role("link", name="XLSX").click()
    sheet = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes())).active
    assert sheet is not None
    values = [str(value) for row in sheet.iter_rows(values_only=True) for value in row if value is not None]
    assert "至少86.5，至多2,911.4" in values

    # Later the figure is corrected. The public sees the old one until somebody else has looked at it.
    clerk.goto(f"{site}/zh-hans/admin/projects/funding/{figure.pk}/change/")
    field(clerk, "金额").fill("85.5万元")
    field(clerk, "原文写法").fill("85.5万元")
    field(clerk, "修改原因").fill("银行回单冲减1万元")
    clerk.locator("[name=_save]").click()
    expect(clerk.locator(".messagelist")).to_contain_text("您的修改正在等待他人审核")
    public.goto(public_page)
    expect(main).to_contain_text("86.5万元")
    expect(main).not_to_contain_text("85.5万元")
    reviewer.goto(f"{site}/zh-hans/admin/")
    reviewer.locator("#work-queue").get_by_role("link", name=figure.ref).first.click()
    expect(reviewer.locator("#content")).to_contain_text("85.5万元")
    picture("staff-8-proposal", reviewer)
    if (seen := reviewer.locator("#id_seen")).count():
        seen.check()
    reviewer.get_by_role("button", name="确认：执行这些改动").click()

    # From then on everybody reads the new figure, what it was before, and why.
    public.goto(public_page)
    expect(main).to_contain_text("85.5万元")
    corrections = public.locator(".corrections")
    expect(corrections).to_contain_text("86.5万元 → 85.5万元")
    expect(corrections).to_contain_text("银行回单冲减1万元")
    picture("staff-9-corrected", public, corrections)
    expect(funds_of_2020(reviewer, site)).to_contain_text("至少85.5，至多2,911.4")

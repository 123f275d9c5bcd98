"""An office's table goes out, is edited in a spreadsheet, and comes in again."""

import csv
import datetime
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.contrib.auth.models import Group, User
from playwright.sync_api import Page, expect

from projects.models import Donation, Office, Proposal

pytestmark = pytest.mark.browser


def as_spreadsheet_saves(text: str, changes: dict[str, dict[str, object]], new: dict[str, object]) -> bytes:
    """The table as a workbook, its digits turned into numbers and its days into dates, edited."""
    header, *rows = list(csv.reader(io.StringIO(text)))
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append(header)
    for row in [*rows, ["" for _ in header]]:
        cells: dict[str, object] = {
            column: typed(column, text) for column, text in zip(header, row, strict=True) if text
        }
        sheet.append([(cells | changes.get(str(cells.get("ref")), {}) if cells else new).get(c) for c in header])
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def typed(column: str, text: str) -> object:
    if column == "as_of":
        return datetime.date.fromisoformat(text)
    return float(text) if column in ("amount", "year_from", "year_to") else text


def test_the_seed_goes_out_is_edited_and_comes_back(page: Page, site: str, password: str, tmp_path: Path) -> None:
    user = User.objects.create_user("head", password=password, is_staff=True)
    user.groups.add(Group.objects.get(name="administrator"))
    Office.objects.update_or_create(pk=1, defaults={"four_eyes": False})
    page.goto(f"{site}/zh-hans/admin/projects/donation/")
    page.get_by_label("用户名").fill("head")
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="导出 CSV").click()
    exported = Path(download.value.path()).read_text(encoding="utf-8-sig")
    before = {row["ref"]: row["amount"] for row in csv.DictReader(io.StringIO(exported))}
    (changed,) = [ref for ref in before if ref == "d-redcross"]

    edited = tmp_path / "捐赠台账.xlsx"
    edited.write_bytes(
        as_spreadsheet_saves(
            exported,
            {changed: {"amount": "150万元", "as_written": "150万元"}},
            {"ref": "d-new", "enterprise": "zhunneng", "amount": "90万元", "villages": "yongan；yongfa",
             "year_to": 2020, "source": "zhunneng-2021-03-09", "locator": "¶4", "state": "已发布"},
        )
    )  # fmt: skip
    page.get_by_role("link", name="导入表格").click()
    page.get_by_label("发布记录").check()
    page.get_by_label("表格").set_input_files(edited)
    page.get_by_role("button", name="查看将要发生的改动").click()
    expect(page.locator("#content")).to_contain_text("145.64万元")
    expect(page.locator("#content")).to_contain_text("150万元")
    expect(page.locator("tbody tr", has_text="d-new")).to_contain_text("90万元")
    assert Donation.objects.count() == len(before)
    page.locator("#id_seen").check()
    page.get_by_role("button", name="确认：执行这些改动").click()
    expect(page.locator(".messagelist")).to_contain_text("已执行")
    assert {d.ref: f"{d.amount}" for d in Donation.objects.all()} == before | {
        changed: "1500000.00", "d-new": "900000.00"
    }  # fmt: skip

    page.goto(f"{site}/zh-hans/villages/yongan/")
    expect(page.locator("main")).to_contain_text("90万元")
    page.goto(f"{site}/zh-hans/admin/projects/proposal/{Proposal.objects.get().pk}/change/")
    page.get_by_role("button", name="撤销此次导入").click()
    expect(page.locator(".messagelist")).to_contain_text("已撤销")
    assert {d.ref: f"{d.amount}" for d in Donation.objects.all()} == before

"""What people come for, in a real browser under the real policy."""

import csv
import re
from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from playwright.sync_api import Browser, Locator, Page, expect

from projects.models import Award, CorrectionRequest, Enterprise, Funding, Measure, Region, Source, Village
from projects.models.base import in_reader_language
from tests.conftest import opened_page

pytestmark = pytest.mark.browser

PAGES = [
    "", "villages/", "projects/", "enterprises/", "funding/", "donations/", "purchases/", "awards/", "outcomes/",
    "sources/", "data/", "how-we-count/", "regions/", "regions/152224103/",
    "villages/yongan/", "projects/yongan-pairing/",
    "enterprises/zhunneng/", "funding/f-yongan/", "donations/d-redcross/", "purchases/p-total/", "awards/a-2015/",
    "outcomes/o-households/", "funding/f-yongan/correction/", "sources/zhunneng-2021-03-09/", "funding/?region=abc",
]  # fmt: skip


MAIN_FIGURE = "#total-funding .total-figure a"
REACHED_YONGAN = {"zh-hans": "至少0元，至多700万元", "en": "at least RMB 0, at most RMB 7,000,000"}
SHARED = {"zh-hans": "700万元", "en": "RMB 7,000,000"}
IN_ANY_YEAR = {"zh-hans": "至少0元，至多2,911.4万元", "en": "at least RMB 0, at most RMB 29,114,000"}
DOWN_THE_REGIONS = [
    ("15", {"zh-hans": "1,679.4万元", "en": "RMB 16,794,000"}),
    ("1522", SHARED),
    ("152224", SHARED),
    ("152224103", SHARED),
]


def in_turn(browser: Browser, site: str, *scripts: bool) -> Generator[Page, None, None]:
    """The overview as readers of each language have it, with and without scripts; gettext speaks their language."""
    for language in ("zh-hans", "en"):
        for has_scripts in scripts:
            options: dict[str, Any] = {"base_url": f"{site}/{language}/", "java_script_enabled": has_scripts}
            with override(language), opened_page(browser, **options) as opened:
                opened.goto("")
                yield opened


@pytest.fixture
def readers(browser: Browser, site: str) -> Iterator[Iterator[Page]]:
    with closing(in_turn(browser, site, True, False)) as pages:
        yield pages


@pytest.fixture
def keyboard_readers(browser: Browser, site: str) -> Iterator[Iterator[Page]]:
    with closing(in_turn(browser, site, True)) as pages:
        yield pages


def said(amounts: dict[str, str]) -> str:
    return amounts[get_language() or ""]


def in_navigation(page: Page, name: str) -> Locator:
    return page.get_by_role("navigation", name=_("Main")).get_by_role("link", name=name, exact=True)


def unfold(page: Page, heading: str) -> None:
    summary = page.locator("summary").get_by_text(heading, exact=True)
    if summary.evaluate("summary => !summary.closest('details').open"):
        summary.click()


def expect_passage(page: Page, place: str, text: str) -> None:
    """The page of the source, at the entry asked for, under its place in the document."""
    source = Source.objects.get()
    expect(page.locator("h1")).to_contain_text(in_reader_language(source.title, source.title_en))
    expect(page.locator(":target")).to_contain_text(text)
    expect(page.locator("h3", has_text=place)).to_be_visible()


def test_how_much_reached_a_village_and_where_it_is_written(readers: Iterator[Page]) -> None:
    for page in readers:
        yongan = Village.objects.get(ref="yongan").name
        in_navigation(page, _("Villages")).click()
        unfold(page, _("Filter and sort"))
        page.get_by_label(_("Search"), exact=True).fill(yongan)
        page.get_by_role("button", name=_("Show"), exact=True).click()
        expect(page.locator("tbody tr")).to_have_count(1)
        page.locator("tbody").get_by_role("link", name=yongan).click()
        expect(page.locator(MAIN_FIGURE)).to_have_text(said(REACHED_YONGAN))
        page.locator("#total-funding").get_by_role("link", name=_("Why two numbers?")).click()
        expect(page.locator("h1")).to_have_text(_("How we count"))
        expect(page.locator(MAIN_FIGURE)).to_have_text(said(REACHED_YONGAN))
        page.go_back()
        page.locator(MAIN_FIGURE).click()
        expect(page.locator("tbody tr")).to_have_count(1)
        page.get_by_role("link", name="f-yongan").click()
        page.get_by_role("link", name="¶4").click()
        expect_passage(page, "¶4", said(SHARED))


def test_the_same_by_keyboard_alone(keyboard_readers: Iterator[Page]) -> None:
    for page in keyboard_readers:
        yongan = Village.objects.get(ref="yongan").name
        follow(page, _("Villages"))
        tab_to(page, "summary", _("Filter and sort"))
        page.keyboard.press("Enter")
        tab_to(page, "input", _("Search"))
        page.keyboard.type(yongan)
        page.keyboard.press("Enter")
        expect(page.locator("tbody tr")).to_have_count(1)
        follow(page, yongan)
        expect(page.locator("h1")).to_contain_text(yongan)
        follow(page, _("Why two numbers?"))
        expect(page.locator("h1")).to_have_text(_("How we count"))
        follow(page, yongan)
        expect(page.locator("h1")).to_contain_text(yongan)
        follow(page, said(REACHED_YONGAN))
        follow(page, "f-yongan")
        expect(page.locator("h1")).to_contain_text(said(SHARED))
        follow(page, "¶4")
        expect_passage(page, "¶4", said(SHARED))


NAME_OF_FOCUSED = """kind => {
    const focused = document.activeElement;
    return focused.matches(kind) && (focused.labels?.[0] ?? focused).innerText.replace(/\\s+/g, " ").trim();
}"""


def tab_to(page: Page, kind: str, name: str) -> None:
    for _press in range(200):
        page.keyboard.press("Tab")
        if name == page.evaluate(NAME_OF_FOCUSED, kind):
            return
    pytest.fail(f"No Tab leads to “{name}” on {page.url}.")


def follow(page: Page, name: str) -> None:
    tab_to(page, "a", name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_what_was_filtered_is_downloaded(readers: Iterator[Page], tmp_path: Path) -> None:
    saved = tmp_path / "funding.csv"
    for page in readers:
        page.goto("funding/")
        unfold(page, _("Filter and sort"))
        unfold(page, _("Measure"))
        page.get_by_label(str(Measure.INDUSTRY.label)).check()
        page.get_by_label(_("Order"), exact=True).select_option("-year_to")
        page.get_by_role("button", name=_("Show"), exact=True).click()
        expect(page.locator("tbody tr")).to_have_count(2)
        expect(page).to_have_url(re.compile(r"/funding/\?measure=industry&order=-year_to$"))
        shown = page.locator("tbody tr > :first-child a").filter(has_text=re.compile("^f-")).all_text_contents()
        with page.expect_download() as download:
            page.get_by_role("link", name="CSV").click()
        download.value.save_as(saved)
        rows = list(csv.DictReader(saved.read_text(encoding="utf-8-sig").splitlines()))
        assert [row["ref"] for row in rows] == shown == ["f-industry", "f-yongan"]
        assert [row["amount"] for row in rows] == ["12320000.00", "7000000.00"]


def test_an_award_and_an_outcome_can_be_cited_and_looked_up(readers: Iterator[Page]) -> None:
    for page in readers:
        in_navigation(page, _("Enterprises")).click()
        page.locator("tbody").get_by_role("link", name=Enterprise.objects.get(ref="zhunneng").name).first.click()
        enterprise = page.url
        award = Award.objects.get(ref="a-2018").title
        page.get_by_role("link", name=award).click()
        expect(page.locator(".citation")).to_contain_text(award)
        expect(page.locator(".citation")).to_contain_text(page.url)
        page.get_by_role("link", name="¶9").click()
        expect_passage(page, "¶9", award)
        page.goto(enterprise)
        households = page.locator("#total-households_lifted .total-figure a")
        lifted = households.inner_text()
        households.click()
        page.get_by_role("link", name="o-households").click()
        expect(page.locator(".citation")).to_contain_text(lifted)
        page.get_by_role("link", name="¶4").click()
        expect_passage(page, "¶4", lifted)


def test_down_the_regions_to_a_village_and_from_year_to_year(readers: Iterator[Page]) -> None:
    for page in readers:
        page.get_by_role("link", name=_("All regions")).click()
        for code, amount in DOWN_THE_REGIONS:
            page.locator("main").get_by_role("link", name=Region.objects.get(code=code).name, exact=True).first.click()
            expect(page.locator("#total-funding")).to_contain_text(said(amount))
        before, after = page.get_by_role("table").filter(has_text="2020").first.locator("tbody tr").all()
        expect(before).to_contain_text("2,800")
        expect(after).to_contain_text("6,200")
        page.locator("main").get_by_role("link", name=Village.objects.get(ref="yongan").name, exact=True).first.click()
        expect(page.locator(MAIN_FIGURE)).to_have_text(said(REACHED_YONGAN))
        page.goto("funding/")
        for year in ("2015", "2020"):
            unfold(page, _("Filter and sort"))
            unfold(page, _("By year"))
            page.locator(".steps").get_by_role("link", name=year).click()
            expect(page).to_have_url(re.compile(rf"/funding/\?year_from={year}&year_to={year}$"))
            expect(page.locator(MAIN_FIGURE)).to_have_text(said(IN_ANY_YEAR))


def test_a_mistake_is_reported(readers: Iterator[Page]) -> None:
    for page in readers:
        page.goto("funding/f-yongan/")
        page.get_by_role("link", name=_("Report a mistake")).click()
        page.locator("#id_message").fill("A digit is wrong.")
        page.get_by_role("button", name=_("Send")).click()
        expect(page.get_by_role("status")).to_contain_text(
            _("Thank you. Your report has reached the staff. If the record is corrected, its page will say so.")
        )
        expect(page.locator("form textarea")).to_have_count(0)
    assert list(CorrectionRequest.objects.values_list("kind", "ref")) == [("funding", "f-yongan")] * 4


def test_a_bad_filter_without_a_script(browser: Browser, site: str) -> None:
    with opened_page(browser, java_script_enabled=False) as page:
        page.goto(f"{site}/en/funding/?year_from=20x8")
        expect(page.get_by_role("alert")).to_contain_text("A year from 1900 to 2100 is expected")
        expect(page.locator("tbody")).to_have_count(0)


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

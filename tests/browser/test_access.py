"""Everybody can read it: checked by axe on every kind of page, and where axe cannot see, by measuring."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.test_journeys import PAGES

pytestmark = pytest.mark.browser

LANGUAGES = ("zh-hans", "en")
SCREENS = [("light", 1280), ("dark", 390)]
EVERY_PAGE = [
    *PAGES, "regions/15/", "regions/150622/", "villages/jingzigou/", "enterprises/chn-energy/",
    "how-we-count/?village=yongan", "funding/?village=yongan&q=x", "funding/?village=jingzigou&year_to=2005",
    "nowhere/",
]  # fmt: skip
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = Axe()


def violations(page: Page, where: str, **options: Any) -> list[str]:
    options = {"runOnly": TAGS, "resultTypes": ["violations"], **options}
    found = AXE.run(page, options=options).response["violations"]
    return [f"{where}: {one['id']} {[node['target'] for node in one['nodes'][:3]]}" for one in found]


@pytest.fixture
def reader(browser: Browser) -> Iterator[Page]:
    """A page that may answer “not found” without that being a fault."""
    context = browser.new_context(locale="zh-CN", reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing(reader: Page, site: str, language: str) -> None:
    found: list[str] = []
    for scheme, width in SCREENS:
        reader.set_viewport_size({"width": width, "height": 800})
        reader.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for path in EVERY_PAGE:
            reader.goto(f"{site}/{language}/{path}")
            found += violations(reader, f"{language}/{path} {scheme} {width}")
    assert not found


SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-bottom: 2em !important }"""
"""What WCAG 1.4.12 lets a reader set."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_cut_off_at_320_pixels_or_with_wide_spacing(browser: Browser, site: str, language: str) -> None:
    """320 pixels are also what 1280 are at 400 %."""
    context = browser.new_context(viewport={"width": 320, "height": 640}, bypass_csp=True)
    page = context.new_page()
    wide = []
    for path in PAGES:
        page.goto(f"{site}/{language}/{path}")
        for way in ("plain", "spaced"):
            if way == "spaced":
                page.add_style_tag(content=SPACED)
            if page.evaluate("document.documentElement.scrollWidth") > 320:
                wide.append(f"{language}/{path} {way}")
    context.close()
    assert not wide


@pytest.mark.parametrize("path", ["", "funding/", "villages/yongan/", "how-we-count/"])
def test_whoever_goes_by_keyboard_sees_where_they_are(page: Page, site: str, path: str) -> None:
    page.goto(f"{site}/zh-hans/{path}")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.goto(f"{site}/zh-hans/{path}?")
    for _ in range(25):
        page.keyboard.press("Tab")
        shown = page.evaluate(
            """() => { const e = document.activeElement, s = getComputedStyle(e), b = e.getBoundingClientRect();
            const outlined = s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2;
            return [outlined && b.width * b.height > 0, e.outerHTML] }"""
        )
        assert shown[0], shown[1][:200]

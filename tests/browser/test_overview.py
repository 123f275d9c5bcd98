"""The overview at one look: what is recorded fits the first screen, and every figure opens what it is made of."""

from typing import Literal

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_what_is_recorded_fits_one_screen(page: Page, site: str, language: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{site}/{language}/")
    for seen in (".site-header", ".totals >> nth=0", ".tiles", ".levels"):
        expect(page.locator(seen)).to_be_in_viewport(ratio=1)
    header = page.locator(".site-header").bounding_box()
    assert header and header["height"] < 64, "one row"


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_phone_needs_no_scrolling_sideways(page: Page, site: str, language: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{site}/{language}/")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    for table in page.locator(".table-wrap").all():
        assert table.evaluate("box => box.scrollWidth <= box.clientWidth")


def test_each_sum_opens_the_list_with_the_same_total(page: Page, site: str) -> None:
    page.goto(f"{site}/en/")
    links = page.locator(".hero .total-figure a, #outcomes ~ .totals a, .tile a[href*=indicator]")
    figures = [(link.inner_text(), link.get_attribute("href")) for link in links.all()]
    assert len(figures) == 7
    for shown, address in figures:
        page.goto(f"{site}{address}")
        expect(page.locator(".total-figure").first).to_have_text(shown)


STYLE = "(element, name) => getComputedStyle(element)[name]"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_system_that_chooses_all_colours(page: Page, site: str, scheme: Literal["light", "dark"]) -> None:
    page.emulate_media(forced_colors="active", color_scheme=scheme)
    page.goto(f"{site}/en/villages/")
    paper = page.locator("body").evaluate(STYLE, "backgroundColor")
    lines = [link.evaluate(STYLE, "borderBottomColor") != paper for link in page.locator(".site-nav a").all()]
    assert lines == [True] + [False] * 9, "the current page alone is underlined"
    page.goto(f"{site}/en/")
    assert page.locator(".hero").evaluate(STYLE, "borderImageSource") == "none", "no band behind boxes"
    ink = page.locator("body").evaluate(STYLE, "color")
    assert page.locator(".chart-text").first.evaluate(STYLE, "fill") == ink
    link = page.locator(".hero .total-figure a").first
    assert link.evaluate(STYLE, "color") != ink, "links keep the system's own colour"

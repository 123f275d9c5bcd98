"""What the README shows: one sum, given to two villages together.

`PICTURES=docs/images python -m pytest tests/browser/test_village.py` draws its picture anew.
"""

import pytest
from playwright.sync_api import Page, expect

from tests.support.pictures import picture

pytestmark = pytest.mark.browser


def test_a_joint_sum_on_the_page_of_one_village(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 1200, "height": 760})
    page.goto(f"{site}/en/villages/yongan/")
    funding = page.locator("#total-funding")
    for text in ("at least RMB 0, at most RMB 7,000,000", "Jointly with Yongfa Village: RMB 7,000,000"):
        expect(funding).to_contain_text(text)
    picture("village", page)

"""The page of a source: by where it is written, a long one in pages that a passage still finds."""

import random

import pytest
from django.test import Client

from projects.views.details import source as source_page
from projects.views.details.passages import passage_key
from tests.factories import make_award, make_donation, make_funding, make_project, make_source
from tests.views.reading import read, text_of

IN_ORDER = [
    "p. 1", "p. 12", "p. 12, ¶3", "p. 12, ¶11", "p. 100", "¶2", "¶3", "¶4", "¶4–5", "¶５", "第6段", "¶10", "table 2",
    "表 3", "Fig. 2", "caption 2", "图 2", "caption 10", "", "annex", "附表",
]  # fmt: skip


def test_passages_come_by_kind_of_place_and_number() -> None:
    shuffled = list(IN_ORDER)
    random.Random(3).shuffle(shuffled)
    assert sorted(shuffled, key=passage_key) == IN_ORDER
    assert passage_key("¶10") < passage_key("caption 2"), "its number does not tell where a caption stands"
    assert passage_key("第6段")[2] == 6
    assert passage_key("９" * 90)[2] == int("9" * 90)


@pytest.mark.django_db
def test_everything_taken_from_it_stands_once_in_order(client: Client) -> None:
    source = make_source(ref="report")
    project = make_project(title_en="First project", source=source, locator="p. 3")
    make_funding(project=project, amount="300", source=source, locator="p. 12")
    make_donation(amount="200", source=source, locator="p. 2")
    make_award(title_en="The prize", source=source, locator="table 9")
    make_donation(amount="777", source=source, locator="p. 4", state="draft")
    make_donation(amount="888", source=make_source(), locator="p. 4")
    page = read(client, "/en/sources/report/")
    assert [text for level, text in page.headings if level == 3] == ["p. 2", "p. 3", "p. 12", "table 9"]
    positions = [page.text.index(words) for words in ("RMB 200", "First project", "RMB 300", "The prize")]
    assert positions == sorted(positions)
    assert "4 published entries." in page.text
    assert "777" not in page.text and "888" not in page.text


@pytest.mark.django_db
def test_a_long_source_has_pages_and_each_passage_its_own(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_page, "PER_PAGE", 3)
    source = make_source(ref="ledger")
    for number in range(1, 9):
        make_donation(ref=f"d{number}", source=source, locator=f"p. {number}")
    assert read(client, "/en/sources/ledger/").ids[-3:] == ["donations-d1", "donations-d2", "donations-d3"]
    second = read(client, "/en/sources/ledger/?page=2")
    assert second.ids[-3:] == ["donations-d4", "donations-d5", "donations-d6"]
    assert ("?page=3", "3") in second.links and ("?page=2", "2") not in second.links
    (passage,) = read(client, "/en/donations/d8/").leads_to("p. 8")
    assert passage == "/en/sources/ledger/?at=donations-d8#donations-d8"
    assert "donations-d8" in read(client, passage).ids
    assert "donations-d1" in read(client, "/en/sources/ledger/?at=nonsense").ids


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["0", "-1", "2", "abc", "99999999999999999999", "1.0", "%00", "１"])
def test_a_page_that_is_none_is_not_found(client: Client, page: str) -> None:
    make_donation(source=make_source(ref="report"))
    assert client.get(f"/en/sources/report/?page={page}").status_code == 404


@pytest.mark.django_db
def test_a_source_nothing_is_taken_from(client: Client) -> None:
    make_source(ref="report", url="https://example.org/report?a=1&b=2")
    page = read(client, "/en/sources/report/")
    assert "0 published entries." in page.text
    assert page.leads_to("https://example.org/report?a=1&b=2") == ["https://example.org/report?a=1&b=2"]
    assert "未知" in text_of(client, "/zh-hans/sources/report/") or "https://example.org" in page.text

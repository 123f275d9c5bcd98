"""The pages of regions, over the seeded record."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.test import Client

from projects.models import State, Village
from projects.patience import TookTooLongError
from projects.views.details import capped
from tests.views.reading import LANGUAGES, assert_well_made, read, text_of

pytestmark = pytest.mark.usefixtures("seeded")


@pytest.mark.parametrize(
    ("code", "funding"),
    [
        ("152224103", "RMB 7,000,000"),
        ("152224", "RMB 7,000,000"),
        ("1522", "RMB 7,000,000"),
        ("150622", "RMB 9,794,000"),
        ("15", "RMB 16,794,000"),
        ("61", "no entry"),
    ],
)
def test_funding_of_a_region(client: Client, code: str, funding: str) -> None:
    text = text_of(client, f"/en/regions/{code}/")
    assert f"Funding {funding}" in text
    assert "A further RMB 12,320,000 went to places the source does not state." in text


def test_in_chinese(client: Client) -> None:
    text = text_of(client, "/zh-hans/regions/15/")
    for expected in ("内蒙古自治区", "1,679.4万元", "1,232万元", "鄂尔多斯市", "兴安盟", "永发村"):
        assert expected in text


@pytest.mark.parametrize("code", ["15", "1522", "61"])
def test_both_ways_find_the_same(client: Client, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    given_up = []

    @contextmanager
    def out_of_patience(milliseconds: int) -> Iterator[None]:
        yield
        given_up.append(milliseconds)
        raise TookTooLongError

    page = client.get(f"/en/regions/{code}/").content
    monkeypatch.setattr(capped, "patience", out_of_patience)
    assert client.get(f"/en/regions/{code}/").content == page
    assert len(given_up) == 2  # with enterprises and with sources


def test_purchases_with_no_amount_are_not_zero(client: Client) -> None:
    text = text_of(client, "/en/regions/150622/")
    assert "Purchases amount not stated 2 entries state no amount." in text
    assert "A further RMB 53,180,000 was for goods whose origin the source does not state." in text


def test_villages_named_and_not_named(client: Client) -> None:
    page = read(client, "/en/regions/150622/")
    assert "Villages reachedat least 13, at most 14 villages" in page.text
    assert "13 villages · Jungar Banner · “100 Enterprises Assist 100 Villages”" in page.text
    assert page.leads_to("Jingzigou Village") == ["/en/villages/jingzigou/"]


def test_from_province_to_village(client: Client) -> None:
    step, seen = "/en/regions/", []
    for name in ("Inner Mongolia", "Hinggan League", "Tuquan County", "Yong'an Town", "Yong'an Village"):
        step = next(href for href in read(client, step).leads_to(name) if href not in seen)
        seen.append(step)
    assert seen[-1] == "/en/villages/yongan/"
    breadcrumbs = read(client, seen[-2]).links
    assert [href for href, _text in breadcrumbs if href in seen][:3] == seen[:3]


def test_divisions_carry_their_bounds_and_lead_to_their_rows(client: Client) -> None:
    page = read(client, "/en/regions/15/")
    assert "Ordos City RMB 9,794,000 RMB 9,794,000" in page.text
    assert "Hinggan League RMB 7,000,000 RMB 7,000,000" in page.text
    assert "/en/funding/?region=1506&kind=funding" in page.leads_to("RMB 9,794,000")
    assert "Yong'an Village RMB 0 RMB 7,000,000" in page.text
    provinces = text_of(client, "/en/regions/")
    assert "Inner Mongolia RMB 16,794,000 RMB 16,794,000" in provinces
    assert "Shaanxi no entry no entry" in provinces


def test_levels_of_the_region_itself_and_of_those_above(client: Client) -> None:
    town = read(client, "/en/regions/152224103/")
    assert "Income per head · Yong'an Town" in town.text and "2,800 yuan" in town.text and "6,200 yuan" in town.text
    assert "not of this place" not in town.text
    assert "Income per head" not in text_of(client, "/en/regions/150622/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_villages_code_leads_to_the_village(client: Client, language: str) -> None:
    response = client.get(f"/{language}/regions/152224103204/")
    assert response.status_code == 302
    assert response["Location"] == f"/{language}/villages/yongan/"


def test_the_code_of_a_village_that_is_not_published_is_not_found(client: Client) -> None:
    Village.objects.filter(ref="jingzigou").update(state=State.DRAFT, code="150622106204")
    assert client.get("/en/regions/150622106204/").status_code == 404
    assert "Jingzigou Village" not in read(client, "/en/regions/150622/").source


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "code",
    ["99", "1", "152", "15222", "1522241", "152224103999", "1522241032041", "abc", "１５", "1５", "%00", "15%00",
     "-15", "15.0", "<script>", "9" * 5000, "%E2%80%AE15", "15%20", "²²"],
)  # fmt: skip
def test_a_code_that_is_none_is_not_found(client: Client, language: str, code: str) -> None:
    response = client.get(f"/{language}/regions/{code}/")
    assert response.status_code == 404
    assert f'<html lang="{"en" if language == "en" else "zh-Hans"}"' in response.content.decode()


def test_a_region_with_nothing(client: Client) -> None:
    page = read(client, "/en/regions/61/")
    assert_well_made(page)
    assert "No village of this region is recorded by name." in page.text
    assert "No published project names this region." in page.text

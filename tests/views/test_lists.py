"""A list as a page: what is asked for in words, and what to ask for instead."""

import pytest
from django.test import Client

from projects.listings import kept
from projects.views import wider
from tests import factories
from tests.views.reading import LANGUAGES, assert_well_made, read, text_of

pytestmark = pytest.mark.usefixtures("seeded")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "query", ["", "?region=15&year_from=2018", "?year_from=20x8", "?village=yongan&measure=health"]
)
def test_every_state_of_the_page_is_well_made(client: Client, language: str, query: str) -> None:
    assert_well_made(read(client, f"/{language}/funding/{query}"))


def test_the_filter_is_said_in_words(client: Client) -> None:
    text = text_of(client, "/en/funding/?region=15&measure=industry&measure=health&year_from=2018&order=-year_to")
    assert "Region: Inner Mongolia; Measure: industry-based assistance or health assistance; From year: 2018" in text
    assert "Sorted by “Last year”, descending." in text
    text = text_of(client, "/zh-hans/funding/?measure=industry&measure=health")
    assert "产业帮扶或健康帮扶" in text


def test_what_cannot_be_read_stays_to_be_corrected(client: Client) -> None:
    for typed, query in (("20x8", "year_from=20x8"), ("2018, 2019", "year_from=2018&year_from=2019")):
        page = read(client, f"/en/funding/?{query}")
        [box] = [attrs for tag, attrs in page.tags if tag == "input" and attrs.get("name") == "year_from"]
        assert (box["type"], box["value"]) == ("text", typed)
        assert box["aria-invalid"] == "true"


def test_the_way_up_and_the_same_page_in_other_languages(client: Client) -> None:
    page = read(client, "/en/awards/?year_from=2018")
    assert ("/en/", "Overview") in page.links
    alternates = {attrs["hreflang"]: attrs["href"] for tag, attrs in page.tags if tag == "link" and "hreflang" in attrs}
    assert alternates.keys() == {"en", "zh-Hans", "x-default"}
    assert alternates["x-default"] == alternates["zh-Hans"] == "http://testserver/zh-hans/awards/?year_from=2018"


def test_nothing_is_said_twice_in_a_row(client: Client) -> None:
    rows = text_of(client, "/en/funding/?village=yongan").split("Sorted by")[1]
    assert "RMB 7,000,000" in rows and "Counted" not in rows and "Kind" not in rows
    whole = factories.make_funding(ref="whole", amount="123")
    factories.make_funding(ref="of-which", project=whole.project, amount="23", part_of=whole)
    factories.make_funding(ref="pledge", project=whole.project, amount="7", stage="committed")
    text = text_of(client, f"/en/funding/?project={whole.project.ref}").split("Sorted by")[1]
    assert "RMB 123Counted RMB 100" in text
    assert "RMB 7Kind commitments" in text
    assert text.count("Counted") == text.count("Kind commitments") == 1


def test_nothing_found_offers_the_nearest_wider_filter(client: Client) -> None:
    factories.make_village(ref="far", region=factories.make_region("152224104"))
    page = read(client, "/en/projects/?village=far&measure=talent&year_to=2019&order=-year_to")
    offered = [(text, href) for href, text in page.links if text.startswith(("In ", "Without "))]
    assert [text for text, _href in offered] == ["In Tuquan County", "Without “Village”"]
    counts = [client.get(f"/api/v1/projects/{href}").json()["count"] for _text, href in offered]
    assert counts == [1, 1]
    assert all("order=-year_to" in href for _text, href in offered)
    page = read(client, "/en/funding/?region=610829&measure=industry&year_to=2010")
    assert page.leads_to("Without “Region”") == ["?measure=industry&year_to=2010"]


def test_rows_of_a_wider_region_are_offered(client: Client) -> None:
    page = read(client, "/en/projects/?village=jingzigou&measure=collective")
    assert page.leads_to("In a wider region that names no villages") == [
        "?village=jingzigou&measure=collective&bucket=wider"
    ]


def test_every_parameter_has_a_label(client: Client) -> None:
    text = text_of(client, "/en/data/")
    assert "page Page (The first is 1." in text
    assert "enterprise Enterprise (The enterprise alone, without its subsidiaries." in text


def test_too_many_entries_are_not_added_up(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "FEW", 0)
    page = client.get("/en/funding/?basis=reported").content.decode()
    assert "would keep you waiting" in page
    assert '<a href="/api/v1/totals/?basis=reported">' in page
    assert "would keep you waiting" not in client.get("/en/funding/").content.decode()
    assert client.get("/api/v1/totals/?basis=reported").status_code == 200


def test_a_wider_filter_may_find_very_many(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wider, "SOON", 0)
    assert "More than 0 entries" in text_of(client, "/en/projects/?village=jingzigou&measure=collective")


def test_every_result_has_one_address(client: Client) -> None:
    response = client.get("/en/funding/?q=&region=150622&region=&order=&year_from=2018")
    assert (response.status_code, response["Location"]) == (302, "?region=150622&year_from=2018")
    assert client.get("/en/funding/?q=&order=")["Location"] == "."
    page = read(client, "/en/funding/?region=150622")
    assert page.leads_to("Remove filter: Region: Jungar Banner") == ["."]
    offered = [attrs["value"] for tag, attrs in page.tags if tag == "option"]
    assert "-amount" not in offered and "amount" in offered  # the order a list has anyway needs no parameter


def test_a_village_without_an_amount_is_not_said_to_have_received_zero(client: Client) -> None:
    page = text_of(client, "/en/villages/?village=jingzigou")
    assert page.count("no amount recorded") == 2 and page.count("no number recorded") == 2 and "RMB" not in page
    [row] = client.get("/api/v1/villages/?village=jingzigou").json()["results"]
    assert row["funding_upper"] == "0.00", "the bounds of the totals, as they are counted"
    shared = text_of(client, "/en/villages/?village=yongan")
    assert "RMB 0" in shared and "RMB 7,000,000" in shared and "no amount recorded" not in shared


def test_the_title_says_the_filter(client: Client) -> None:
    title = read(client, "/zh-hans/outcomes/?indicator=households_lifted&source=zhunneng-2021-03-09").title
    assert title.startswith("成效（来源：准能践行初心使命 交出高质量脱贫攻坚答卷；指标：脱贫户数）")
    assert "Programme: Paired assistance" in read(client, "/en/projects/?parent=yongan-pairing").title
    assert read(client, "/zh-hans/funding/?measure=health").title == "资金（帮扶方式：健康帮扶） – 帮扶台账"
    assert read(client, "/en/funding/").title == "Funding – Aid tracker"


def test_a_script_gets_the_same_page_as_everybody(client: Client) -> None:
    asked = {"HX-Request": "true", "HX-Boosted": "true", "HX-Target": "listing", "HX-History-Restore-Request": "true"}
    plain = client.get("/en/funding/?measure=health")
    assert client.get("/en/funding/?measure=health", headers=asked).content == plain.content
    assert "HX-" not in plain["Vary"]

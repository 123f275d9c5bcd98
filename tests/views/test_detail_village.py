"""The page of a village."""

import json
import re
from decimal import Decimal

import pytest
from django.test import Client

from projects.models import AidProject, Indicator
from tests.factories import (
    make_donation,
    make_funding,
    make_indicator,
    make_outcome,
    make_project,
    make_purchase,
    make_region,
    make_village,
)
from tests.views.reading import read, text_of

pytestmark = pytest.mark.django_db


def test_alone_and_jointly(client: Client) -> None:
    here, there = make_village(ref="here", name_zh="甲村"), make_village(name_zh="乙村", name_en="Village B")
    shared = make_project([here, there], title_zh="合作项目")
    make_funding(project=shared, amount="300")
    make_funding(project=shared, amount="50", village=here)
    text = text_of(client, "/en/villages/here/")
    assert "Funding at least RMB 50, at most RMB 350" in text
    assert "Jointly with Village B: RMB 300; no split is stated." in text
    assert "this village alone" in text


def test_many_partners_are_not_listed_in_a_sentence(client: Client) -> None:
    here = make_village(ref="here")
    others = [make_village(name_en=f"Other {n}") for n in range(20)]
    make_funding(project=make_project([here, *others]), amount="300")
    text = text_of(client, "/en/villages/here/")
    assert "Jointly with villages elsewhere: RMB 300; no split is stated." in text
    assert "9 more villages" in text  # eleven of the other twenty are named in the row


def test_one_unnamed_village_is_singular(client: Client) -> None:
    make_village(ref="here")
    programme = make_project(region=make_region("152224"), unnamed_villages=1)
    make_funding(project=programme, amount="300")
    assert "went to one village of 区划152224 that the source does not name." in text_of(client, "/en/villages/here/")


def test_several_projects_of_a_region_are_not_given_one_number(client: Client) -> None:
    make_village(ref="here")
    for unnamed in (3, 4):
        project = make_project(region=make_region("152224"), unnamed_villages=unnamed)
        make_funding(project=project, amount="300")
    text = text_of(client, "/en/villages/here/")
    assert "A further RMB 600 went to villages of 区划152224 that the source does not name." in text


def test_what_employees_gave_is_shown_apart(client: Client) -> None:
    here = make_village(ref="here")
    make_donation([here], amount="100", payer="employees")
    make_donation([here], amount="900", payer="enterprise")
    page = read(client, "/en/villages/here/")
    assert "Donations RMB 1,000 Given by employees, not the enterprise's own money: RMB 100." in page.text
    assert page.leads_to("RMB 100")[0] == "/en/donations/?village=here&payer=employees"


def test_kinds_are_never_added_to_each_other(client: Client) -> None:
    here = make_village(ref="here")
    project = make_project([here])
    make_funding(project=project, amount="100")
    make_funding(project=project, amount="230", origin="mobilised")
    make_funding(project=project, amount="670", stage="committed")
    make_donation([here], amount="1900")
    make_purchase([here], amount="5300")
    make_purchase([here], amount="8100", mode="assisted_sale")
    text = text_of(client, "/en/villages/here/")
    for shown in (
        "Funding RMB 100", "Mobilised funding RMB 230", "Commitments RMB 670",
        "Donations RMB 1,900", "Purchases RMB 5,300", "Assisted sales RMB 8,100",
    ):  # fmt: skip
        assert shown in text
    for added in ("RMB 330", "RMB 1,000 ", "RMB 13,400", "RMB 2,000", "RMB 7,300"):
        assert added not in text


def test_an_amount_not_stated_is_not_zero(client: Client) -> None:
    here = make_village(ref="here")
    make_purchase([here], amount=None, products="木耳")
    make_purchase([here], amount="40", products="挂面")
    text = text_of(client, "/en/villages/here/")
    assert "Purchases RMB 40 stated One entry states no amount." in text
    assert "The amount of one entry." in text
    assert "not stated 木耳" in text


def test_what_may_overlap_only_raises_the_upper_bound(client: Client) -> None:
    here = make_village(ref="here")
    make_funding(project=make_project([here]), amount="100", may_overlap=True)
    text = text_of(client, "/en/villages/here/")
    assert "at least RMB 0, at most RMB 100 Possibly contained in another figure already: RMB 100." in text
    assert "Jointly with" not in text


def test_levels_are_one_series_per_place_and_concept(client: Client) -> None:
    here = make_village(ref="here", name_en="Here")
    income = Indicator.objects.get(ref="income_per_head")
    for concept, year, value in (
        ("net_income", 2012, 3000),
        ("net_income", 2013, 3500),
        ("disposable_income", 2013, 3300),
    ):
        make_outcome(indicator=income, village=here, concept=concept, year_from=year, year_to=year, value=value)
    make_outcome(
        indicator=income, region=make_region("152224"), concept="net_income", year_from=2013, year_to=2013, value=9000
    )
    page = read(client, "/en/villages/here/")
    text = page.text
    assert "Income per head · this village alone · Net income per head" in text.replace("net income", "Net income")
    assert "2012 3,000 yuan" in text and "2013 3,500 yuan" in text
    assert text.count("of the region, not of this place") == 1
    assert [tag for tag, _attrs in page.tags].count("table") == 3
    assert not any(added in text for added in ("6,500", "9,800", "18,800"))


def test_people_who_may_be_counted_twice(client: Client) -> None:
    here = make_village(ref="here")
    reached = make_indicator(
        ref="reached", name_zh="惠及", name_en="Reached", unit="人", unit_en="people", aggregation="overlap"
    )
    project = make_project([here])
    for value in (30, 50):
        make_outcome(indicator=reached, project=project, value=value)
    text = text_of(client, "/en/villages/here/")
    assert "Reached at least 50, at most 80 people" in text
    assert "the least is the largest single one" in text


def test_the_code_and_township_that_are_not_known(client: Client) -> None:
    make_village(ref="here", region=make_region("152224"))
    text = text_of(client, "/en/villages/here/")
    assert "The village's statistical code." in text
    assert "The township the village belongs to." in text
    assert "No published entry of funding or donations names this village." in text


def test_a_correction_is_on_the_page_at_once(client: Client) -> None:
    here = make_village(ref="here")
    funding = make_funding(project=make_project([here]), amount="100")
    assert "Funding RMB 100" in text_of(client, "/en/villages/here/")
    funding.amount = "250"
    funding.full_clean()
    funding.save()
    assert "Funding RMB 250" in text_of(client, "/en/villages/here/")
    assert AidProject.objects.count() == 1


@pytest.mark.parametrize(
    ("latitude", "longitude", "words", "address"),
    [
        ("45.38211", "121.56", "45.38211° N, 121.56° E (WGS 84)", "geo:45.38211,121.56"),
        ("-0.5", "-10", "0.5° S, 10° W (WGS 84)", "geo:-0.5,-10"),
    ],
)
def test_a_map_application_opens_where_the_village_lies(
    client: Client, latitude: str, longitude: str, words: str, address: str
) -> None:
    village = make_village(ref="v-1", latitude=Decimal(latitude), longitude=Decimal(longitude))
    page = read(client, f"/en/villages/{village.ref}/")
    assert f"Coordinates {words}" in page.text
    assert page.leads_to("Open in my map application") == [address]
    about = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.source, re.DOTALL)[0])
    geo = {"@type": "GeoCoordinates", "latitude": float(latitude), "longitude": float(longitude)}
    assert geo in (about.get("geo"), about.get("about", {}).get("geo"))


def test_a_village_without_coordinates_says_nothing_of_them(client: Client) -> None:
    page = read(client, f"/en/villages/{make_village().ref}/")
    assert "Coordinates" not in page.text and '"geo"' not in page.source

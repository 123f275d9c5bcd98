"""Names of places and enterprises lead to their refs, while typing and from a box that was sent as it was."""

from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from projects.models import State
from projects.views.suggestions import SUGGESTED
from tests.factories import make_enterprise, make_project, make_region, make_source, make_village
from tests.views.reading import LANGUAGES, assert_well_made, read

pytestmark = pytest.mark.django_db


def suggested(client: Client, field: str, text: str, language: str = "zh-hans") -> list[dict[str, str]]:
    response = client.get(f"/{language}/suggestions/{field}/?q={quote(text)}")
    assert response.status_code == 200
    found: list[dict[str, str]] = response.json()["results"]
    return found


def make_namesakes() -> None:
    make_region("15", name_zh="内蒙古自治区", name_en="Inner Mongolia")
    make_region("1522", name_zh="兴安盟", name_en="Hinggan League")
    make_region("61", name_zh="陕西省", name_en="Shaanxi")
    make_village(ref="one", name_zh="永安村", name_en="Yong'an Village", region=make_region("1522"))
    make_village(ref="other", name_zh="永安村", name_en="Yong'an Village", region=make_region("61"))
    make_village(ref="longer", name_zh="新永安村", region=make_region("61"))


def test_villages_of_one_name_are_told_apart(client: Client) -> None:
    make_namesakes()
    assert suggested(client, "village", "永安村") == [
        {"value": "one", "name": "永安村", "where": "内蒙古自治区兴安盟"},
        {"value": "other", "name": "永安村", "where": "陕西省"},
        {"value": "longer", "name": "新永安村", "where": "陕西省"},
    ]
    assert suggested(client, "village", "yong'an", "en") == [
        {"value": "one", "name": "Yong'an Village", "where": "Hinggan League, Inner Mongolia"},
        {"value": "other", "name": "Yong'an Village", "where": "Shaanxi"},
    ]


@pytest.mark.parametrize("sign", "'’‘ʼ")
def test_any_apostrophe_will_do(client: Client, sign: str) -> None:
    make_village(ref="straight", name_en="Yong'an Village")
    make_village(ref="curly", name_en="Yong’an Village")
    make_village(ref="without", name_en="Yongan Village")
    found = [one["value"] for one in suggested(client, "village", f"yong{sign}an", "en")]
    assert sorted(found) == ["curly", "straight"]
    make_village(ref="a-longer-name", name_en="New Yong'an Village")
    found = [one["value"] for one in suggested(client, "village", f"Yong{sign}an", "en")]
    assert sorted(found[:2]) == ["curly", "straight"] and found[2:] == ["a-longer-name"]
    asked = {"q": f"Yong{sign}an", "order": "ref"}
    rows = client.get("/api/v1/villages/", asked).json()["results"]
    assert [row["ref"] for row in rows] == ["a-longer-name", "curly", "straight"]
    assert f"Yong{sign}an".replace("'", "&#x27;") in client.get("/en/villages/", asked).content.decode()


def test_regions_and_enterprises(client: Client) -> None:
    make_namesakes()
    group = make_enterprise(ref="group", name_zh="某某集团")
    make_enterprise(ref="mine", name_zh="某某矿业", parent=group, aliases="露天煤矿")
    assert suggested(client, "region", "兴安") == [{"value": "1522", "name": "兴安盟", "where": "内蒙古自治区"}]
    assert suggested(client, "region", "内蒙古") == [{"value": "15", "name": "内蒙古自治区", "where": ""}]
    assert suggested(client, "enterprise", "露天") == [{"value": "mine", "name": "某某矿业", "where": "隶属某某集团"}]
    assert [found["value"] for found in suggested(client, "enterprise", "某某")] == ["group", "mine"]


def test_projects_and_sources_by_their_titles(client: Client) -> None:
    group = make_enterprise(name_zh="某某集团", name_en="The Group")
    make_project(ref="later", title_zh="永安村黑木耳种植", enterprise=group)
    make_project(ref="just-so", title_zh="黑木耳种植", title_en="Black fungus", enterprise=group)
    assert suggested(client, "project", "黑木耳种植") == [
        {"value": "just-so", "name": "黑木耳种植", "where": "某某集团"},
        {"value": "later", "name": "永安村黑木耳种植", "where": "某某集团"},
    ]
    assert suggested(client, "project", "FUNGUS", "en")[0]["where"] == "The Group"
    make_source(ref="s-1", title="脱贫攻坚纪实", publisher="某报")
    for text in ("攻坚", "某报", "s-1"):
        assert suggested(client, "source", text) == [{"value": "s-1", "name": "脱贫攻坚纪实", "where": "某报"}]


@pytest.mark.parametrize(
    ("address", "value"),
    [
        ("funding/?project=黑木耳种植", "?project=p-1"),
        ("projects/?parent=黑木耳种植", "?parent=p-1"),
        ("enterprises/?parent=某某集团", "?parent=group"),
        ("purchases/?source=脱贫攻坚纪实", "?source=s-1"),
    ],
)
def test_whatever_takes_a_ref_is_asked_for_by_name(client: Client, address: str, value: str) -> None:
    make_project(ref="p-1", title_zh="黑木耳种植", enterprise=make_enterprise(ref="group", name_zh="某某集团"))
    make_source(ref="s-1", title="脱贫攻坚纪实")
    page = read(client, f"/zh-hans/{address}")
    assert value in [href for href, _text in page.links]
    assert "data-suggest" in page.source


def test_at_most_ten_and_the_exact_name_first(client: Client) -> None:
    for number in range(12):
        make_village(ref=f"a{number:02}", name_zh=f"上永安{number}村")
    make_village(ref="z", name_zh="永安")
    found = suggested(client, "village", "永安")
    assert len(found) == 10 and found[0]["value"] == "z"


@pytest.mark.parametrize("text", ["", " ", "永", "\0永安", "永" * 101, "'; DROP TABLE", "%_", "不在此处"])
def test_what_finds_nothing_finds_nothing(client: Client, text: str) -> None:
    make_village(name_zh="永安村")
    for field in SUGGESTED:
        assert suggested(client, field, text) == []


def test_drafts_are_not_suggested(client: Client) -> None:
    make_village(name_zh="未发布村", state=State.DRAFT)
    make_enterprise(name_zh="未发布公司", state=State.DRAFT)
    make_project(title_zh="未发布项目", state=State.DRAFT)
    make_source(title="未发布来源", state=State.DRAFT)
    for field in SUGGESTED:
        assert not suggested(client, field, "未发布")


def test_there_are_no_others(client: Client) -> None:
    assert client.get("/en/suggestions/indicator/?q=ab").status_code == 404
    assert client.post("/en/suggestions/village/?q=ab").status_code == 405


def test_as_many_questions_for_one_as_for_ten(client: Client, django_assert_num_queries: Any) -> None:
    for number in range(10):
        make_village(name_zh=f"永安{number}村", region=make_region(f"1522{number + 20}"))
    for text in ("永安3", "永安"):
        with django_assert_num_queries(2):
            suggested(client, "village", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_script_a_name_is_answered_with_what_it_may_mean(client: Client, language: str) -> None:
    make_namesakes()
    page = read(client, f"/{language}/funding/?village={quote('永安村')}&year_from=2018")
    assert_well_made(page)
    offered = [href for href, _text in page.links if "village=o" in href]
    assert offered == ["?year_from=2018&village=one", "?year_from=2018&village=other"]
    assert 'id="meant-village"' in page.source
    assert client.get(f"/{language}/funding.json?village={quote('永安村')}").status_code == 400


def test_only_the_value_that_is_no_ref_is_replaced(client: Client) -> None:
    make_namesakes()
    page = read(client, f"/en/funding/?village=longer&village={quote('永安村')}")
    assert "?village=longer&village=one" in [href for href, _text in page.links]
    assert "meant-" not in read(client, "/en/funding/?village=longer").source

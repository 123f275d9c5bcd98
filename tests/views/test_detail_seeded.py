"""The seeded record's known answers, as a reader finds them on the detail pages."""

import pytest
from django.test import Client

from tests.views.reading import read, text_of

pytestmark = pytest.mark.usefixtures("seeded")


def test_a_shared_sum_is_an_interval_and_names_who_shares_it(client: Client) -> None:
    page = read(client, "/en/villages/yongan/")
    text = page.text
    assert "Funding at least RMB 0, at most RMB 7,000,000" in text
    assert "Jointly with Yongfa Village: RMB 7,000,000; no split is stated." in text
    assert "A further RMB 12,320,000 went to places the source does not state." in text
    assert "Recorded elsewhere: RMB 9,794,000; everywhere, RMB 29,114,000." in text
    assert "jointly with Yongfa Village 2011–2021 Reported Source ¶4" in text
    assert "How what was given jointly was divided between the villages." in text
    interval = "at least RMB 0, at most RMB 7,000,000"
    assert page.leads_to(interval) == ["/en/funding/?village=yongan&kind=funding"]
    assert "/en/funding/?village=yongan&kind=funding&bucket=unplaced" in page.leads_to("RMB 12,320,000")


def test_in_chinese(client: Client) -> None:
    text = text_of(client, "/zh-hans/villages/yongan/")
    for expected in (
        "至少0元，至多700万元",
        "至少0户，至多247户",
        "至少0座，至多350座",
        "永发村",
        "1,232万元",
        "979.4万元",
    ):
        assert expected in text


def test_what_came_of_it(client: Client) -> None:
    text = text_of(client, "/en/villages/yongan/")
    assert "Households lifted out of poverty at least 0, at most 247 households" in text
    assert "Village-based cadres stationed 1 person" in text
    assert "Income per head · Yong'an Town · statistical concept not stated of the region, not of this place" in text
    assert "up to 2010 2,800 yuan" in text and "2020 6,200 yuan" in text
    assert "9,000" not in text  # the two levels, added


def test_what_went_to_unnamed_villages_is_wider(client: Client) -> None:
    page = read(client, "/en/villages/jingzigou/")
    text = page.text
    assert "Funding no entry" in text
    expected = "A further RMB 9,794,000 went to 13 villages of Jungar Banner that the source does not name."
    assert expected in text
    assert page.leads_to("RMB 9,794,000") == ["/en/funding/?village=jingzigou&kind=funding&bucket=wider"]
    assert "A further 31 projects, in 13 villages of Jungar Banner that the source does not name." in text


def test_figures_lead_to_their_passage(client: Client) -> None:
    page = read(client, "/en/villages/yongan/")
    assert set(page.leads_to("Zhunneng Group's account of its work in the fight against poverty")) >= {
        f"/en/sources/zhunneng-2021-03-09/?at={at}#{at}"
        for at in ("funding-f-yongan", "outcomes-o-households", "outcomes-o-greenhouses")
    }


def test_a_figure_says_how_it_counts(client: Client) -> None:
    text = text_of(client, "/en/purchases/p-total/")
    assert "RMB 53,180,000" in text and "As written in the source5318万元" in text
    assert "only the rest is added to totals: RMB 9,670,000." in text
    assert "Its parts Apart from these, RMB 9,670,000 of it remains." in text
    assert "RMB 43,510,000 local products" in text
    part = text_of(client, "/en/purchases/p-local/")
    assert "What it is part of RMB 53,180,000" in part


def test_a_shared_figure_names_its_villages_and_where_they_are_taken_from(client: Client) -> None:
    text = text_of(client, "/en/funding/f-yongan/")
    assert "Yongfa Village, Yong'an Village" in text
    assert "Taken from the project Paired assistance to Yong'an Town (programme)." in text
    assert "It is shared by 2 villages" in text
    assert "up to the publication of its source on 9 March 2021" in text


def test_a_level_is_never_added(client: Client) -> None:
    text = text_of(client, "/en/outcomes/o-income-2020/")
    assert "A level or a ratio: it is never added to anything." in text
    assert "totals" not in text


def test_the_parent_group_counts_its_subsidiaries_once(client: Client) -> None:
    text = text_of(client, "/en/enterprises/chn-energy/")
    assert "The enterprise and one subsidiary." in text
    assert "Funding RMB 29,114,000 Donations RMB 3,911,200" in text
    own = text.partition("Together with all its subsidiaries")[0]
    assert "Funding no entry" in own
    assert "Villages reached: at least 15, at most 16 villages" in text
    assert "Villages reachedno entry" in text, "of the enterprise itself nothing is recorded, which is not zero"


def test_the_enterprise_itself(client: Client) -> None:
    text = text_of(client, "/zh-hans/enterprises/zhunneng/")
    for expected in ("2,911.4万元", "391.12万元", "145.64万元", "5,318万元", "国家能源集团", "神华准能"):
        assert expected in text


def test_a_programme_and_its_projects(client: Client) -> None:
    programme = text_of(client, "/en/projects/yongan-pairing/")
    assert "Projects that belong to it" in programme and "Edible fungi, Yongfa" in programme
    assert "Households lifted out of poverty 247 households" in programme
    page = read(client, "/en/projects/yongfa-fungi/")
    assert page.leads_to("Paired assistance to Yong'an Town (programme)")
    unnamed = text_of(client, "/en/projects/jungar-hundred/")
    assert "The source counts 13 villages here without naming them." in unnamed
    assert "Funding RMB 9,794,000" in unnamed


def test_an_award_by_two_bodies(client: Client) -> None:
    enterprise = read(client, "/en/enterprises/zhunneng/")
    (award,) = enterprise.leads_to("Caring organisation in helping the poor")
    text = text_of(client, award)
    assert "Year2015" in text and "Inner Mongolia" in text and "¶9" in text


def test_everything_taken_from_the_source_in_its_order(client: Client) -> None:
    page = read(client, "/en/sources/zhunneng-2021-03-09/")
    passages = [text for level, text in page.headings if level == 3]
    assert passages == ["¶2", "¶3", "¶4", "¶6", "¶7", "¶8", "¶9", "caption 2"]
    entries = [found for found in page.ids if found.split("-")[0] in ADDRESSED]
    assert len(entries) == 28
    assert page.text.index("RMB 9,794,000") < page.text.index("RMB 43,510,000") < page.text.index("RMB 1,456,400")


ADDRESSED = {"projects", "funding", "donations", "purchases", "outcomes", "awards"}


def test_the_overview_has_three_sums_and_never_their_total(client: Client) -> None:
    page = read(client, "/en/")
    for shown in (
        "Funding RMB 29,114,000", "Donations RMB 3,911,200", "Purchases RMB 53,180,000", "employees, not the "
        "enterprise's own money: RMB 1,456,400", "Households lifted out of poverty247 households",
        "Greenhouses built 350 greenhouses", "Villages reached15–16", "Enterprises2", "Projects8", "Awards3",
        "Inner Mongolia RMB 16,794,000 RMB 16,794,000", "Jungar Banner RMB 9,794,000 RMB 9,794,000",
        "Industry-based assistance RMB 19,320,000 RMB 19,320,000",
    ):  # fmt: skip
        assert shown in page.text
    for added in ("86,205,200", "33,025,200", "82,294,000", "57,091,200"):
        assert added not in page.text
    assert page.leads_to("RMB 29,114,000")[0] == "/en/funding/?kind=funding"
    chinese = text_of(client, "/zh-hans/")
    for expected in ("2,911.4万元", "391.12万元", "145.64万元", "5,318万元", "247户", "350座", "1,679.4万元"):
        assert expected in chinese

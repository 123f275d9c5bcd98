"""The sentences that sum a village up, and the data beside them."""

import json
import re
from decimal import Decimal

import pytest
from django.test import Client

from tests.factories import (
    make_award,
    make_donation,
    make_enterprise,
    make_funding,
    make_outcome,
    make_project,
    make_purchase,
    make_source,
    make_village,
)
from tests.views.reading import ReadPage, read, text_of

pytestmark = pytest.mark.django_db
HERE = "/en/villages/here/"


def lead_of(client: Client, language: str = "en") -> str:
    source = client.get(f"/{language}/villages/here/").content.decode()
    found = re.search(r'<p class="lead">(.*?)</p>', source)
    assert found
    return " ".join(ReadPage(f"<main>{found[1]}</main>").text.split())


def data_of(client: Client, address: str) -> dict:  # type: ignore[type-arg]
    found = re.search(
        r'<script type="application/ld\+json">(.*?)</script>', client.get(address).content.decode(), re.DOTALL
    )
    assert found
    return json.loads(found[1])  # type: ignore[no-any-return]


def test_nothing_is_recorded(client: Client) -> None:
    make_village(ref="here", name_zh="甲村", name_en="Here")
    assert lead_of(client) == "Nothing published names Here yet."
    text = text_of(client, HERE)
    assert "Funding no entry" in text and "RMB 0" not in text, "unknown is never zero"


def test_one_enterprise_one_sum(client: Client) -> None:
    here = make_village(ref="here", name_en="Here")
    giver = make_enterprise(name_en="Giver")
    make_funding(project=make_project([here], enterprise=giver, year_from=2015), amount="800000", year_from=2016)
    assert lead_of(client) == (
        "Here was assisted by Giver; the earliest year stated is 2015. It received RMB 800,000 of funding. "
        "So far, no donation or purchase is recorded under its name. All of this is taken from one source."
    )


def test_several_of_everything(client: Client) -> None:
    here, there = make_village(ref="here", name_en="Here"), make_village()
    givers = [make_enterprise(ref=f"giver-{n}", name_en=f"Giver {n}") for n in range(5)]
    for giver in givers:
        make_project([here], enterprise=giver, source=make_source())
    make_funding(project=make_project([here, there], enterprise=givers[0]), amount="100")
    make_donation([here], enterprise=givers[1], amount="5")
    make_donation([here], enterprise=givers[1], amount=None)
    make_purchase([here], enterprise=givers[2], amount=None)
    make_outcome(village=here, value="1")
    lead = lead_of(client)
    assert "Here was assisted by Giver 0, Giver 1, Giver 2 and 2 other enterprises; " in lead
    assert "no first year" in lead
    assert "at least RMB 0 and at most RMB 100 of funding: not all of it is stated for this village alone." in lead
    assert "It received RMB 5 in donations. Another entry states no amount." in lead
    assert "Goods were bought from it, for an amount that is not stated." in lead
    assert "What is stated of the results: households lifted out of poverty (1 household)." in lead
    assert re.search(r"from \d sources\.$", lead)


def test_the_seeded_village_in_both_languages(client: Client, seeded: None) -> None:
    english = client.get("/en/villages/yongan/").content.decode()
    assert "Yong&#x27;an Village was assisted by Zhunneng Group; the earliest year stated is 2011." in english
    chinese = client.get("/zh-hans/villages/yongan/").content.decode()
    assert "永安村由准能集团帮扶，有记载的最早年份为2011年。得到资金至少0元、至多700万元" in chinese


def test_people_sent_and_awards_that_name_it(client: Client, seeded: None) -> None:
    make_award(title_zh="永安村帮扶先进单位", title_en="For Yong'an Village")
    page = read(client, "/en/villages/yongan/")
    assert "People sent Village-based cadres stationed 1 person" in page.text
    assert "For Yong'an Village" in page.text
    assert "Advanced collective" not in page.text, "that award names a banner, not the village"


def test_what_was_corrected(client: Client) -> None:
    figure = make_funding(project=make_project([make_village(ref="here")]), amount="100")
    assert "Corrections" not in text_of(client, HERE)
    figure.amount = Decimal(120)
    figure.save()
    assert "Amount: RMB 100 → RMB 120" in text_of(client, HERE)


def test_data_for_programs(client: Client, seeded: None) -> None:
    data = data_of(client, "/en/villages/yongan/")
    assert data["url"] == "http://testserver/en/villages/yongan/"
    assert data["about"]["identifier"] == "152224103204"
    assert data["about"]["containedInPlace"]["containedInPlace"]["name"] == "突泉县"
    assert data_of(client, "/en/enterprises/zhunneng/")["about"]["parentOrganization"]["alternateName"] == "CHN Energy"
    assert data_of(client, "/en/sources/zhunneng-2021-03-09/")["about"]["datePublished"] == "2021-03-09"
    assert data_of(client, "/en/regions/15/")["about"]["identifier"] == "15"


def test_no_name_ends_the_block_of_data(client: Client) -> None:
    make_village(ref="here", name_zh="</script><script>alert(1)</script>")
    assert data_of(client, HERE)["about"]["name"] == "</script><script>alert(1)</script>"
    assert client.get(HERE).content.decode().count("</script>") == 1


def test_what_has_no_amount_reads_as_a_sentence(client: Client, seeded: None) -> None:
    text = text_of(client, "/en/villages/yongan/")
    assert "1 more entry of goods from Hinggan League: neither the villages nor the amount is stated." in text
    assert "Recorded elsewhere, without an amount: 3 entries." in text
    assert "amount not stated was" not in text
    for address in ("villages/yongan/", "regions/152224103/", "funding/?village=yongan", "purchases/?village=yongan"):
        assert "条记录：" not in text_of(client, f"/zh-hans/{address}")
    assert "其他地方没有写明金额的记录：3条。" in text_of(client, "/zh-hans/villages/yongan/")

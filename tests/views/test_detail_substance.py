"""Enterprises and projects say how much of what is reported the ledger substantiates."""

import pytest
from django.test import Client

from tests.factories import make_enterprise, make_funding, make_project
from tests.views.reading import read

pytestmark = pytest.mark.django_db

PAGES = ("projects/programme/", "enterprises/giver/")


@pytest.fixture(autouse=True)
def claim() -> None:
    """7 million reported for a programme; entries of a project that belongs to it account for 800,000."""
    giver = make_enterprise(ref="giver")
    programme = make_project(ref="programme", enterprise=giver)
    whole = make_funding(project=programme, amount="7000000", year_from=2011, year_to=2021)
    part = make_project(enterprise=giver, parent=programme)
    made = {"basis": "recorded", "year_from": 2012, "year_to": 2012}
    make_funding(project=part, amount="800000", part_of=whole, **made)


@pytest.mark.parametrize("path", PAGES)
def test_the_share_is_said_in_both_languages(path: str, client: Client) -> None:
    chinese, english = (read(client, f"/{language}/{path}").text for language in ("zh-hans", "en"))
    assert "文件所称的700万元中，台账佐证80万元，占11%" in chinese
    assert "RMB 800,000 of the RMB 7,000,000 reported, 11%" in english


@pytest.mark.parametrize("path", PAGES)
def test_it_leads_to_the_entries(path: str, client: Client) -> None:
    page = read(client, f"/en/{path}")
    [address] = [address for address, text in page.links if "entries of the ledger" in text]
    assert "basis=recorded" in address
    assert len(client.get(f"/api/v1/funding/?{address.partition('?')[2]}").json()["results"]) == 1


def test_a_small_share_is_not_none(client: Client) -> None:
    whole = make_funding(project=make_project(ref="large"), amount="1000000", year_from=2011, year_to=2021)
    made = {"basis": "recorded", "year_from": 2012, "year_to": 2012}
    make_funding(project=whole.project, amount="1", part_of=whole, **made)
    assert "RMB 1 of the RMB 1,000,000 reported, less than 1%" in read(client, "/en/projects/large/").text


def test_nothing_reported_is_no_share(client: Client) -> None:
    make_project(ref="silent")
    assert "substantiates" not in read(client, "/en/projects/silent/").text


def test_what_has_no_evidence_says_so(seeded: None, client: Client) -> None:
    page = read(client, "/en/enterprises/zhunneng/")
    assert "nothing yet of the RMB 29,114,000 reported" in page.text
    assert "nothing yet of the RMB 53,180,000 reported" in page.text

"""A page asks the database as often for fifty records of a kind as for five, and shows at most so many rows."""

import pytest
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext

from projects.counting.sync import together
from projects.models import AidProject, Donation, Enterprise, Funding, Indicator, Purchase, Source, Village
from tests.factories import (
    make_award,
    make_donation,
    make_enterprise,
    make_funding,
    make_outcome,
    make_project,
    make_purchase,
    make_region,
    make_source,
    make_village,
)
from tests.views.reading import read

pytestmark = pytest.mark.django_db

ADDRESSES = (
    "",
    "regions/",
    "regions/15/",
    "regions/152224/",
    "regions/152224103/",
    "villages/here/",
    "projects/programme/",
    "enterprises/giver/",
    "sources/report/",
    "funding/sum/",
    "donations/gift/",
    "purchases/goods/",
    "outcomes/result/",
    "awards/prize/",
)


def fill(start: int, stop: int) -> None:
    """More of everything a page can show, tied to the same few records."""
    source, giver = Source.objects.get(ref="report"), Enterprise.objects.get(ref="giver")
    here = Village.objects.get(ref="here")
    programme = AidProject.objects.get(ref="programme")
    county, income = make_region("152224"), Indicator.objects.get(ref="income_per_head")
    for n in range(start, stop):
        told = {"source": source, "locator": f"p. {n}"}
        neighbour = make_village(region=make_region(f"152224{n:03d}"))
        make_region(f"{50 + n % 40}")
        subsidiary = make_enterprise(parent=giver)
        villages = [here, neighbour]
        child = make_project(villages, parent=programme, enterprise=giver, **told)
        make_project(region=county, unnamed_villages=2, enterprise=subsidiary, **told)
        make_funding(project=programme, part_of=Funding.objects.get(ref="sum"), amount="1", **told)
        make_funding(project=child, amount="10", **told)
        make_donation(villages, enterprise=giver, part_of=Donation.objects.get(ref="gift"), amount="1", **told)
        make_purchase(villages, enterprise=giver, part_of=Purchase.objects.get(ref="goods"), amount="1", **told)
        make_outcome(project=programme, village=here, **told)
        make_outcome(indicator=income, village=here, year_from=1950 + n, year_to=1950 + n, **told)
        make_award(enterprise=giver, **told)


def queries_of(client: Client) -> dict[str, int]:
    asked = {}
    for address in ADDRESSES:
        with CaptureQueriesContext(connection) as captured:
            response = client.get(f"/en/{address}")
        assert response.status_code == 200
        asked[address] = len(captured)
    return asked


def begin() -> None:
    report, giver = make_source(ref="report"), make_enterprise(ref="giver", parent=make_enterprise())
    here = make_village(ref="here")
    programme = make_project([here, make_village()], ref="programme", enterprise=giver, source=report)
    make_funding(ref="sum", project=programme, amount="100000", source=report)
    make_donation(ref="gift", enterprise=giver, amount="100000", source=report)
    make_purchase(ref="goods", enterprise=giver, amount="100000", source=report)
    make_outcome(ref="result", project=programme, source=report)
    make_award(ref="prize", enterprise=giver, source=report)


def test_queries_do_not_grow_and_long_lists_are_cut(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        Model, "full_clean", lambda self: None
    )  # hundreds of records, whose validity is not the question
    with together():
        begin()
        fill(1, 6)
    few = queries_of(client)
    with together():
        fill(6, 56)
    many = queries_of(client)
    assert many.pop("") == few.pop("") - 2 <= 39, (
        "totals, three charts, corrections of six kinds and the villages they named; of so many levels, none is shown"
    )
    assert many == few
    assert few.pop("villages/here/") <= 49, (
        "five tables, corrections of five kinds and its own, how money is shared, the version of all"
    )
    assert max(few.values()) <= 30

    page = read(client, "/en/villages/here/")
    rows = [tag for tag, _attrs in page.tags].count("tr")
    assert rows < 5 * 51 + 56 + 10  # five tables cut at fifty, and a series of levels
    assert page.text.count("Only the first 50 are shown.") >= 4
    assert "/en/funding/?village=here" in page.leads_to("All of them")
    assert "/en/projects/?village=here" in page.leads_to("All of them")

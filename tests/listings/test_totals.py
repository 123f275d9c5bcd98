"""Whoever clicks a total finds exactly the rows it is made of."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from tests import factories

pytestmark = pytest.mark.usefixtures("seeded")

BUCKETS = ("inside", "partly", "wider", "unplaced", "outside")
FIGURES = ("funding", "donations", "purchases", "outcomes")
SELECTIONS = [
    "", "region=15", "region=1522", "region=150622", "region=61", "village=yongan", "village=yongan&village=yongfa",
    "village=jingzigou", "region=152224103&village=jingzigou", "region=15&region=61", "year_from=2012",
    "year_from=2018&year_to=2020", "year_to=2010", "region=152224103200", "enterprise=zhunneng&year_to=2015",
    "measure=industry&village=yongan", "payer=employees", "q=%E6%B0%B8%E5%AE%89", "indicator=households_lifted",
    "basis=recorded", "measure=consumption&region=150622",
]  # fmt: skip


@pytest.fixture
def more(seeded: None) -> None:
    """Parts, a replacement, a doubtful figure and a commitment beside the article's facts."""
    from projects.models import AidProject, Funding, Source, Village

    located = {"source": Source.objects.get(), "locator": "¶4"}
    pairing, yongan = AidProject.objects.get(ref="yongan-pairing"), Village.objects.get(ref="yongan")
    whole = Funding.objects.get(ref="f-yongan")
    part = factories.make_funding(
        project=pairing, village=yongan, amount="80万元", year_from=2012, year_to=2012, part_of=whole, **located
    )
    factories.make_funding(
        project=pairing, village=yongan, amount="0.01", year_from=2012, year_to=2012, part_of=part, **located
    )
    old = factories.make_funding(project=pairing, amount="500万元", year_to=2019, **located)
    factories.make_funding(project=pairing, amount="600万元", year_to=2020, replaces=old, **located)
    factories.make_funding(project=pairing, amount="12.34", may_overlap=True, **located)
    factories.make_funding(project=pairing, amount="99", stage="committed", **located)
    factories.make_funding(project=pairing, amount="5", origin="mobilised", **located)


@pytest.mark.parametrize("query", SELECTIONS)
def test_rows_add_up_to_the_totals_of_the_same_query(query: str, more: None, client: Client) -> None:
    totals = client.get(f"/api/v1/totals/?{query}").json()
    expected = dict(totals["money"])
    for ref, outcome in totals["outcomes"].items():
        if outcome["aggregation"] != "none":
            expected[ref] = outcome
    found: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    rows: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for kind in FIGURES:
        response = client.get(f"/api/v1/{kind}/?{query}&" + "&".join(f"bucket={bucket}" for bucket in BUCKETS))
        if response.status_code == 400:
            assert "There is no such parameter" in str(response.json()) or "没有这个参数" in str(response.json())
            continue
        for row in response.json()["results"]:
            of = {"donations": "donations", "outcomes": row.get("indicator")}.get(kind) or row["kind"]
            found[of][row["bucket"]] += Decimal(row["remainder"] or 0)
            rows[of][row["bucket"]] += 1
    for of, amounts in expected.items():
        assert sum(Decimal(amounts[bucket]) for bucket in BUCKETS) == Decimal(amounts["grand_total"])
        for bucket in BUCKETS:
            assert found[of][bucket] == Decimal(amounts[bucket]), (of, bucket)
            assert rows[of][bucket] == amounts["rows"][bucket], (of, bucket)


KINDS = {"funding": ("funding", "mobilised", "commitments"), "purchases": ("purchases", "assisted_sales")}


@pytest.mark.parametrize("beside", ["", "&village=yongan", "&year_from=2012&q=%E5%87%86%E8%83%BD", "&basis=recorded"])
@pytest.mark.parametrize(
    "kinds",
    [("funding",), ("purchases",), ("mobilised", "commitments"), ("commitments", "purchases", "assisted_sales")],
)
def test_totals_of_some_kinds_are_those_of_their_lists_rows(
    kinds: tuple[str, ...], beside: str, more: None, client: Client
) -> None:
    asked = "&".join(f"kind={kind}" for kind in kinds)
    totals = client.get(f"/api/v1/totals/?{asked}{beside}").json()
    found: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for key, own in KINDS.items():
        query = "&".join(f"kind={kind}" for kind in kinds if kind in own)
        buckets = "&".join(f"bucket={bucket}" for bucket in BUCKETS)
        for row in client.get(f"/api/v1/{key}/?{query}&{buckets}{beside}").json()["results"] if query else []:
            found[row["kind"]][row["bucket"]] += Decimal(row["remainder"] or 0)
    assert set(found) <= set(kinds)
    for kind, amounts in totals["money"].items():
        assert {bucket: Decimal(amounts[bucket]) for bucket in BUCKETS} == {b: found[kind][b] for b in BUCKETS}, kind
    assert all(sum(of["rows"].values()) == 0 for of in totals["outcomes"].values())


@pytest.mark.parametrize("query", ["kind=nope", "kind=funding&kind=nope", "kind=gacha", "kind=nope&measure=industry"])
def test_a_kind_of_no_list_is_told_all_there_are(query: str, client: Client) -> None:
    response = client.get(f"/api/v1/totals/?{query}", headers={"accept-language": "en"})
    refused = "gacha" if "gacha" in query else "nope"
    known = "funding, mobilised, commitments, purchases, assisted_sales"
    assert response.status_code == 400
    assert response.json()["errors"] == {"kind": [f"There is no choice “{refused}”, only: {known}."]}


def test_without_a_bucket_a_list_shows_the_interval(more: None, client: Client) -> None:
    for kind in FIGURES:
        rows: list[dict[str, Any]] = client.get(f"/api/v1/{kind}/?village=yongan").json()["results"]
        assert {row["bucket"] for row in rows} <= {"inside", "partly"}


def test_villages_carry_the_bounds_they_have_alone(more: None, client: Client) -> None:
    for query in ("", "year_from=2012&year_to=2012", "measure=industry", "enterprise=zhunneng&year_to=2015"):
        for row in client.get(f"/api/v1/villages/?{query}").json()["results"]:
            alone = client.get(f"/api/v1/totals/?village={row['ref']}&{query}").json()
            of = alone["money"]["funding"]
            assert (row["funding_lower"], row["funding_upper"]) == (of["lower"], of["upper"])
            lifted = alone["outcomes"]["households_lifted"]
            assert row["households_lifted_lower"] == lifted["lower"]
            assert row["households_lifted_upper"] == lifted["upper"]

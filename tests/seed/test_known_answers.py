"""What the seeded site must say, asked as an outside program asks it."""

from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.usefixtures("seeded")


def totals(client: Client, query: str = "") -> dict[str, Any]:
    response = client.get(f"/api/v1/totals/?{query}")
    assert response.status_code == 200
    return response.json()


def funding(client: Client, query: str, key: str) -> str:
    return totals(client, query)["money"]["funding"][key]


def test_everything(client: Client) -> None:
    found = totals(client)
    bounds = {kind: (of["lower"], of["upper"]) for kind, of in found["money"].items()}
    assert bounds["funding"] == ("29114000.00", "29114000.00")
    assert bounds["donations"] == ("3911200.00", "3911200.00")
    assert bounds["purchases"] == ("53180000.00", "53180000.00")
    assert bounds["mobilised"] == bounds["assisted_sales"] == bounds["commitments"] == ("0.00", "0.00")
    assert found["outcomes"]["households_lifted"]["lower"] == "247.00"
    assert found["outcomes"]["households_lifted"]["upper"] == "247.00"
    assert found["outcomes"]["greenhouses_built"]["upper"] == "350.00"
    assert found["villages"] == {"lower": 15, "upper": 16}
    assert client.get("/api/v1/awards/").json()["count"] == 3


@pytest.mark.parametrize(
    ("query", "lower", "upper"),
    [("project=jungar-hundred", 13, 13), ("basis=reported", 15, 15), ("basis=reported&region=150622", 13, 13)],
)
def test_villages_that_a_project_counts_are_reached_by_its_figures(
    client: Client, query: str, lower: int, upper: int
) -> None:
    assert totals(client, query)["villages"] == {"lower": lower, "upper": upper}


def test_levels_are_never_added(client: Client) -> None:
    income = totals(client)["outcomes"]["income_per_head"]
    assert income["aggregation"] == "none"
    assert income["grand_total"] is None and income["upper"] is None
    rows = client.get("/api/v1/outcomes/?indicator=income_per_head").json()["results"]
    assert sorted((row["year_from"], row["year_to"], row["value"]) for row in rows if row["year_from"]) == [
        (2020, 2020, "6200.00")
    ]
    assert [(row["year_to"], row["value"]) for row in rows if row["year_from"] is None] == [(2010, "2800.00")]


def test_one_of_two_villages_that_share_a_sum(client: Client) -> None:
    of = totals(client, "village=yongan")["money"]["funding"]
    assert (of["lower"], of["upper"]) == ("0.00", "7000000.00")
    assert (of["unplaced"], of["wider"], of["outside"]) == ("12320000.00", "0.00", "9794000.00")
    households = totals(client, "village=yongan")["outcomes"]["households_lifted"]
    assert (households["lower"], households["upper"]) == ("0.00", "247.00")


@pytest.mark.parametrize(
    ("query", "amount"),
    [
        ("village=yongfa&village=yongan", "7000000.00"),
        ("region=152224103", "7000000.00"),
        ("region=152224", "7000000.00"),
        ("region=1522", "7000000.00"),
        ("region=150622", "9794000.00"),
        ("region=15", "16794000.00"),
    ],
)
def test_exact_sums_of_places(client: Client, query: str, amount: str) -> None:
    of = totals(client, query)["money"]["funding"]
    assert (of["lower"], of["upper"]) == (amount, amount)
    assert of["unplaced"] == "12320000.00"


def test_a_village_that_may_be_among_unnamed_ones(client: Client) -> None:
    of = totals(client, "village=jingzigou")["money"]["funding"]
    assert (of["lower"], of["upper"], of["wider"]) == ("0.00", "0.00", "9794000.00")


def test_years_that_cover_a_part_of_the_periods(client: Client) -> None:
    of = totals(client, "year_from=2018&year_to=2020")["money"]["funding"]
    assert (of["lower"], of["upper"]) == ("0.00", "29114000.00")


def test_purchases_without_an_amount(client: Client) -> None:
    of = totals(client, "region=150622")["money"]["purchases"]
    assert (of["lower"], of["upper"], of["unplaced"]) == ("0.00", "0.00", "53180000.00")
    assert of["not_stated"]["inside"] == 2
    rows = client.get("/api/v1/purchases/?region=150622").json()["results"]
    assert [row["amount"] for row in rows] == [None, None]


def test_what_employees_gave_is_told_apart(client: Client) -> None:
    assert totals(client, "payer=employees")["money"]["donations"]["upper"] == "1456400.00"
    assert totals(client, "payer=not_stated")["money"]["donations"]["upper"] == "2454800.00"
    assert totals(client, "payer=enterprise")["money"]["donations"]["upper"] == "0.00"


def test_the_remainder_beside_local_purchases(client: Client) -> None:
    rows = {row["ref"]: row for row in client.get("/api/v1/purchases/").json()["results"]}
    assert rows["p-total"]["remainder"] == "9670000.00"
    assert rows["p-local"]["part_of"] == "p-total"

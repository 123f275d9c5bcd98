"""Every row of every form counts what it asks for, leaves out what it does not, and leads to it."""

from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.test import Client

from projects.models import Enterprise
from projects.reports.cells import Cell, Link
from projects.reports.filling import fill
from tests import factories
from tests.reports.records import AMOUNT, ASKED, ELSEWHERE, VALUE, Asking, designated_county, fitting, missing, record

pytestmark = pytest.mark.django_db


every_question = pytest.mark.parametrize("asking", ASKED, ids=str)


@pytest.fixture
def giver() -> Enterprise:
    found = factories.make_enterprise(ref="giver")
    designated_county(found)
    return found


def cell_of(asking: Asking, giver: Enterprise) -> Cell:
    filled = fill(asking.form, giver, asking.year)
    [row] = [row for row in filled.rows if row.row is asking.row]
    return row.this


def shown(asking: Asking) -> str:
    """What one record makes of its cell."""
    number = "1" if asking.ask.list == "projects" else "979.4"
    if asking.ask.where is None:
        number = f"至少0，至多{number}"
    return f"{number}{asking.ask.unit}" if len(asking.row.answers) > 1 else number


def listed(client: Client, link: Link) -> tuple[Decimal, Decimal]:
    """What the list behind a cell adds up to."""
    query = urlencode(link.scope, doseq=True)
    page = client.get(f"/api/v1/{link.list}/?{query}")
    assert page.status_code == 200, page.content
    rows = page.json()["results"]
    value = {"projects": lambda row: Decimal(1)}.get(link.list, lambda row: Decimal(row["remainder"]))
    inside = sum((value(row) for row in rows if row["bucket"] == "inside"), Decimal(0))
    return inside, inside + sum((value(row) for row in rows if row["bucket"] == "partly"), Decimal(0))


@every_question
def test_a_record_that_fits_is_shown_exactly_and_led_to(asking: Asking, giver: Enterprise, client: Client) -> None:
    assert cell_of(asking, giver).text == ""
    made = record(asking.ask, fitting(asking.ask.where or asking.ask.possible or {}), giver, asking.year)
    cell = cell_of(asking, giver)
    assert cell.text == shown(asking)
    [entry] = cell.entries
    assert entry.link is not None
    total = Decimal(1) if asking.ask.list == "projects" else made.quantity
    assert listed(client, entry.link) == (total, total)


@every_question
def test_a_record_that_does_not_fit_stays_out(asking: Asking, giver: Enterprise) -> None:
    """Of other years, of another enterprise, or different in any one attribute."""
    fits = fitting(asking.ask.together)
    differing = [wrong for name in asking.ask.together if (wrong := missing(asking.ask, name))]
    assert differing
    for wrong in differing:
        record(asking.ask, wrong, giver, asking.year)
    record(asking.ask, fits, giver, asking.year - 3)
    record(asking.ask, fits, giver, asking.year + 1)
    record(asking.ask, fits, factories.make_enterprise(), asking.year)
    if asking.ask.origin:
        record(asking.ask, fits, giver, asking.year, place=ELSEWHERE)
    assert cell_of(asking, giver).text == ""


@pytest.mark.parametrize("asking", [a for a in ASKED if a.ask.where and a.ask.possible], ids=str)
def test_what_may_be_meant_widens_the_number(asking: Asking, giver: Enterprise, client: Client) -> None:
    assert asking.ask.where is not None and asking.ask.possible is not None
    record(asking.ask, fitting(asking.ask.where), giver, asking.year)
    record(asking.ask, fitting(asking.ask.possible), giver, asking.year)
    cell = cell_of(asking, giver)
    one, two = ("1", "2") if asking.ask.list == "projects" else ("979.4", "1,958.8")
    assert cell.text == f"至少{one}，至多{two}"
    assert cell.remarks and cell.number is None
    assert cell.entries[0].link is not None
    each = {"projects": Decimal(1), "outcomes": Decimal(VALUE)}.get(asking.ask.list, Decimal(AMOUNT))
    assert listed(client, cell.entries[0].link)[1] == 2 * each


@pytest.mark.parametrize("asking", [a for a in ASKED if a.ask.list != "projects"], ids=str)
def test_a_sum_over_several_years_is_an_interval_with_its_reason(asking: Asking, giver: Enterprise) -> None:
    made = record(asking.ask, fitting(asking.ask.together), giver, asking.year)
    made.year_from, made.year_to = 2011, 2022
    made.save()
    filled = fill(asking.form, giver, asking.year)
    [row] = [row for row in filled.rows if row.row is asking.row]
    assert row.this.text.startswith("至少0，至多979.4")
    assert row.prior.text == row.this.text
    assert any("2011—2022年" in filled.remarks[number - 1].text for number in row.this.remarks)

"""What is said about a cell: why it is an interval, what it leaves out, what does not fit."""

from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from projects.models import Enterprise, Indicator
from projects.reports.cells import FilledForm, Link
from projects.reports.declarations import FORMS
from projects.reports.filling import MOST_NAMES, fill
from projects.views.details.addresses import list_address
from tests import factories
from tests.reports.records import COUNTY, ELSEWHERE, designated_county, village_in

pytestmark = pytest.mark.django_db

IN_2020 = {"year_from": 2020, "year_to": 2020}


@pytest.fixture
def giver() -> Enterprise:
    return factories.make_enterprise(ref="giver")


def funding(giver: Enterprise, amount: str | None = "1000000", measure: str = "health", **fields: Any) -> Any:
    project = factories.make_project(enterprise=giver, measure=measure, **IN_2020)
    return factories.make_funding(project=project, amount=amount, **{**IN_2020, **fields})


def filled(giver: Enterprise, form: str = "listed-2016", year: int = 2020) -> FilledForm:
    with override("en"):
        return fill(FORMS[form], giver, year)


def cell(form: FilledForm, label: str) -> tuple[str, str]:
    """The text of a row's cell, and what is said about it."""
    [row] = [row for row in form.rows if row.row.key == label or row.row.label == label]
    return row.this.text, " ".join(form.remarks[number - 1].text for number in row.this.remarks)


def test_a_sum_that_may_be_contained_in_another(giver: Enterprise) -> None:
    funding(giver, may_overlap=True)
    assert cell(filled(giver), "health") == (
        "至少0，至多100",
        "Another record may already contain RMB\N{NO-BREAK SPACE}1,000,000.",
    )


def test_an_amount_that_is_not_stated_is_neither_zero_nor_nothing(giver: Enterprise) -> None:
    funding(giver, amount=None)
    assert cell(filled(giver), "health") == ("未说明", "1 record states no amount.")
    funding(giver)
    funding(giver, amount=None)
    assert cell(filled(giver), "health") == ("100", "2 records state no amount.")


def test_an_amount_of_zero_is_zero(giver: Enterprise) -> None:
    funding(giver, amount="0")
    form = filled(giver)
    [row] = [row for row in form.rows if row.row.key == "health"]
    assert row.this.text == "0" and row.this.number == 0 and row.prior.text == ""


def test_no_fen_is_lost(giver: Enterprise) -> None:
    funding(giver, amount="12345678.91")
    assert cell(filled(giver), "health")[0] == "1,234.567891"


def test_a_part_fills_its_year_and_leaves_the_rest_open(giver: Enterprise) -> None:
    whole = funding(giver, amount="7000000", year_from=2011, year_to=2021)
    factories.make_funding(
        project=whole.project, amount="800000", part_of=whole, year_from=2019, year_to=2019, basis="recorded"
    )
    form = filled(giver)
    [row] = [row for row in form.rows if row.row.key == "health"]
    assert (row.this.text, row.prior.text) == ("至少0，至多620", "至少80，至多700")


def test_many_undivided_sums_are_named_by_the_largest(giver: Enterprise) -> None:
    for year in range(2011, 2016):
        funding(giver, amount=str(year), year_from=year, year_to=2021)
    said = cell(filled(giver), "health")[1]
    assert said.startswith("Not split by year: RMB\N{NO-BREAK SPACE}2,015 (2015–2021); ")
    assert said.endswith("; 2 more.")


def test_people_who_may_be_the_same(giver: Enterprise) -> None:
    for value in ("30", "50"):
        project = factories.make_project(enterprise=giver, **IN_2020)
        indicator = Indicator.objects.get(ref="students_aided")
        factories.make_outcome(project=project, indicator=indicator, value=value, **IN_2020)
    assert cell(filled(giver), "students") == ("至少50，至多80", "The same person may be in several records.")


def test_two_ways_of_counting_stand_side_by_side(giver: Enterprise) -> None:
    project = factories.make_project(enterprise=giver, **IN_2020)
    for ref, value in (("people_trained", "40"), ("person_times_trained", "120")):
        indicator = Indicator.objects.get(ref=ref)
        factories.make_outcome(project=project, indicator=indicator, value=value, **IN_2020)
    form = filled(giver)
    [row] = [row for row in form.rows if row.row.key == "trained"]
    assert row.this.text == "40人；120人次" and row.this.number is None
    assert [entry.link.scope["indicator"] for entry in row.this.entries if entry.link] == [
        ("people_trained",),
        ("person_times_trained",),
    ]


def test_only_types_that_are_certain_are_ticked(giver: Enterprise) -> None:
    factories.make_project(enterprise=giver, measure="tourism", **IN_2020)
    factories.make_project(enterprise=giver, measure="tech")  # does not say when it began
    factories.make_project(enterprise=giver, measure="industry", **IN_2020)
    text, said = cell(filled(giver), "其中：1.1产业扶贫项目类型")
    assert text == "☐农林产业扶贫　☑旅游扶贫　☐电商扶贫　☐资产收益扶贫　☐科技扶贫　☐其他"
    assert said == (
        "Not known whether this applies: 科技扶贫. Number of projects not told apart: 1. "
        "The projects' measure does not tell which of these types they are; check and tick by hand."
    )


def test_other_projects_are_named_up_to_a_limit(giver: Enterprise) -> None:
    for number in range(MOST_NAMES + 1):
        factories.make_project(
            ref=f"n-{number:02d}", enterprise=giver, measure="culture", title_zh=f"文化{number}", **IN_2020
        )
    text, said = cell(filled(giver), "9.4其他项目说明")
    assert text.startswith("文化0；文化1；") and text.count("；") == MOST_NAMES - 1
    assert said == f"Only the first {MOST_NAMES} are listed."


def test_an_award_names_its_level_and_who_granted_it(giver: Enterprise) -> None:
    factories.make_award(
        enterprise=giver, title_zh="先进集体", level="county", granting_bodies="甲委员会; 乙政府", year=2020
    )
    factories.make_award(enterprise=giver, title_zh="去年的", year=2019)
    form = filled(giver)
    [row] = [row for row in form.rows if row.row.label.startswith("三")]
    assert (row.this.text, row.prior.text) == ("先进集体（县级，甲委员会，乙政府）", "去年的（级别未说明）")


def test_goods_of_unknown_origin_are_named_beside(giver: Enterprise) -> None:
    designated_county(giver)
    for place, amount in ((COUNTY, "10000"), (ELSEWHERE, "20000")):
        factories.make_purchase([village_in(place)], enterprise=giver, amount=amount, **IN_2020)
    factories.make_purchase(enterprise=giver, amount="40000", **IN_2020)
    factories.make_purchase(enterprise=giver, amount="80000", region=factories.make_region("61"), **IN_2020)
    text, said = cell(filled(giver, "central"), "bought-designated")
    assert text == "1"
    assert "A further RMB\N{NO-BREAK SPACE}80,000 is from a region that reaches beyond the designated counties." in said
    assert "A further RMB\N{NO-BREAK SPACE}40,000 does not state its origin." in said


def test_goods_of_several_places_are_shared_with_them(giver: Enterprise) -> None:
    designated_county(giver)
    both = [village_in(COUNTY), village_in(ELSEWHERE)]
    factories.make_purchase(both, enterprise=giver, amount="10000", **IN_2020)
    assert cell(filled(giver, "central"), "bought-designated") == (
        "至少0，至多1",
        "RMB\N{NO-BREAK SPACE}10,000 is from several places, not all of them in the designated counties.",
    )


def test_commitments_are_no_funds(giver: Enterprise) -> None:
    funding(giver, stage="committed")
    form = filled(giver)
    assert cell(form, "funds")[0] == cell(form, "health")[0] == ""
    assert [line.text for line in form.beside if "Commitments" in line.text] == [
        "Commitments: not paid yet, and no funds: RMB\N{NO-BREAK SPACE}1,000,000"
    ]


def test_what_stands_in_no_item_warns(giver: Enterprise) -> None:
    funding(giver)
    assert filled(giver).warnings == []
    funding(giver, measure="relocation", amount="50000")
    [warning] = filled(giver).warnings
    assert warning.text == (
        "一 (funds and goods) and the items 1–7 and 9 of 二: relocation, "
        "RMB\N{NO-BREAK SPACE}50,000, stands in no item."
    )
    assert [link.scope["measure"] for link in warning.links.values() if link] == [("relocation",)]


def test_what_row_8_repeats_is_no_difference(giver: Enterprise) -> None:
    project = factories.make_project(
        enterprise=giver, measure="health", relationship="central_designated", **IN_2020
    )  # fmt: skip
    factories.make_funding(project=project, amount="10000", **IN_2020)
    form = filled(giver)
    assert [cell(form, key)[0] for key in ("funds", "health", "designated")] == ["1", "1", "1"]
    assert form.warnings == []


def test_people_lifted_elsewhere_warn(giver: Enterprise) -> None:
    project = factories.make_project(enterprise=giver, measure="education", **IN_2020)
    indicator = Indicator.objects.get(ref="people_lifted")
    factories.make_outcome(project=project, indicator=indicator, value="12", **IN_2020)
    [warning] = filled(giver).warnings
    assert warning.text.endswith(": education assistance, 12, stands in no item.")


def test_purchases_never_reach_the_funds(giver: Enterprise) -> None:
    factories.make_purchase(enterprise=giver, amount="10000", **IN_2020)
    factories.make_purchase(enterprise=giver, amount="20000", mode="assisted_sale", **IN_2020)
    form = filled(giver)
    assert [row.row.label for row in form.rows if row.row.unit == "万元" and row.this.text] == []
    assert [line.text.rsplit("\N{NO-BREAK SPACE}", 1)[1] for line in form.beside] == ["10,000", "20,000"]


def test_every_link_of_a_form_opens_a_list(seeded: None, client: Client) -> None:
    giver = Enterprise.objects.get(ref="zhunneng")
    for key, year in (("listed-2016", 2020), ("listed-2021", 2021), ("central", 2020)):
        form = filled(giver, key, year)
        links: list[Link | None] = [
            entry.link for row in form.rows for cell in (row.this, row.prior) for entry in cell.entries
        ]
        links += [link for line in (*form.remarks, *form.warnings, *form.beside) for link in line.links.values()]
        addresses = {list_address(link.list, link.scope) for link in links if link}
        assert addresses
        for address in addresses:
            path, _, query = address.partition("/?")
            assert client.get(f"{path}.json?{query}").status_code == 200, address  # strict: no parameter is unknown

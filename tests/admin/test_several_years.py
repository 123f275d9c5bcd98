"""Funding of several years, in rows on the project's form."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from projects.models import AidProject, Funding, Proposal, State
from tests import factories
from tests.admin.test_review import person
from tests.admin.test_saving import change_url, form_of

pytestmark = pytest.mark.django_db
PREFIX = "fundings-2"


@pytest.fixture
def clerk() -> Client:
    return person("clerk", "data entry")


@pytest.fixture
def project() -> AidProject:
    return factories.make_project([factories.make_village()], ref="p-years")


def rows(*typed: dict[str, Any]) -> dict[str, Any]:
    sent: dict[str, Any] = {f"{PREFIX}-TOTAL_FORMS": 3, f"{PREFIX}-INITIAL_FORMS": 0}
    for number, row in enumerate(typed):
        sent |= {f"{PREFIX}-{number}-{name}": value for name, value in row.items()}
    return sent


def press(client: Client, project: AidProject, *typed: dict[str, Any], **changed: Any) -> Any:
    url = change_url(project)
    return client.post(url, form_of(client, url) | changed | rows(*typed))


def row(year: Any, amount: str, **fields: Any) -> dict[str, Any]:
    return {"year": year, "amount": amount, "basis": "reported", **fields}


def test_each_row_becomes_a_draft_of_a_published_project(clerk: Client, project: AidProject) -> None:
    source = project.source
    assert source is not None
    said = {"source": source.pk, "locator": "表2", "origin": "own", "stage": "paid"}
    typed = [row(year, amount, **said) for year, amount in ((2016, "700万元"), (2017, "532.5万元"), (2018, ""))]
    response = press(clerk, project, *typed, change_reason="年度台账")
    assert response.status_code == 302
    entered = Funding.objects.order_by("year_from")
    assert [(f.year_from, f.year_to, f.amount, f.as_written, f.state, f.locator) for f in entered] == [
        (2016, 2016, Decimal(7_000_000), "700万元", State.DRAFT, "表2"),
        (2017, 2017, Decimal(5_325_000), "532.5万元", State.DRAFT, "表2"),
        (2018, 2018, None, "", State.DRAFT, "表2"),
    ]
    history = entered[0].history.get()
    assert (str(history.history_user), history.history_change_reason) == ("clerk", "年度台账")
    assert not Proposal.objects.exists()
    project.refresh_from_db()
    assert project.is_published


def test_rows_stand_where_the_project_itself_waits_to_be_looked_at(clerk: Client, project: AidProject) -> None:
    assert press(clerk, project, row(2019, "1万元"), title_zh="另一个名称").status_code == 302
    assert Funding.objects.get().year_from == 2019
    assert Proposal.objects.get().changes.get().after["title_zh"] == "另一个名称"
    project.refresh_from_db()
    assert project.title_zh != "另一个名称"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        (row("", "1万元"), "year"),
        (row("3000", "1万元"), "year"),
        (row("x", "1万元"), "year"),
        (row(2019, "七百"), "amount"),
        (row(2019, "-1"), "amount"),
        (row(2019, f"7{' ' * 200}万元"), "amount"),
        (row(2019, "1", source=999_999), "source"),
        (row(2019, "1", locator="长" * 101), "locator"),
        (row(2019, "1", stage="nope"), "stage"),
        (row(2019, "1", stage="paid", due_on="2026-01-01"), "__all__"),
    ],
)
def test_a_row_is_held_to_the_rules_of_the_form(
    typed: dict[str, Any], field: str, clerk: Client, project: AidProject
) -> None:
    response = press(clerk, project, row(2018, "3万元"), typed)
    assert response.status_code == 200
    formset = response.context["inline_admin_formsets"][1].formset
    assert list(formset.forms[1].errors) == [field]
    assert formset.forms[0]["amount"].value() == "3万元"
    assert not Funding.objects.exists()


def test_a_row_of_which_only_the_source_is_chosen_is_no_funding(clerk: Client, project: AidProject) -> None:
    shown = {"basis": "reported", "source": project.source_id}
    assert press(clerk, project, shown, {**shown, "basis": "recorded"}).status_code == 302
    assert not Funding.objects.exists()


def test_a_new_project_is_entered_with_its_years(clerk: Client, project: AidProject) -> None:
    url = change_url(project).replace(f"{project.pk}/change", "add")
    sent = form_of(clerk, url) | {
        "ref": "p-new", "title_zh": "新项目", "enterprise": project.enterprise_id, "measure": "industry",
        "state": "draft",
    }  # fmt: skip
    assert clerk.post(url, sent | rows(row(2020, "5万元"), row(2021, "6万元"))).status_code == 302
    assert AidProject.objects.get(ref="p-new").fundings.count() == 2


def test_whoever_may_not_enter_funding_gets_no_rows(project: AidProject) -> None:
    reviewer = person("reviewer", "reviewer")
    page = reviewer.get(change_url(project))
    assert len(page.context["inline_admin_formsets"]) == 4
    press(reviewer, project, row(2019, "1万元"))
    assert not Funding.objects.exists()


def test_rows_enter_and_never_change_what_is_there(clerk: Client, project: AidProject) -> None:
    other = factories.make_funding(project=project, ref="f-other", amount="5")
    sent = rows(row(2019, "9", id=other.pk, project=project.pk)) | {f"{PREFIX}-INITIAL_FORMS": 1}
    url = change_url(project)
    assert clerk.post(url, form_of(clerk, url) | sent).status_code in (200, 302)
    other.refresh_from_db()
    assert other.amount == 5

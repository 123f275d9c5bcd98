"""Copying last year's record: everything that stays is there already, and nothing is stored before it is saved."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from projects.admin.copying import a_year_later
from projects.models import Donation, Funding, State
from tests import factories
from tests.admin.test_review import person
from tests.admin.test_saving import change_url, form_of

pytestmark = pytest.mark.django_db


def copy_of(record: Any) -> str:
    add = reverse(f"admin:projects_{record._meta.model_name}_add")
    return f"{add}?copy={record.pk}"


@pytest.fixture
def clerk() -> Client:
    return person("clerk", "data entry")


def last_year() -> Donation:
    return factories.make_donation(
        [factories.make_village(ref="va"), factories.make_village(ref="vb")],
        ref="d-2023", amount="5000", as_written="5000元", payer="employees", campaign="金秋助学", year_from=2023,
        year_to=2023, as_of=date(2024, 2, 29), basis="recorded", note="只限本年",
    )  # fmt: skip


def test_what_stays_is_copied_and_the_years_move_on(clerk: Client) -> None:
    before = last_year()
    opened = form_of(clerk, copy_of(before))
    assert Donation.objects.count() == 1
    assert opened["villages"] == [village.pk for village in before.villages.all()]
    kept = ("enterprise", "payer", "campaign", "year_from", "year_to", "as_of", "basis", "state")
    assert [opened[name] for name in kept] == [
        before.enterprise_id, "employees", "金秋助学", 2024, 2024, date(2025, 2, 28), "recorded", "draft"
    ]  # fmt: skip
    for name in ("ref", "amount", "as_written", "source", "locator", "note"):
        assert not opened.get(name), name

    assert clerk.post(copy_of(before), opened | {"ref": "d-2024", "amount": "6000"}).status_code == 302
    after = Donation.objects.get(ref="d-2024")
    assert (after.year_from, after.state, after.villages.count()) == (2024, State.DRAFT, 2)
    before.refresh_from_db()
    assert (before.year_from, before.amount) == (2023, 5000)


def test_every_record_with_years_offers_it_to_those_who_may_add(clerk: Client) -> None:
    records = (last_year(), factories.make_funding(), factories.make_project(), factories.make_award())
    for record in records:
        assert f"?copy={record.pk}" in clerk.get(change_url(record)).content.decode()
        assert clerk.get(copy_of(record)).status_code == 200
    for record in (factories.make_village(), factories.make_enterprise(), factories.make_source()):
        assert "?copy=" not in clerk.get(change_url(record)).content.decode()
    reviewer = person("reviewer", "reviewer")
    assert "?copy=" not in reviewer.get(change_url(records[0])).content.decode()
    assert reviewer.get(copy_of(records[0])).status_code == 403


@pytest.mark.parametrize("key", ["", "x", "-1", "0", "99999", "9" * 40, "1,2", "%00", "²"])
def test_a_record_that_is_not_there_leaves_the_form_empty(key: str, clerk: Client) -> None:
    response = clerk.get(f"{reverse('admin:projects_funding_add')}?copy={key}")
    assert response.status_code == 200
    assert response.context["adminform"].form["year_from"].value() is None


def test_a_project_moves_on_and_is_no_longer_at_its_end(clerk: Client) -> None:
    project = factories.make_project(
        title_zh="派驻", year_from=2024, year_to=2024, status="completed", due_on=date(2024, 12, 31), measure="talent"
    )
    opened = form_of(clerk, copy_of(project))
    assert [opened[name] for name in ("year_from", "due_on", "measure")] == [2025, date(2025, 12, 31), "talent"]
    assert not opened.get("status")
    assert Funding.objects.count() == 0


def test_years_end_somewhere(clerk: Client) -> None:
    award = factories.make_award(year=2100)
    assert form_of(clerk, copy_of(award))["year"] == 2100
    assert a_year_later(date.max) == date.max

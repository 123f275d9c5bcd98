"""What the checks found: beside the record, before publication, as a report, and on the first page."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from projects.models import Finding, Funding, State
from tests.factories import make_award, make_funding

pytestmark = pytest.mark.django_db
REPORT = "/en/admin/projects/finding/"


@pytest.fixture(autouse=True)
def in_english() -> Any:
    with override("en"):
        yield


def staff(group: str) -> Client:
    user = User.objects.create_user(group, password="x", is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def slip() -> Any:
    return make_funding(ref="f-slip", amount="700", as_written="700万元", as_of=date(2021, 3, 1), state=State.IN_REVIEW)


def page_of(record: Any) -> str:
    return reverse(f"admin:projects_{record._meta.model_name}_change", args=[record.pk])


def answer_to(record: Any) -> str:
    return reverse("admin:projects_finding_change", args=[Finding.objects.get(record_id=record.pk).pk])


@pytest.mark.parametrize("group", ["data entry", "reviewer", "administrator"])
def test_it_is_seen_and_answered(group: str, slip: Any) -> None:
    client = staff(group)
    text = "differs from the wording “700万元” by a factor of 10,000"
    for address in (page_of(slip), REPORT, answer_to(slip), "/en/admin/"):
        assert text in client.get(address).content.decode(), address
    assert "unit_slip" not in client.get(answer_to(slip)).content.decode()
    assert client.post(answer_to(slip), {"answer": "The ledger is in 万元."}).status_code == 302
    finding = Finding.objects.get(record_id=slip.pk)
    assert finding.answer == "The ledger is in 万元." and finding.answered_by.username == group
    assert finding.history.first().history_user.username == group
    assert "The ledger is in 万元." in client.get(page_of(slip)).content.decode()
    for address in (REPORT, "/en/admin/"):
        assert text not in client.get(address).content.decode(), address
    assert text in client.get(f"{REPORT}?answered=yes").content.decode()


def test_only_who_may_change_the_record_may_answer(slip: Any) -> None:
    user = User.objects.create_user("reader", is_staff=True)
    user.user_permissions.set(Group.objects.get(name="reviewer").permissions.exclude(codename="change_funding"))
    client = Client()
    client.force_login(user)
    assert client.post(answer_to(slip), {"answer": "Mine."}).status_code == 403
    assert client.get(answer_to(slip)).status_code == 200
    assert "f-slip" not in client.get("/en/admin/").content.decode()
    for address in (f"{REPORT}add/", f"{answer_to(slip).removesuffix('change/')}delete/"):
        assert client.post(address, {"post": "yes"}).status_code == 403
    assert Client().get(REPORT).status_code == 302


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"f-slip", "a-1"}), ("?check=body", {"a-1"}), ("?kind=funding", {"f-slip"}), ("?q=f-sl", {"f-slip"}),
        ("?answered=yes", set()), ("?answered=all", {"f-slip", "a-1"}), ("?check=nothing", set()),
    ],
)  # fmt: skip
def test_the_report_is_filtered(query: str, expected: set[str], slip: Any) -> None:
    make_award(ref="a-1", granting_bodies="")
    page = staff("reviewer").get(REPORT + query).content.decode()
    assert {ref for ref in ("f-slip", "a-1") if f"{ref}</a>" in page} == expected


def test_several_are_published_only_after_a_look(slip: Any) -> None:
    sound = make_funding(amount="7", as_of=date(2021, 3, 1), state=State.IN_REVIEW)
    client = staff("reviewer")
    address = reverse("admin:projects_funding_changelist")
    chosen = {"action": "publish", "_selected_action": [slip.pk, sound.pk]}
    question = client.post(address, chosen).content.decode()
    assert "1 finding has no answer." in question and "factor of 10,000" in question
    assert not Funding.objects.published().exists()
    client.post(address, {**chosen, "seen": "1"})
    assert Funding.objects.published().count() == 2


def test_without_findings_nobody_is_asked() -> None:
    sound = make_funding(amount="7", as_of=date(2021, 3, 1), state=State.IN_REVIEW)
    address = reverse("admin:projects_funding_changelist")
    staff("reviewer").post(address, {"action": "publish", "_selected_action": [sound.pk]})
    assert Funding.objects.published().exists()


def test_the_report_asks_as_much_whatever_its_length(slip: Any) -> None:

    client = staff("reviewer")
    asked = []
    for more in (5, 25):
        for _ in range(more):
            make_award(granting_bodies="")
        with CaptureQueriesContext(connection) as captured:
            client.get(REPORT)
        asked.append(len(captured))
    assert asked[0] == asked[1]

"""Deleting what is public: with a reason, by administrators, and never from under others; its address says so."""

import csv
import io
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from projects.models import Award, Donation, Funding, State, Tombstone
from tests.factories import make_award, make_donation, make_funding, make_project, make_village
from tests.views.reading import LANGUAGES, ReadPage, assert_well_made

pytestmark = pytest.mark.django_db
REASON = "两次录入了同一奖项。"


def staff(group: str) -> Client:
    user = User.objects.create_user(group, is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


@pytest.fixture
def award() -> Any:
    return make_award(ref="a-1", title_zh="先进集体", title_en="Advanced Collective")


def deletion(record: Any) -> str:
    with override("en"):
        return reverse(f"admin:projects_{record._meta.model_name}_delete", args=[record.pk])


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_address_says_that_it_is_gone_and_why(award: Any, language: str, client: Client) -> None:
    chief = staff("administrator")
    assert "Reason for the deletion" in chief.get(deletion(award)).content.decode()
    assert chief.post(deletion(award), {"post": "yes", "reason": REASON}).status_code == 302
    assert not Award.objects.exists()
    last = Award.history.latest()  # type: ignore[attr-defined]
    assert (last.history_type, last.history_change_reason, last.history_user.username) == ("-", REASON, "administrator")
    response = client.get(f"/{language}/awards/a-1/")
    assert response.status_code == 410
    page = ReadPage(response.content.decode())
    assert_well_made(page)
    assert REASON in page.text and {"zh-hans": "先进集体", "en": "Advanced Collective"}[language] in page.text
    assert client.get(f"/{language}/awards/a-1/correction/").status_code == 404
    for address in (f"/{language}/awards/", f"/{language}/awards.csv", f"/{language}/feed.atom"):
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert "先进集体" not in body.decode() and "a-1" not in body.decode()


@pytest.mark.parametrize("reason", ["", "  ", "x" * 301])
def test_a_reason_is_needed_and_nothing_typed_is_lost(award: Any, reason: str) -> None:
    page = staff("administrator").post(deletion(award), {"post": "yes", "reason": reason}).content.decode()
    assert "Give a reason of at most 300 characters" in page and reason.strip() in page
    assert award in Award.objects.all() and not Tombstone.objects.exists()


@pytest.mark.parametrize("group", ["data entry", "reviewer"])
def test_others_delete_nothing(award: Any, group: str) -> None:
    assert staff(group).post(deletion(award), {"post": "yes", "reason": REASON}).status_code == 403
    assert award in Award.objects.all()


def test_what_others_rely_on_stays(award: Any) -> None:
    chief = staff("administrator")
    village = make_village(name_zh="永安村")
    project = make_project([village], title_zh="黑木耳")
    whole = make_funding(project=project, ref="f-whole")
    make_funding(project=project, part_of=whole, amount="1", ref="f-part")
    for record, other in ((village, "黑木耳"), (project, "f-whole"), (whole, "f-part")):
        response = chief.post(deletion(record), {"post": "yes", "reason": REASON}, follow=True)
        assert other in response.content.decode()
    assert not Tombstone.objects.exists() and Funding.objects.count() == 2


def test_what_makes_room_for_others_stays() -> None:
    chief = staff("administrator")
    whole = make_donation(amount="100")
    older = make_donation(amount="80", part_of=whole)
    newer = make_donation(amount="30", part_of=whole, replaces=older)
    other = make_donation(amount="70", part_of=whole)
    answer = chief.post(deletion(newer), {"post": "yes", "reason": REASON}, follow=True)
    assert "add up to RMB\xa0150, more than its RMB\xa0100" in answer.content.decode()
    for record in (other, newer):
        chief.post(deletion(record), {"post": "yes", "reason": REASON})
    assert {*Donation.objects.all()} == {whole, older}


def test_what_is_counted_is_counted_no_more() -> None:
    funding = make_funding(project=make_project([make_village()]), ref="f-gone")
    staff("administrator").post(deletion(funding), {"post": "yes", "reason": REASON})
    call_command("rebuild_counts", "--check", verbosity=0)
    assert Client().get("/api/v1/totals/").json()["money"]["funding"]["grand_total"] == "0.00"
    assert "10,000" not in Client().get("/en/funding/f-gone/").content.decode()


def test_a_draft_leaves_no_tombstone(client: Client) -> None:
    draft = make_award(ref="a-2", state=State.DRAFT)
    assert staff("administrator").post(deletion(draft), {"post": "yes"}).status_code == 302
    assert client.get("/en/awards/a-2/").status_code == 404
    make_award(ref="a-2")


def test_the_address_stays_its_own(award: Any, tmp_path: Any) -> None:
    staff("administrator").post(deletion(award), {"post": "yes", "reason": REASON})
    with pytest.raises(ValidationError, match="was removed"):
        make_award(ref="a-1")
    make_funding(ref="a-1")
    text = io.StringIO()
    table = csv.writer(text)
    table.writerows([["ref", "enterprise", "title_zh", "year"], ["a-1", award.enterprise.ref, "先进集体", "2020"]])
    file = tmp_path / "awards.csv"
    file.write_text(text.getvalue(), encoding="utf-8")
    with pytest.raises(CommandError, match="1 faults"):
        call_command("import_records", "awards", str(file), verbosity=0)


@pytest.mark.parametrize("ref", ["nowhere", "a" * 65, "%00", "a-1%2F.."])
def test_what_never_was_is_not_found(client: Client, ref: str) -> None:
    assert client.get(f"/en/awards/{ref}/").status_code == 404


def test_an_address_longer_than_its_own_is_not_its(client: Client) -> None:
    Tombstone.objects.create(model="award", ref="a" * 64, title_zh="先进集体", reason=REASON)
    assert client.get(f"/en/awards/{'a' * 64}/").status_code == 410
    assert client.get(f"/en/awards/{'a' * 65}/").status_code == 404

"""A reader reports a mistake: it reaches the staff, nobody else, and not by the hundred."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from projects.models import CorrectionRequest
from projects.views import corrections
from tests.factories import make_funding, make_project, make_village
from tests.views.reading import LANGUAGES, ReadPage, assert_well_made, read

pytestmark = pytest.mark.django_db
FORM = "/en/funding/f-1/correction/"
REPORT = {"message": "It was 120.", "evidence": "Ledger 2015", "contact": "reader@example.org"}


@pytest.fixture(autouse=True)
def figure() -> Any:
    return make_funding(ref="f-1", project=make_project([make_village()]), amount="100")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_is_one_step_from_the_figure(client: Client, language: str) -> None:
    assert f"/{language}/funding/f-1/correction/" in [
        href for href, _text in read(client, f"/{language}/funding/f-1/").links
    ]
    page = read(client, f"/{language}/funding/f-1/correction/")
    assert_well_made(page)
    assert {attrs.get("name") for tag, attrs in page.tags if tag in ("input", "textarea")} == {
        "csrfmiddlewaretoken", "message", "evidence", "contact",
    }  # fmt: skip


def test_a_form_is_its_readers_own(client: Client) -> None:
    client.get(FORM)
    assert "no-store" in client.get(FORM)["Cache-Control"]


def test_a_report_reaches_the_staff_alone(client: Client) -> None:
    response = client.post(FORM, REPORT, follow=True)
    assert "Thank you." in response.content.decode()
    [stored] = CorrectionRequest.objects.all()
    assert (stored.kind, stored.ref, stored.message, stored.language) == ("funding", "f-1", "It was 120.", "en")
    assert "127.0.0.1" not in stored.sender
    assert "It was 120" not in client.get("/en/funding/f-1/").content.decode()


def test_it_needs_words_and_a_record(client: Client) -> None:
    response = client.post(FORM, {"message": " ", "contact": "nobody"})
    assert response.status_code == 400 and "errorlist" in response.content.decode()
    assert client.post(FORM, {**REPORT, "message": "x" * 2001}).status_code == 400
    assert client.post("/en/funding/nowhere/correction/", REPORT).status_code == 404
    assert not CorrectionRequest.objects.exists()


@pytest.mark.parametrize(("language", "said"), [("en", "Not sent yet"), ("zh-hans", "尚未提交")])
def test_without_its_cookie_nothing_is_taken_and_nothing_lost(language: str, said: str) -> None:
    form, reader = FORM.replace("/en/", f"/{language}/"), Client(enforce_csrf_checks=True)
    response = reader.post(form, REPORT)
    shown = response.content.decode()
    assert response.status_code == 403 and not CorrectionRequest.objects.exists()
    assert said in shown and "It was 120." in shown and "Ledger 2015" in shown
    assert_well_made(ReadPage(shown))
    assert reader.post(form, {}).status_code == 403
    token = reader.cookies["csrftoken"].value
    assert reader.post(form, {**REPORT, "csrfmiddlewaretoken": token}).status_code == 302


def test_what_is_missing_or_wrong_is_said_beside_the_box(client: Client) -> None:
    page = client.post(FORM.replace("/en/", "/zh-hans/"), {**REPORT, "message": " ", "contact": "x"}).content.decode()
    assert "请说明哪里有误。" in page and "这不是有效的电子邮箱地址。请改正，或留空。" in page
    assert page.count('aria-invalid="true"') == 2 and page.count("aria-describedby=") == 2


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "At most 2000 characters, please; these are 2001."), ("zh-hans", "最多可写2000个字符，现有2001个。")],
)
def test_a_line_break_is_one_character_as_in_the_box(client: Client, language: str, said: str) -> None:
    written = "一\r\n" * 1000
    refused = client.post(FORM.replace("/en/", f"/{language}/"), {**REPORT, "message": f"{written}一"})
    assert refused.status_code == 400 and said in refused.content.decode()
    assert client.post(FORM, {**REPORT, "message": f"二{written[3:]}一"}).status_code == 302
    assert CorrectionRequest.objects.get().message.count("\n") == 999


def test_one_sender_is_slowed_down_and_nothing_typed_is_lost(client: Client) -> None:
    for _ in range(corrections.PER_SENDER):
        assert client.post(FORM, REPORT).status_code == 302
    response = client.post(FORM, REPORT)
    assert response.status_code == 429 and "Ledger 2015" in response.content.decode()
    assert client.post(FORM, REPORT, REMOTE_ADDR="10.0.0.2").status_code == 302


def test_many_senders_are_slowed_down_too(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corrections, "IN_ALL", 3)
    found = [client.post(FORM, REPORT, REMOTE_ADDR=f"10.0.0.{n}").status_code for n in range(4)]
    assert found == [302, 302, 302, 429]


def test_behind_a_proxy_only_its_own_word_counts(client: Client, settings: Any) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for n in range(corrections.PER_SENDER):
        client.post(FORM, REPORT, headers={"x-forwarded-for": f"made-up-{n}, 10.0.0.1"})
    assert client.post(FORM, REPORT, headers={"x-forwarded-for": "other, 10.0.0.1"}).status_code == 429
    assert client.post(FORM, REPORT, headers={"x-forwarded-for": "other, 10.0.0.2"}).status_code == 302


@pytest.mark.parametrize(("group", "may_answer"), [("reviewer", True), ("data entry", False)])
def test_staff_answer_from_the_queue(client: Client, group: str, may_answer: bool) -> None:
    client.post(FORM, REPORT)
    staff = User.objects.create_user("staff", is_staff=True)
    staff.groups.add(Group.objects.get(name=group))
    client.force_login(staff)
    queue = "/en/admin/projects/correctionrequest/"
    assert "It was 120." in client.get(queue).content.decode()
    address = f"{queue}{CorrectionRequest.objects.get().pk}/change/"
    sent = {"status": "corrected", "answer": "Done.", "message": "Forged", "seen_version": 1}
    response = client.post(address, sent)
    stored = CorrectionRequest.objects.get()
    assert (response.status_code == 302) is may_answer and (stored.status == "corrected") is may_answer
    assert stored.message == "It was 120."
    assert client.get(f"{queue}add/").status_code == 403

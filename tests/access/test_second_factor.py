"""The second factor: set up, asked for, lost, and required of everybody."""

import re
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.test import Client
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from projects.models import Attachment
from tests.access.codes import code_of

pytestmark = pytest.mark.django_db
HERE, LOGIN, FIRST_PAGE = "/en/admin/second-factor/", "/en/admin/login/", "/en/admin/"
PASSWORD = "a-long-enough-secret"


@pytest.fixture
def user() -> User:
    made = User.objects.create_user("clerk", password=PASSWORD, is_staff=True)
    made.groups.add(Group.objects.get(name="data entry"))
    return made


@pytest.fixture
def member(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def set_up(member: Client, user: User) -> list[str]:
    """The recovery codes that were shown."""
    member.get(HERE)
    page = member.post(HERE, {"code": code_of(user)}).content.decode()
    return re.findall(r"<li><code>(\w+)</code></li>", page)


def log_in(code: str | None = None) -> tuple[Client, Any]:
    client = Client()
    sent = {"username": "clerk", "password": PASSWORD, "next": FIRST_PAGE}
    return client, client.post(LOGIN, sent if code is None else {**sent, "code": code})


def test_the_secret_stays_the_same_until_it_is_confirmed(member: Client, user: User) -> None:
    page = member.get(HERE).content.decode()
    secret = re.search(r"Secret: <code>([A-Z2-7 ]+)</code>", page)
    assert secret and secret.group(0) in member.get(HERE).content.decode()
    assert '<svg role="img" aria-label="' in page and "style=" not in page.split("<svg")[1].split("</svg>")[0]
    assert "no-store" in member.get(HERE)["Cache-Control"]
    assert "not right" in member.post(HERE, {"code": "000000"}).content.decode()
    assert not TOTPDevice.objects.filter(confirmed=True).exists()


def test_a_code_is_asked_for_once_it_is_set_up(member: Client, user: User) -> None:
    assert log_in()[1].status_code == 302
    assert len(set_up(member, user)) == 10
    client, response = log_in()
    assert response.status_code == 200 and "enter its code too" in response.content.decode()
    client, response = log_in("123456")
    assert response.status_code == 200 and "not right" in response.content.decode()
    assert client.get(FIRST_PAGE).status_code == 302
    code = code_of(user)
    client, response = log_in(f" {code[:3]} {code[3:]}")
    assert response.status_code == 302 and client.get(FIRST_PAGE).status_code == 200
    assert log_in(code)[1].status_code == 200, "a code serves once"


def test_a_recovery_code_serves_once(member: Client, user: User) -> None:
    first, *_others = set_up(member, user)
    assert log_in(first.upper())[1].status_code == 302
    assert log_in(first)[1].status_code == 200
    assert StaticToken.objects.count() == 9
    assert first not in member.get(HERE).content.decode()


def test_it_is_removed_with_a_code_and_not_without(member: Client, user: User) -> None:
    set_up(member, user)
    assert "not right" in member.post(HERE, {"code": "1", "remove": "1"}).content.decode()
    assert member.post(HERE, {"code": code_of(user), "remove": "1"}).status_code == 302
    assert not TOTPDevice.objects.filter(confirmed=True).exists() and not StaticToken.objects.exists()
    assert log_in()[1].status_code == 302
    said = list(LogEntry.objects.order_by("pk").values_list("change_message", flat=True))
    assert said == ["Second factor set up.", "Second factor removed."]


def test_an_administrator_helps_who_lost_theirs(member: Client, user: User) -> None:
    set_up(member, user)
    chief = User.objects.create_user("chief", is_staff=True)
    chief.groups.add(Group.objects.get(name="administrator"))
    root = User.objects.create_superuser("root")
    TOTPDevice.objects.create(user=root, name="authenticator")
    administrator = Client()
    administrator.force_login(chief)
    chosen = {"action": "remove_second_factor", "_selected_action": [user.pk, root.pk]}
    administrator.post("/en/admin/auth/user/", chosen)
    assert not TOTPDevice.objects.filter(user=user).exists()
    assert TOTPDevice.objects.filter(user=root).exists(), "a superuser is out of reach"
    assert LogEntry.objects.get(user=chief).object_repr == "clerk"
    assert member.post("/en/admin/auth/user/", chosen).status_code == 403


@pytest.mark.parametrize("page", ["otp_totp/totpdevice/", "otp_static/staticdevice/"])
def test_secrets_are_nobodys_to_read(admin_client: Client, page: str) -> None:
    assert admin_client.get(FIRST_PAGE + page).status_code == 404


def test_where_it_is_required_nothing_opens_without(member: Client, user: User, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    for address in (FIRST_PAGE, "/en/admin/projects/funding/", "/en/admin/reports/", "/en/admin/password_change/"):
        response = member.get(address)
        assert (response.status_code, response["Location"]) == (302, HERE), address
    assert member.post("/en/admin/projects/source/add/", {"title": "x"})["Location"] == HERE
    assert "Everybody here logs in with a second factor" in member.get(HERE).content.decode()
    assert member.get("/en/funding/").status_code == 200
    assert member.get("/attachments/1/").status_code == 404 and not Attachment.objects.exists()
    set_up(member, user)
    assert member.get(FIRST_PAGE).status_code == 200


def test_a_session_from_before_it_was_set_up_ends_where_it_is_required(
    member: Client, user: User, settings: Any
) -> None:
    elsewhere = Client()
    elsewhere.force_login(user)
    set_up(member, user)
    settings.SECOND_FACTOR_REQUIRED = True
    response = elsewhere.get(FIRST_PAGE, follow=True)
    assert response.redirect_chain[-1] == (f"{LOGIN}?next={FIRST_PAGE}", 302)
    assert member.get(FIRST_PAGE).status_code == 200


@pytest.mark.parametrize("code", ["", "abc", "9" * 33, "\0", "１２３４５６", "' OR 1"])
def test_odd_codes_are_refused(member: Client, user: User, code: str) -> None:
    set_up(member, user)
    assert log_in(code)[1].status_code == 200
    assert member.post(HERE, {"code": code, "remove": "1"}).status_code == 200


def test_it_is_for_staff(client: Client) -> None:
    assert client.get(HERE).status_code == 302
    reader = User.objects.create_user("reader")
    client.force_login(reader)
    assert client.get(HERE).status_code == 302 and client.delete(HERE).status_code in (302, 405)

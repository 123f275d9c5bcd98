"""Where somebody is logged in, seen and ended."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

from projects.caching.version import data_version
from projects.models import StaffSession

pytestmark = pytest.mark.django_db
HERE = "/en/admin/projects/staffsession/"
PASSWORD = "a-long-enough-secret"


def person(name: str, group: str) -> User:
    user = User.objects.create_user(name, password=PASSWORD, is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    return user


def log_in(name: str, agent: str = "Firefox/132.0 (Linux)") -> Client:
    client = Client(headers={"user-agent": agent}, REMOTE_ADDR="198.51.100.23")
    sent = {"username": name, "password": PASSWORD, "next": "/en/admin/"}
    assert client.post("/en/admin/login/", sent).status_code == 302
    return client


def end(client: Client, session: StaffSession) -> Any:
    chosen = {"action": "delete_selected", "_selected_action": [session.pk], "post": "yes"}
    return client.post(HERE, chosen)


def test_one_sees_and_ends_ones_own_and_no_others() -> None:
    person("clerk", "data entry")
    person("reviewer", "reviewer")
    here, phone, other = log_in("clerk"), log_in("clerk", "Safari (iPhone)"), log_in("reviewer", "Opera OPR/9")
    page = here.get(HERE).content.decode()
    assert "Firefox · Linux" in page and "Safari · iPhone" in page and "198.51.100.0/24" in page
    assert "Opera" not in page and "198.51.100.23" not in page
    end(here, StaffSession.objects.get(device="Opera"))
    assert other.get("/en/admin/").status_code == 200
    end(here, StaffSession.objects.get(device="Safari · iPhone"))
    assert phone.get("/en/admin/").status_code == 302
    assert here.get("/en/admin/").status_code == 200


def test_who_keeps_the_accounts_ends_everybodys_but_a_superusers() -> None:
    person("chief", "administrator")
    person("clerk", "data entry")
    User.objects.create_superuser("root", password=PASSWORD)
    chief, clerk, root = log_in("chief"), log_in("clerk", "Edg/1"), log_in("root", "Android")
    page = chief.get(HERE).content.decode()
    assert "Edge" in page and "Android" not in page
    for device in ("Edge", "Android"):
        end(chief, StaffSession.objects.get(device=device))
    assert clerk.get("/en/admin/").status_code == 302 and root.get("/en/admin/").status_code == 200
    assert "Android" in root.get(HERE).content.decode()


def test_nobody_adds_or_changes_one() -> None:
    person("chief", "administrator")
    chief = log_in("chief")
    session = StaffSession.objects.get()
    assert chief.get(f"{HERE}add/").status_code == 403
    assert chief.post(f"{HERE}{session.pk}/change/", {"device": "x"}).status_code == 403
    assert Client().get(HERE).status_code == 302


def test_logging_out_ends_it_and_old_ones_go() -> None:
    person("clerk", "data entry")
    log_in("clerk")
    StaffSession.objects.update(seen_at=timezone.now() - datetime.timedelta(days=3))
    client = log_in("clerk")
    assert StaffSession.objects.count() == 1
    client.post("/en/admin/logout/")
    assert not StaffSession.objects.exists()


def test_another_person_at_the_same_browser() -> None:
    person("clerk", "data entry")
    person("reviewer", "reviewer")
    client = log_in("clerk")
    sent = {"username": "reviewer", "password": PASSWORD, "next": "/en/admin/"}
    assert client.post("/en/admin/login/", sent).status_code == 302
    assert [session.user.username for session in StaffSession.objects.all()] == ["reviewer"]
    assert client.get(HERE).status_code == 200


def test_looking_is_noted_now_and_then_and_makes_no_page_stale() -> None:
    person("clerk", "data entry")
    client = log_in("clerk")
    before = data_version()
    seen = StaffSession.objects.get().seen_at
    client.get("/en/admin/")
    assert StaffSession.objects.get().seen_at == seen
    session = client.session
    session["seen_at"] = 0
    session.save()
    client.get("/en/admin/")
    assert StaffSession.objects.get().seen_at > seen
    assert data_version() == before


def test_a_new_password_keeps_this_session_in_the_list_and_ends_the_others() -> None:
    person("clerk", "data entry")
    here, phone = log_in("clerk"), log_in("clerk", "Safari (iPhone)")
    new = "another-long-secret"
    here.post("/en/admin/password_change/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new})
    assert here.get("/en/admin/").status_code == 200 and phone.get("/en/admin/").status_code == 302
    assert StaffSession.objects.get().session_key == here.session.session_key
    end(here, StaffSession.objects.get())
    assert here.get("/en/admin/").status_code == 302


def test_sessions_of_those_who_never_come_back_go_too() -> None:
    for name in ("gone", "clerk"):
        person(name, "data entry")
    log_in("gone")
    StaffSession.objects.update(seen_at=timezone.now() - datetime.timedelta(days=3))
    log_in("clerk")
    assert StaffSession.objects.get().user.username == "clerk"


@pytest.mark.parametrize("password", ["short-one", "123456789012", "password1234"])
def test_weak_passwords_are_refused(password: str) -> None:
    person("clerk", "data entry")
    client = log_in("clerk")
    sent = {"old_password": PASSWORD, "new_password1": password, "new_password2": password}
    response = client.post("/en/admin/password_change/", sent)
    assert response.status_code == 200 and response.context["form"].errors

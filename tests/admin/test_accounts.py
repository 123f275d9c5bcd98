"""An administrator hands out roles, and no more than roles."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client: Client) -> Client:
    user = User.objects.create_user("chief", password="x", is_staff=True)
    user.groups.add(Group.objects.get(name="administrator"))
    client.force_login(user)
    return client


def change(user: User) -> str:
    return reverse("admin:auth_user_change", args=[user.pk])


def test_a_role_is_given_but_not_the_rights_of_a_superuser(administrator: Client) -> None:
    user = User.objects.create_user("new", password="x")
    reviewer = Group.objects.get(name="reviewer")
    sent: dict[str, Any] = {
        "username": "new", "is_active": "on", "is_staff": "on", "groups": [reviewer.pk], "is_superuser": "on",
        "date_joined_0": "2026-01-01", "date_joined_1": "00:00:00",
    }  # fmt: skip
    response = administrator.post(change(user), sent)
    assert response.status_code == 302, response.context["adminform"].form.errors
    user.refresh_from_db()
    assert user.is_staff and not user.is_superuser
    assert list(user.groups.all()) == [reviewer]


def test_a_superuser_is_out_of_reach(administrator: Client) -> None:
    root = User.objects.create_superuser("root", password="x")
    for url in (change(root), reverse("admin:auth_user_password_change", args=[root.pk])):
        assert administrator.get(url).status_code in (302, 403, 404)
        assert administrator.post(url, {"password1": "another-1", "password2": "another-1"}).status_code in (
            302,
            403,
            404,
        )
    root.refresh_from_db()
    assert root.check_password("x")
    assert (
        "root" not in administrator.get(reverse("admin:auth_user_changelist")).content.decode().split("result_list")[1]
    )

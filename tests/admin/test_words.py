"""The accounts' pages in Chinese hold no English."""

import re
from html.parser import HTMLParser

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from projects.admin.roles import permission_name

pytestmark = pytest.mark.django_db
NAMES = {"LDAP", "admin", "md"}
"""Also the account of the test, and how its password is kept."""


class Words(HTMLParser):
    """The texts people read or hear; not those in another language."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in ("script", "style")
        self.said += [value or "" for name, value in attrs if name in ("title", "aria-label", "placeholder")]

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.said.append(data)


def english(page: str) -> set[str]:
    words = Words()
    words.feed(page)
    found = re.findall(r"[A-Za-z’']{2,}(?: [A-Za-z’']+)*", " \n".join(words.said))
    return {text for text in found if text not in NAMES}


@pytest.mark.parametrize("page", ["user_changelist", "user_add", "user_change", "group_changelist", "group_change"])
def test_accounts_are_kept_in_chinese(page: str, client: Client) -> None:
    user = User.objects.create_user("admin", is_staff=True)
    user.groups.add(Group.objects.get(name="administrator"))
    client.force_login(user)
    args = {"user_change": [user.pk], "group_change": [Group.objects.create(name="某角色").pk]}
    with override("zh-hans"):
        address = reverse(f"admin:auth_{page}", args=args.get(page, []))
    answer = client.get(address)
    assert answer.status_code == 200
    assert english(answer.content.decode()) == set()


def test_permissions_are_named_in_both_languages() -> None:
    ours = Permission.objects.filter(content_type__app_label="projects")
    historical, publish = ours.get(codename="view_historicalenterprise"), ours.get(codename="publish_record")
    with override("zh-hans"):
        assert [permission_name(historical), permission_name(publish)] == ["可查看：企业的历史", "可发布和撤回记录"]
    with override("en"):
        assert permission_name(historical) == "may view: history of enterprise"

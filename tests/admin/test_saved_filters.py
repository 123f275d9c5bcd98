"""A filter under a name of one's own: saved, found again, removed; by forms alone, and for oneself alone."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from projects.models import SavedFilter
from tests.admin.test_review import person

pytestmark = pytest.mark.django_db
LISTING = "/zh-hans/admin/projects/funding/"


@pytest.fixture
def clerk() -> Client:
    return person("clerk", "data entry")


def send(client: Client, listing: str = "funding", **sent: Any) -> Any:
    return client.post(reverse(f"admin:projects_{listing}_filters"), sent, follow=True)


def test_a_filter_is_saved_found_again_and_removed(clerk: Client) -> None:
    shown = clerk.get(f"{LISTING}?state__exact=draft&year=2020&q=&p=1")
    assert shown.context["asked"] == "state__exact=draft&year=2020"
    saved = send(clerk, name="今年草稿", query=shown.context["asked"])
    assert saved.redirect_chain[-1][0].endswith("/funding/?state__exact=draft&year=2020")
    mine = SavedFilter.objects.get()
    page = clerk.get(LISTING).content.decode()
    assert '<a href="?state__exact=draft&amp;year=2020">今年草稿</a>' in page
    assert "今年草稿" not in clerk.get("/zh-hans/admin/projects/donation/").content.decode()
    assert send(clerk, remove=mine.pk).redirect_chain[-1][0].endswith("/funding/")
    assert not SavedFilter.objects.exists()


def test_saving_under_a_name_again_changes_what_it_stands_for(clerk: Client) -> None:
    send(clerk, name="我的", query="state__exact=draft")
    send(clerk, name="我的", query="state__exact=published")
    assert SavedFilter.objects.get().query == "state__exact=published"


def test_filters_are_one_persons(clerk: Client) -> None:
    send(clerk, name="我的", query="year=2020")
    other = person("reviewer", "reviewer")
    assert "我的</a>" not in other.get(LISTING).content.decode()
    send(other, remove=SavedFilter.objects.get().pk)
    assert SavedFilter.objects.count() == 1


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"name": "", "query": "year=2020"},
        {"name": "长" * 61, "query": "year=2020"},
        {"name": "a\0", "query": "year=2020"},
        {"name": "空", "query": ""},
        {"name": "空", "query": "p=3&e=1&q="},
        {"name": "长", "query": "q=" + "长" * 500},
        {"name": "长", "query": "q=" + "x" * 2000},
        {"remove": ""},
        {"remove": "x"},
        {"remove": "9" * 30},
        {"remove": "7", "query": "//example.org"},
    ],
)
def test_what_cannot_be_saved_says_so_and_leads_back(clerk: Client, sent: dict[str, str]) -> None:
    response = send(clerk, **sent)
    assert response.status_code == 200
    assert all(address.startswith(("/en/admin/projects/funding/", LISTING)) for address, _ in response.redirect_chain)
    assert not SavedFilter.objects.exists()


def test_a_person_keeps_only_so_many(clerk: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr("projects.admin.saved_filters.MOST", 2)
    for name in ("一", "二", "三", "一"):
        send(clerk, name=name, query="year=2020")
    assert {saved.name for saved in SavedFilter.objects.all()} == {"一", "二"}


def test_only_by_post_and_for_those_who_see_the_list(clerk: Client) -> None:
    assert clerk.get(reverse("admin:projects_funding_filters")).status_code == 405
    nobody = person("nobody", "data entry")
    nobody_user = SavedFilter._meta.get_field("owner").related_model.objects.get(username="nobody")
    nobody_user.groups.clear()
    assert (
        nobody.post(reverse("admin:projects_funding_filters"), {"name": "x", "query": "year=2020"}).status_code == 403
    )
    anonymous = Client().post(reverse("admin:projects_funding_filters"), {"name": "x", "query": "year=2020"})
    assert anonymous.status_code == 302 and "login" in anonymous["Location"]
    assert not SavedFilter.objects.exists()

"""Every staff page, for everybody: who opens it, and who may send it. A new page must be entered here."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import NoReverseMatch, reverse

from projects.models import (
    CorrectionRequest,
    Finding,
    Indicator,
    Office,
    Proposal,
    Region,
    StaffSession,
    State,
)
from projects.urls import staff
from tests import factories

pytestmark = pytest.mark.django_db

ROLES = {"E": "data entry", "R": "reviewer", "A": "administrator"}
PAGES = ("changelist", "add", "change", "history", "delete")
RECORDS = ("source", "enterprise", "village", "aidproject", "funding", "donation", "purchase", "outcome", "award")
KINDS = ("sources", "regions", "indicators", "funding")

OPENS = {
    **dict.fromkeys((f"projects_{name}" for name in RECORDS), ("ERA", "EA", "ERA", "ERA", "A")),
    **dict.fromkeys(("projects_region", "projects_indicator"), ("ERA", "A", "ERA", "ERA", "A")),
    "projects_finding": ("ERA", "", "ERA", "ERA", ""),
    "projects_correctionrequest": ("ERA", "", "ERA", "ERA", "A"),
    "projects_proposal": ("ERA", "", "ERA", "ERA", ""),
    "projects_office": ("A", "", "A", "A", ""),
    "projects_staffsession": ("ERA", "", "ERA", "ERA", "ERA"),
    "auth_user": ("A", "A", "A", "A", ""),
    "auth_group": ("A", "", "A", "A", ""),
}
"""By model, for each of PAGES: the roles for which it opens. Unpublished records, one's own session."""

SENDS = {
    **dict.fromkeys((f"projects_{name}" for name in RECORDS), ("EA", "ERA", "A")),
    **dict.fromkeys(("projects_region", "projects_indicator"), ("A", "A", "A")),
    "projects_finding": ("", "ERA", ""),
    "projects_correctionrequest": ("", "RA", "A"),
    "projects_proposal": ("", "", ""),
    "projects_office": ("", "A", ""),
    "projects_staffsession": ("", "", "ERA"),
    "auth_user": ("A", "A", ""),
    "auth_group": ("", "", ""),
}
"""The same for what is sent: add, change, delete."""

OTHERS = {
    "admin:index": "ERA", "admin:logout": None, "admin:login": None, "admin:jsi18n": "ERA",
    "admin:password_change": "ERA", "admin:password_change_done": "ERA",
    "admin:autocomplete": None, "admin:view_on_site": None, "admin:app_list": "ERA",
    "admin:auth_user_password_change": "A",
    "admin:projects_proposal_upload": {"sources": "EA", "regions": "A", "indicators": "A", "funding": "EA"},
    "admin:projects_proposal_template": {"sources": "ERA", "regions": "ERA", "indicators": "ERA", "funding": "ERA"},
    "admin:projects_proposal_export": {"sources": "ERA", "regions": "ERA", "indicators": "ERA", "funding": "ERA"},
    "admin:projects_proposal_faults": None, "admin:projects_proposal_decide": None,
    "second_factor": "ERA", "reports": "ERA", "report": None, "report_file": None,
}  # fmt: skip
"""Pages of no model. None: tested on their own, where what they show is tested."""


def make(name: str, user: User) -> Any:
    match name.split("_", 1):
        case "projects", record if record in RECORDS:
            maker = getattr(factories, f"make_{'project' if record == 'aidproject' else record}")
            return maker(state=State.DRAFT)
        case _, "region":
            return factories.make_region("15")
        case _, "indicator":
            return Indicator.objects.first()
        case _, "finding":
            factories.make_award()
            return Finding.objects.first()
        case _, "correctionrequest":
            return CorrectionRequest.objects.create(kind="funding", ref="f", message="m")
        case _, "proposal":
            return Proposal.objects.create(kind="funding", title="t")
        case _, "office":
            return Office.rules()
        case _, "staffsession":
            return StaffSession.objects.filter(user=user).first()
        case _, "user":
            return User.objects.create_user("somebody")
        case _:
            return Group.objects.first()


def log_in(role: str) -> tuple[Client, User]:
    user = User.objects.create_user(role, password="a-long-enough-secret", is_staff=True)
    user.groups.add(Group.objects.get(name=ROLES[role]))
    client = Client()
    client.post("/en/admin/login/", {"username": role, "password": "a-long-enough-secret"})
    return client, user


def names() -> Iterator[str]:
    for pattern in admin.site.get_urls():
        for each in (pattern, *getattr(pattern, "url_patterns", ())):
            if getattr(each, "name", None):
                yield f"admin:{each.name}"
    yield from (str(pattern.name) for pattern in staff)


def test_every_page_is_entered_here() -> None:
    known = {f"admin:{model}_{page}" for model in OPENS for page in PAGES} | {*OTHERS}
    known |= {f"admin:{model}_{page}" for model in OPENS for page in ("simple_history", "filters")}
    assert {*names()} <= known
    assert OPENS.keys() == SENDS.keys()
    assert {f"{m._meta.app_label}_{m._meta.model_name}" for m in admin.site._registry} == {*OPENS}


@pytest.mark.parametrize("model", OPENS)
@pytest.mark.parametrize("role", ROLES)
def test_who_opens_a_page(role: str, model: str) -> None:
    client, user = log_in(role)
    pk = make(model, user).pk
    for page, roles in zip(PAGES, OPENS[model], strict=True):
        address = reverse(f"admin:{model}_{page}", args=[] if page in ("changelist", "add") else [pk])
        expected = {200} if role in roles else {403}
        assert client.get(address).status_code in expected, (page, address)


@pytest.mark.parametrize("model", SENDS)
@pytest.mark.parametrize("role", ROLES)
def test_who_sends_a_form(role: str, model: str) -> None:
    client, user = log_in(role)
    pk = make(model, user).pk
    for page, roles in zip(("add", "change", "delete"), SENDS[model], strict=True):
        address = reverse(f"admin:{model}_{page}", args=[] if page == "add" else [pk])
        answered = client.post(address, {"post": "yes"}).status_code
        assert (answered in (200, 302)) if role in roles else (answered == 403), (page, answered)


@cache
def other_pages() -> list[tuple[str, str]]:
    found = []
    for name, roles in OTHERS.items():
        if isinstance(roles, dict):
            found += [(reverse(name, kwargs={"key": key}), allowed) for key, allowed in roles.items()]
        elif roles is not None:
            args = {"admin:app_list": ["projects"], "admin:auth_user_password_change": ["0"]}.get(name, [])
            found.append((reverse(name, args=args), roles))
    return found


@pytest.mark.parametrize("role", ROLES)
def test_who_opens_the_others(role: str) -> None:
    client, _user = log_in(role)
    somebody = User.objects.create_user("somebody")
    for address, roles in other_pages():
        address = address.replace("/0/password/", f"/{somebody.pk}/password/")
        answered = client.get(address).status_code
        assert answered == (200 if role in roles else 403), address


@pytest.mark.parametrize("client_of", [None, "reader"])
def test_nothing_opens_for_who_is_no_staff(client_of: str | None) -> None:
    client = Client()
    if client_of:
        client.force_login(User.objects.create_user(client_of))
    addresses = [address for address, _roles in other_pages()]
    somebody = User.objects.create_user("somebody")
    for model in OPENS:
        for page in PAGES:
            args = [] if page in ("changelist", "add") else [Region.objects.first() or somebody.pk]
            addresses.append(reverse(f"admin:{model}_{page}", args=args))
    for address in addresses:
        for answer in (client.get(address), client.post(address, {"post": "yes"})):
            assert answer.status_code == 302 and "/admin/login/" in answer["Location"], address
    with pytest.raises(NoReverseMatch):
        reverse("admin:projects_attachment_changelist")

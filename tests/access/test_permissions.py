"""Every staff page, for everybody: who opens it, and who may send it. A new page must be entered here."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import NoReverseMatch, reverse

from projects.imports.kinds import KINDS
from projects.imports.proposals import prepare
from projects.models import (
    Award,
    CorrectionRequest,
    Finding,
    Indicator,
    Office,
    Proposal,
    StaffSession,
    State,
)
from projects.urls import staff
from tests import factories

pytestmark = pytest.mark.django_db

SOMEBODY = "somebody"
"""Stands for the key of an account without rights."""
ROLES = {"E": "data entry", "R": "reviewer", "A": "administrator"}
PAGES = ("changelist", "add", "change", "history", "delete")
SENT = ("add", "change", "delete")
RECORDS = ("source", "enterprise", "village", "aidproject", "funding", "donation", "purchase", "outcome", "award")

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

VERSIONS = {
    **dict.fromkeys((f"projects_{name}" for name in RECORDS), ("ERA", "ERA")),
    **dict.fromkeys(("projects_region", "projects_indicator"), ("ERA", "A")),
    "projects_finding": ("ERA", "ERA"),
    "projects_correctionrequest": ("ERA", "RA"),
    "projects_office": ("A", "A"),
}
"""The page of an earlier version: who opens it, and who may save what it says."""

FILTERS = {f"projects_{name}": "ERA" for name in (*RECORDS, "region", "indicator")}
"""Who may keep filters of a list; nothing is to be opened there."""

ACTIONS = {
    "send_for_review": (State.DRAFT, "ERA"),
    "publish": (State.IN_REVIEW, "RA"),
    "take_back": (State.PUBLISHED, "RA"),
    "delete_selected": (State.DRAFT, ""),
}
"""What is done to records ticked in a list: the state they have, and for whom it moves or deletes them."""

TABLES = {
    **dict.fromkeys(KINDS, ("EA", "ERA", "ERA")),
    **dict.fromkeys(("regions", "indicators"), ("A", "ERA", "ERA")),
}
"""Import, template and export of a kind of records."""

OTHERS: dict[str, tuple[list[Any], str, str]] = {
    "admin:index": ([], "ERA", "ERA"),
    "admin:jsi18n": ([], "ERA", ""),
    "admin:app_list": (["projects"], "ERA", "ERA"),
    "admin:password_change": ([], "ERA", "ERA"),
    "admin:password_change_done": ([], "ERA", ""),
    "admin:auth_user_password_change": ([SOMEBODY], "A", "A"),
    "second_factor": ([], "ERA", "ERA"),
    "reports": ([], "ERA", ""),
    "report": (["listed-2016", "e", "2018"], "ERA", ""),
    "report_file": (["listed-2016", "e", "2018", "xlsx"], "ERA", ""),
}
"""Pages of no model: their arguments, who opens them, who may send them something."""

ELSEWHERE = {
    "admin:login": "test_second_factor",
    "admin:logout": "test_sessions",
    "admin:autocomplete": "test_what_is_offered_to_choose_from",
    "admin:view_on_site": "test_the_way_to_the_public_page",
    "admin:projects_proposal_upload": "TABLES",
    "admin:projects_proposal_template": "TABLES",
    "admin:projects_proposal_export": "TABLES",
    "admin:projects_proposal_export_workbook": "TABLES",
    "admin:projects_proposal_faults": "test_who_decides_on_an_import",
    "admin:projects_proposal_decide": "test_who_decides_on_an_import",
}
"""Pages whose test stands on its own."""


def factory(record: str) -> Any:
    return getattr(factories, f"make_{'project' if record == 'aidproject' else record}")


def make(name: str, user: User) -> Any:
    match name.split("_", 1):
        case "projects", record if record in RECORDS:
            return factory(record)(state=State.DRAFT)
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
    user = User.objects.create_user(role or "nobody", password="a-long-enough-secret", is_staff=True)
    if role in ROLES:
        user.groups.add(Group.objects.get(name=ROLES[role]))
    client = Client()
    client.post("/en/admin/login/", {"username": user.username, "password": "a-long-enough-secret"})
    return client, user


def names() -> Iterator[str]:
    for pattern in admin.site.get_urls():
        for each in (pattern, *getattr(pattern, "url_patterns", ())):
            if getattr(each, "name", None):
                yield f"admin:{each.name}"
    yield from (str(pattern.name) for pattern in staff)


def address(name: str, *args: Any) -> str:
    return reverse(name, args=[User.objects.get(username=SOMEBODY).pk if a == SOMEBODY else a for a in args])


def expect(answer: Any, role: str, roles: str, about: Any) -> None:
    """Done or shown for these roles, and refused all others."""
    assert answer.status_code in ((200, 302, 400) if role in roles else (403,)), (about, answer.status_code)


def test_every_page_is_entered_here() -> None:
    known = {f"admin:{model}_{page}" for model in OPENS for page in PAGES} | {*OTHERS} | {*ELSEWHERE}
    known |= {f"admin:{model}_simple_history" for model in VERSIONS}
    known |= {f"admin:{model}_filters" for model in FILTERS}
    assert {*names()} == known
    assert OPENS.keys() == SENDS.keys()
    assert {f"{m._meta.app_label}_{m._meta.model_name}" for m in admin.site._registry} == {*OPENS}
    assert {action for m in RECORDS for action in admin.site._registry[apps.get_model("projects", m)].actions} <= {
        *ACTIONS
    }


@pytest.mark.parametrize("model", OPENS)
@pytest.mark.parametrize("role", ROLES)
def test_who_opens_a_page(role: str, model: str) -> None:
    client, user = log_in(role)
    pk = make(model, user).pk
    for page, roles in zip(PAGES, OPENS[model], strict=True):
        expect(client.get(page_of(model, page, pk)), role, roles, page)


@pytest.mark.parametrize("model", SENDS)
@pytest.mark.parametrize("role", ROLES)
def test_who_sends_a_form(role: str, model: str) -> None:
    client, user = log_in(role)
    pk = make(model, user).pk
    for page, roles in zip(SENT, SENDS[model], strict=True):
        expect(client.post(page_of(model, page, pk), {"post": "yes"}), role, roles, page)


def page_of(model: str, page: str, pk: Any) -> str:
    return reverse(f"admin:{model}_{page}", args=[] if page in ("changelist", "add") else [pk])


@pytest.mark.parametrize("model", VERSIONS)
@pytest.mark.parametrize("role", ROLES)
def test_who_opens_and_saves_an_earlier_version(role: str, model: str) -> None:
    client, user = log_in(role)
    thing = make(model, user)
    thing.save()
    here = reverse(f"admin:{model}_simple_history", args=[thing.pk, thing.history.first().pk])
    opens, saves = VERSIONS[model]
    expect(client.get(here), role, opens, "open")
    expect(client.post(here, {"post": "yes"}), role, saves, "save")


@pytest.mark.parametrize("model", FILTERS)
@pytest.mark.parametrize("role", [*ROLES, ""])
def test_who_keeps_filters(role: str, model: str) -> None:
    client, _user = log_in(role)
    here = reverse(f"admin:{model}_filters")
    expect(client.post(here, {"name": "mine", "query": "q=1"}), role or "-", FILTERS[model], model)
    assert client.get(here).status_code == 405


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("role", ROLES)
def test_who_moves_records_from_a_list(role: str, action: str) -> None:
    client, _user = log_in(role)
    state, roles = ACTIONS[action]
    record = factories.make_award(state=state)
    sent = {"action": action, "_selected_action": [record.pk], "post": "yes", "seen": "1"}
    assert client.post(page_of("projects_award", "changelist", None), sent).status_code in (200, 302)
    moved = not Award.objects.filter(pk=record.pk, state=state).exists()
    assert moved == (role in roles)


@pytest.mark.parametrize("name", RECORDS)
@pytest.mark.parametrize("role", ROLES)
def test_what_is_public_is_deleted_by_administrators_only(role: str, name: str) -> None:
    client, _user = log_in(role)
    record = factory(name)(state=State.PUBLISHED)
    here = page_of(f"projects_{name}", "delete", record.pk)
    expect(client.get(here), role, "A", "open")
    expect(client.post(here, {"post": "yes"}), role, "A", "send")
    assert type(record).objects.filter(pk=record.pk).exists(), "not without a reason"


@pytest.mark.parametrize("key", TABLES)
@pytest.mark.parametrize("role", ROLES)
def test_who_brings_in_and_takes_out_tables(role: str, key: str) -> None:
    client, _user = log_in(role)
    for page, roles in zip(("upload", "template", "export"), TABLES[key], strict=True):
        here = reverse(f"admin:projects_proposal_{page}", kwargs={"key": key})
        expect(client.get(here), role, roles, here)
        expect(client.post(here), role, roles, here)


@pytest.mark.parametrize(("published", "roles"), [(False, "ERA"), (True, "RA")])
@pytest.mark.parametrize("role", ROLES)
def test_who_decides_on_an_import(role: str, published: bool, roles: str) -> None:
    client, _user = log_in(role)
    enterprise = factories.make_enterprise(ref="e-1", state=State.PUBLISHED if published else State.DRAFT)
    text = f"ref,name_zh\ne-1,{enterprise.name_zh}股份\n".encode()
    other = User.objects.create_user("other")
    proposal = prepare(KINDS["enterprises"], io.BytesIO(text), "e.csv", publish=False, user=other)
    decide = reverse("admin:projects_proposal_decide", args=[proposal.pk])
    assert client.get(decide).status_code == 405
    assert client.get(reverse("admin:projects_proposal_faults", args=[proposal.pk])).status_code in (200, 404)
    expect(client.post(decide, {"action": "apply"}), role, roles, "apply")
    expect(client.post(decide, {"action": "nothing known"}), role, "", "unknown")


@pytest.mark.parametrize("role", [*ROLES, ""])
def test_what_is_offered_to_choose_from(role: str) -> None:
    client, _user = log_in(role)
    asked = {"app_label": "projects", "model_name": "award", "field_name": "enterprise", "term": ""}
    expect(client.get(reverse("admin:autocomplete"), asked), role or "-", "ERA", "autocomplete")


@pytest.mark.parametrize("role", ROLES)
def test_the_way_to_the_public_page(role: str) -> None:
    client, _user = log_in(role)
    award = factories.make_award()
    here = reverse("admin:view_on_site", args=[ContentType.objects.get_for_model(Award).pk, award.pk])
    assert client.get(here).status_code in (302, 404)


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("role", ROLES)
def test_who_opens_the_others(role: str, name: str) -> None:
    client, _user = log_in(role)
    User.objects.create_user(SOMEBODY)
    factories.make_enterprise(ref="e")
    args, opens, sends = OTHERS[name]
    expect(client.get(address(name, *args)), role, opens, name)
    sent = client.post(address(name, *args), {"post": "yes"})
    if sends:
        expect(sent, role, sends, name)
    else:
        assert sent.status_code == 405


def every_address() -> Iterator[str]:
    """One of each page; what it is about need not exist, since nobody is to come so far."""
    for model in OPENS:
        yield from (page_of(model, page, 1) for page in PAGES)
    yield from (reverse(f"admin:{model}_simple_history", args=[1, 1]) for model in VERSIONS)
    yield from (reverse(f"admin:{model}_filters") for model in FILTERS)
    yield from (address(name, *args) for name, (args, _opens, _sends) in OTHERS.items())
    for page in ("upload", "template", "export"):
        yield from (reverse(f"admin:projects_proposal_{page}", kwargs={"key": key}) for key in TABLES)
    yield from (reverse(f"admin:projects_proposal_{page}", args=[1]) for page in ("faults", "decide"))
    yield reverse("admin:autocomplete")
    yield reverse("admin:view_on_site", args=[1, 1])


@pytest.mark.parametrize("reader", [None, "reader"])
def test_nothing_opens_for_who_is_no_staff(reader: str | None) -> None:
    client = Client()
    User.objects.create_user(SOMEBODY)
    if reader:
        client.force_login(User.objects.create_user(reader))
    for here in every_address():
        for answer in (client.get(here), client.post(here, {"post": "yes"})):
            assert answer.status_code == 302 and "/admin/login/" in answer["Location"], here
    with pytest.raises(NoReverseMatch):
        reverse("admin:projects_attachment_changelist")


def what_a_version_says(client: Client, here: str) -> dict[str, Any]:
    form = client.get(here).context["adminform"].form
    said = {name: form[name].value() for name in form.fields if name != "overwrite"}
    inlines = {"projects-attachment-TOTAL_FORMS": 0, "projects-attachment-INITIAL_FORMS": 0}
    return {**inlines, **{name: value for name, value in said.items() if value is not None}}


@pytest.mark.parametrize("role", ROLES)
def test_an_earlier_version_is_no_way_past_the_rights(role: str, admin_client: Client) -> None:
    """Whoever may only look at an indicator sends all that an administrator would."""
    client, _user = log_in(role)
    indicator = Indicator.objects.earliest("pk")
    before = indicator.name_zh
    indicator.save()
    version = indicator.history.first()
    indicator.name_zh = "改"
    indicator.save()
    here = reverse("admin:projects_indicator_simple_history", args=[indicator.pk, version.pk])
    expect(client.post(here, what_a_version_says(admin_client, here)), role, "A", "save")
    indicator.refresh_from_db()
    assert indicator.name_zh == (before if role == "A" else "改")


@pytest.mark.parametrize("role", ROLES)
def test_an_earlier_version_is_no_way_past_the_review(role: str) -> None:
    """A draft's version, opened once the record is public, is saved as a change that waits."""
    client, _user = log_in(role)
    award = factories.make_award(title_zh="旧", state=State.DRAFT)
    draft = award.history.first()
    award.title_zh, award.state = "新", State.PUBLISHED
    award.save()
    here = reverse("admin:projects_award_simple_history", args=[award.pk, draft.pk])
    sent = what_a_version_says(client, here)
    assert sent["title_zh"] == "旧"
    assert "/proposal/" in client.post(here, sent)["Location"]
    award.refresh_from_db()
    assert (award.title_zh, award.state) == ("新", State.PUBLISHED) and Proposal.objects.count() == 1

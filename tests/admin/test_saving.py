"""Staff enter a record, and the site follows; nothing typed is lost."""

from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from projects.models import (
    AidProject,
    Award,
    Donation,
    Enterprise,
    Finding,
    Funding,
    Indicator,
    Office,
    Proposal,
    Source,
    State,
    Village,
)
from tests import factories

pytestmark = pytest.mark.usefixtures("seeded", "alone")


@pytest.fixture
def alone(seeded: None) -> None:
    """An office of one person: what waits for somebody else is tested in test_review."""
    Office.objects.update_or_create(pk=1, defaults={"four_eyes": False})


def staff(group: str) -> Client:
    user = User.objects.create_user(group.replace(" ", "-"), password="x", is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    return client


def form_of(client: Client, url: str) -> dict[str, Any]:
    """What a browser would send back if the person changed nothing."""
    form = client.get(url).context["adminform"].form
    sent: dict[str, Any] = {}
    for bound in form:
        value = bound.value()
        if isinstance(value, list):
            sent[bound.html_name] = [getattr(item, "pk", item) for item in value]
        elif value is not None and value is not False:
            sent[bound.html_name] = bound.field.prepare_value(value)
    for inline in client.get(url).context.get("inline_admin_formsets", ()):
        for bound in inline.formset.management_form:
            sent[bound.html_name] = bound.value()
    return sent


def change_url(record: Any) -> str:
    return reverse(f"admin:projects_{record._meta.model_name}_change", args=[record.pk])


def funding_of(client: Client, village: str) -> str:
    return client.get(f"/api/v1/totals/?village={village}").json()["money"]["funding"]["upper"]


def test_a_changed_amount_is_on_the_site_at_once(admin_client: Client, client: Client) -> None:
    figure = Funding.objects.get(ref="f-yongan")
    sent = form_of(admin_client, change_url(figure)) | {"amount": "８００万元", "change_reason": "更正"}
    assert admin_client.post(change_url(figure), sent).status_code == 302
    assert funding_of(client, "yongan") == "8000000.00"
    last = Funding.objects.get(ref="f-yongan").history.first()
    assert (last.history_change_reason, last.history_user.username) == ("更正", "admin")


def test_the_wording_is_kept_from_what_was_typed(admin_client: Client) -> None:
    project = AidProject.objects.get(ref="yongan-fungus")
    url = reverse("admin:projects_funding_add")
    sent = form_of(admin_client, url) | {"ref": "f-new", "project": project.pk, "amount": "1.5万元", "state": "draft"}
    response = admin_client.post(url, sent)
    assert response.status_code == 302, response.context["adminform"].form.errors
    figure = Funding.objects.get(ref="f-new")
    assert (figure.amount, figure.as_written) == (Decimal("15000.00"), "1.5万元")


def test_a_refused_form_keeps_what_was_typed_and_saves_nothing(admin_client: Client) -> None:
    url = reverse("admin:projects_donation_add")
    draft = factories.make_village(state=State.DRAFT)
    sent = form_of(admin_client, url) | {
        "ref": "d-new", "enterprise": Enterprise.objects.get(ref="zhunneng").pk, "amount": "12万元",
        "state": "published",
        "campaign": "某次活动", "villages": [draft.pk], "source": Source.objects.get().pk, "locator": "¶8",
    }  # fmt: skip
    response = admin_client.post(url, sent)
    assert response.status_code == 200
    assert "state" in response.context["adminform"].form.errors
    page = response.content.decode()
    assert "某次活动" in page and "12万元" in page
    assert not Donation.objects.filter(ref="d-new").exists()


def test_a_part_outside_its_whole_is_refused_by_its_field(admin_client: Client) -> None:
    url = reverse("admin:projects_funding_add")
    sent = form_of(admin_client, url) | {
        "project": AidProject.objects.get(ref="jingzigou-greenhouses").pk, "amount": "1", "state": "draft",
        "part_of": Funding.objects.get(ref="f-yongan").pk,
    }  # fmt: skip
    response = admin_client.post(url, sent)
    assert list(response.context["adminform"].form.errors) == ["part_of"]


@pytest.mark.parametrize(("language", "sums"), [("zh-hans", ("800万元", "700万元")),
                                                ("en", ("RMB\xa08,000,000", "RMB\xa07,000,000"))])  # fmt: skip
def test_parts_larger_than_their_whole_are_refused_in_words(
    admin_client: Client, language: str, sums: tuple[str, str]
) -> None:
    with override(language):
        url = reverse("admin:projects_funding_add")
    whole = Funding.objects.get(ref="f-yongan")
    sent = form_of(admin_client, url) | {
        "project": whole.project.pk, "amount": "800万元", "state": "draft", "part_of": whole.pk,
    }  # fmt: skip
    (message,) = admin_client.post(url, sent).context["adminform"].form.errors["amount"]
    assert all(words in message for words in sums)


def test_a_ref_is_chosen_once(admin_client: Client) -> None:
    """Also of what is never published: addresses, files and sums kept ready name it."""
    stored: list[Any] = [Indicator.objects.get(ref="households_lifted"), Award.objects.get(ref="a-2018")]
    for record in stored:
        ref, sent = record.ref, form_of(admin_client, change_url(record)) | {"ref": "another", "note": "Looked at."}
        assert admin_client.post(change_url(record), sent).status_code == 302
        record.refresh_from_db()
        assert (record.ref, record.note) == (ref, "Looked at.")


def test_nothing_changed_is_nothing_written(admin_client: Client) -> None:
    award = factories.make_award(note="第一行\n第二行")
    funding = Funding.objects.get(ref="f-yongan")
    for record in (
        award,
        funding,
        Donation.objects.first(),
        Village.objects.get(ref="yongfa"),
        Indicator.objects.first(),
    ):
        assert record is not None
        sent = form_of(admin_client, change_url(record))
        if record is award:
            sent |= {"note": "第一行\r\n第二行"}
        before = record.version, record.history.count()
        response = admin_client.post(change_url(record), sent, follow=True)
        assert [message.level_tag for message in response.context["messages"]] == ["info"], record
        record.refresh_from_db()
        assert (record.version, record.history.count()) == before, record
    assert not Finding.objects.filter(check_key="unexplained").exists()


def test_a_village_more_is_a_change(admin_client: Client) -> None:
    donation = factories.make_donation([Village.objects.get(ref="yongfa")])
    sent = form_of(admin_client, change_url(donation))
    sent["villages"] = [*sent["villages"], Village.objects.get(ref="yongan").pk]
    assert admin_client.post(change_url(donation), sent | {"change_reason": "又一村"}).status_code == 302
    last = donation.history.first()
    assert (last.history_change_reason, last.villages.count()) == ("又一村", 2)


def test_two_people_saving_the_same_record(admin_client: Client) -> None:
    award = Award.objects.get(ref="a-2018")
    url = change_url(award)
    opened = form_of(admin_client, url)
    other = staff("administrator")
    assert other.post(url, form_of(other, url) | {"title_en": "Theirs"}).status_code == 302

    response = admin_client.post(url, opened | {"title_en": "Mine"})
    assert response.status_code == 200
    page = response.content.decode()
    assert "administrator" in page and "Mine" in page
    assert Award.objects.get(ref="a-2018").title_en == "Theirs"

    form = response.context["adminform"].form
    assert form.fields["overwrite"].widget.input_type == "checkbox"
    again = opened | {"title_en": "Mine", "overwrite": "on", "conflict_version": form.data["conflict_version"]}
    assert admin_client.post(url, again).status_code == 302
    assert Award.objects.get(ref="a-2018").title_en == "Mine"


@pytest.mark.parametrize("group", ["data entry", "reviewer", "administrator"])
def test_who_may_publish(group: str) -> None:
    client = staff(group)
    draft = factories.make_award(state=State.DRAFT, ref="a-draft")
    response = client.post(change_url(draft), form_of(client, change_url(draft)) | {"state": "published"})
    assert response.status_code == (200 if group == "data entry" else 302)
    draft.refresh_from_db()
    assert draft.is_published == (group != "data entry")


def test_data_entry_cannot_touch_what_is_published() -> None:
    client = staff("data entry")
    award = Award.objects.get(ref="a-2018")
    assert client.get(change_url(award)).status_code == 200
    assert client.post(change_url(award), form_of(client, change_url(award)) | {"title_zh": "改了"}).status_code == 302
    award.refresh_from_db()
    assert award.title_zh != "改了"
    assert Proposal.objects.get().touches_published
    village = Village.objects.get(ref="yongfa")
    listing = reverse("admin:projects_village_changelist")
    client.post(listing, {"action": "take_back", "_selected_action": [village.pk]})
    client.post(listing, {"action": "send_for_review", "_selected_action": [village.pk]})
    village.refresh_from_db()
    assert village.is_published


def test_pages_are_closed_to_those_who_may_not() -> None:
    award = Award.objects.get(ref="a-2018")
    delete = reverse("admin:projects_award_delete", args=[award.pk])
    anonymous = Client()
    for url in (change_url(award), delete, reverse("admin:projects_award_add")):
        assert anonymous.get(url).status_code == 302
        assert anonymous.post(url, {}).status_code == 302
    reviewer, entry, chief = staff("reviewer"), staff("data entry"), staff("administrator")
    assert reviewer.get(reverse("admin:projects_award_add")).status_code == 403
    assert entry.get(reverse("admin:projects_award_add")).status_code == 200
    assert entry.get(reverse("admin:projects_region_add")).status_code == 403
    for client in (reviewer, entry):
        assert client.post(delete, {"post": "yes"}).status_code == 403
    draft = factories.make_award(state=State.DRAFT)
    assert chief.post(reverse("admin:projects_award_delete", args=[draft.pk]), {"post": "yes"}).status_code == 302
    assert entry.get(reverse("admin:auth_user_changelist")).status_code == 403
    assert chief.get(reverse("admin:auth_user_changelist")).status_code == 200


def test_publishing_many_keeps_the_good_and_names_the_bad(admin_client: Client) -> None:
    good = factories.make_award(state=State.DRAFT)
    bad = factories.make_award(state=State.DRAFT, locator="", title_zh="没有出处的奖项")
    response = admin_client.post(
        reverse("admin:projects_award_changelist"),
        {"action": "publish", "_selected_action": [good.pk, bad.pk], "seen": "1"},
        follow=True,
    )
    good.refresh_from_db()
    bad.refresh_from_db()
    assert good.is_published and not bad.is_published
    assert "没有出处的奖项" in response.content.decode()


def test_many_are_published_and_taken_back_in_whatever_order_they_need(admin_client: Client) -> None:
    whole = factories.make_donation(ref="b", state=State.DRAFT)
    parts = [factories.make_donation(ref=ref, state=State.DRAFT, amount="1", part_of=whole) for ref in ("a", "c")]
    listing = reverse("admin:projects_donation_changelist")
    chosen = {"_selected_action": [record.pk for record in (whole, *parts)], "seen": "1"}
    for action, state in (("publish", State.PUBLISHED), ("take_back", State.DRAFT)):
        admin_client.post(listing, {"action": action, **chosen})
        assert {*type(whole).objects.filter(ref__in="abc").values_list("state", flat=True)} == {state}


def test_taking_back_what_published_records_lead_to_is_refused(admin_client: Client) -> None:
    village = Village.objects.get(ref="yongfa")
    admin_client.post(
        reverse("admin:projects_village_changelist"), {"action": "take_back", "_selected_action": [village.pk]}
    )
    village.refresh_from_db()
    assert village.is_published


def test_a_code_that_breaks_the_standard_is_kept_with_a_warning(admin_client: Client) -> None:
    enterprise = Enterprise.objects.get(ref="zhunneng")
    sent = form_of(admin_client, change_url(enterprise)) | {"uscc": "91350211M0000XUF46"}
    response = admin_client.post(change_url(enterprise), sent, follow=True)
    assert "91350211M0000XUF46" in " ".join(str(message) for message in response.context["messages"])
    enterprise.refresh_from_db()
    assert enterprise.uscc == "91350211M0000XUF46"

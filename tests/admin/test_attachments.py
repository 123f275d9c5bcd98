"""Evidence beside a record: handed in with its form, private until a reviewer says otherwise."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from projects.intake import LARGEST, upload
from projects.models import Attachment, Funding, Office, Proposal, State
from tests import factories
from tests.admin.test_saving import change_url, form_of, staff
from tests.intake import files

pytestmark = pytest.mark.django_db
EMPTY = {"type": "", "title": "", "title_en": "", "dated_on": ""}


def handed_in(content: bytes, name: str = "凭证.pdf", number: int = 0, **fields: Any) -> dict[str, Any]:
    values = {**EMPTY, "type": "voucher", "title": "第12号凭证", "upload": SimpleUploadedFile(name, content), **fields}
    return {f"attachments-{number}-{field}": value for field, value in values.items()}


def kept(client: Client, record: Any, *contents: bytes) -> list[Attachment]:
    """Handed in by this person, one by one."""
    for content in contents:
        number = record.attachments.count()
        response = client.post(change_url(record), form_of(client, change_url(record)) | rows(record)
                               | handed_in(content, number=number))  # fmt: skip
        assert response.status_code == 302, response.context["inline_admin_formsets"][-1].formset.errors
    return list(record.attachments.all())


def rows(record: Any) -> dict[str, Any]:
    """The attachments there are, as a browser sends them back."""
    sent: dict[str, Any] = {}
    for number, attachment in enumerate(record.attachments.all()):
        fields = {"id": attachment.pk, record._meta.model_name: record.pk, "type": attachment.type,
                  "title": attachment.title}  # fmt: skip
        sent |= {f"attachments-{number}-{field}": value for field, value in {**EMPTY, **fields}.items()}
        if attachment.is_public:
            sent[f"attachments-{number}-is_public"] = "on"
    return sent


@pytest.fixture
def draft() -> Funding:
    return factories.make_funding(state=State.DRAFT)


@pytest.fixture
def clerk() -> Client:
    return staff("data entry")


def test_a_voucher_is_kept_by_its_hash_with_its_history(draft: Funding, clerk: Client) -> None:
    (attachment,) = kept(clerk, draft, files.PDF)
    assert attachment.file.name == f"{attachment.sha256[:2]}/{attachment.sha256}"
    with attachment.file.open() as stored:
        assert stored.read() == files.PDF
    assert (attachment.original_name, attachment.content_type, attachment.size) == (
        "凭证.pdf", "application/pdf", len(files.PDF),
    )  # fmt: skip
    assert not attachment.is_public
    assert attachment.history.get().history_user.username == "data-entry"


def test_what_comes_with_a_public_record_is_no_version_of_it(clerk: Client) -> None:
    published = factories.make_funding()
    before = published.version, published.history.count()
    assert kept(clerk, published, files.PDF)
    published.refresh_from_db()
    assert (published.version, published.history.count()) == before


def test_the_voucher_handed_in_with_a_record_counts_at_once(clerk: Client) -> None:
    project = factories.make_project(state=State.DRAFT)
    with override("zh-hans"):
        url = reverse("admin:projects_funding_add")
    for ref, voucher, is_missed in (("f-bare", {}, True), ("f-full", handed_in(files.PDF), False)):
        sent = form_of(clerk, url) | {
            "ref": ref, "project": project.pk, "amount": "1万元", "year_to": "2020", "basis": "recorded",
            "state": "draft",
        }  # fmt: skip
        page = clerk.post(url, sent | voucher, follow=True).content.decode()
        assert (f"资金 {ref}：依据是台账" in page) == is_missed


@pytest.mark.parametrize("record", ["enterprise", "village", "project", "source", "award", "outcome", "donation",
                                    "purchase"])  # fmt: skip
def test_every_kind_of_record_takes_attachments(record: str, admin_client: Client) -> None:
    owner = getattr(factories, f"make_{record}")(state=State.DRAFT)
    if record == "project":
        del owner.pending_villages
    (attachment,) = kept(admin_client, owner, files.PDF)
    assert attachment.record == owner


@pytest.mark.parametrize(("language", "reason"), [("zh-hans", "这是程序"), ("en", "This is a program")])
def test_a_program_is_refused_in_the_readers_language_and_nothing_typed_is_lost(
    draft: Funding, clerk: Client, language: str, reason: str
) -> None:
    with override(language):
        url = change_url(draft)
    sent = form_of(clerk, url) | {"note": "请看凭证"} | handed_in(b"MZ\x90\x00" + bytes(99), "合同.pdf")
    response = clerk.post(url, sent)
    page = response.content.decode()
    assert response.status_code == 200
    assert reason in page and "合同.pdf" in page
    assert "请看凭证" in page and "第12号凭证" in page
    assert not Attachment.objects.exists()
    assert Funding.objects.get(pk=draft.pk).note == ""


def test_a_huge_photo_is_refused_by_its_size(draft: Funding, clerk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload, "MOST_KEPT", 64 * 1024)
    huge = b"\xff\xd8\xff" + bytes(LARGEST)
    sent = form_of(clerk, change_url(draft)) | handed_in(huge, "photo.jpg")
    response = clerk.post(change_url(draft), sent)
    assert response.status_code == 200
    assert "50 MB" in str(response.context["inline_admin_formsets"][-1].formset.errors)


def test_a_stored_file_is_not_exchanged(draft: Funding, clerk: Client) -> None:
    (attachment,) = kept(clerk, draft, files.PDF)
    sent = form_of(clerk, change_url(draft)) | rows(draft)
    sent |= {"attachments-0-upload": SimpleUploadedFile("x.csv", files.CSV.encode()), "attachments-0-title": "新"}
    assert clerk.post(change_url(draft), sent).status_code == 302
    changed = Attachment.objects.get()
    assert (changed.sha256, changed.title) == (attachment.sha256, "新")


@pytest.mark.parametrize(("group", "public"), [("data entry", False), ("reviewer", True)])
def test_who_may_show_it_to_everybody(draft: Funding, clerk: Client, group: str, public: bool) -> None:
    kept(clerk, draft, files.PDF)
    client = clerk if group == "data entry" else staff(group)
    sent = form_of(client, change_url(draft)) | rows(draft) | {"attachments-0-is_public": "on"}
    assert client.post(change_url(draft), sent).status_code == 302
    assert Attachment.objects.get().is_public is public


def test_nobody_rewords_what_is_public_nor_shows_what_they_reworded(draft: Funding, clerk: Client) -> None:
    kept(clerk, draft, files.PDF)
    reviewer = staff("reviewer")

    def save(client: Client, *, title: str, is_public: bool) -> Attachment:
        sent = form_of(client, change_url(draft)) | rows(draft) | {"attachments-0-title": title}
        sent["attachments-0-is_public"] = "on" if is_public else ""
        client.post(change_url(draft), sent)
        return Attachment.objects.get()

    assert not save(reviewer, title="审阅者的话", is_public=True).is_public
    assert save(reviewer, title="第12号凭证", is_public=True).is_public
    for client in (clerk, reviewer):
        assert save(client, title="改过的话", is_public=True).title == "第12号凭证"
    save(reviewer, title="第12号凭证", is_public=False)
    assert save(reviewer, title="审阅者的话", is_public=False).title == "审阅者的话"
    assert not save(reviewer, title="审阅者的话", is_public=True).is_public
    Office.objects.update_or_create(defaults={"four_eyes": False})
    assert save(reviewer, title="审阅者的话", is_public=True).is_public
    assert save(reviewer, title="一人办公", is_public=True).title == "一人办公"


def test_a_new_attachment_is_never_public_at_once(draft: Funding, admin_client: Client) -> None:
    sent = form_of(admin_client, change_url(draft)) | handed_in(files.PDF, is_public="on")
    assert admin_client.post(change_url(draft), sent).status_code == 302
    assert not Attachment.objects.get().is_public


def test_a_removed_file_goes_with_its_last_attachment(
    draft: Funding, admin_client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    first, second = kept(admin_client, draft, files.PDF, files.PDF)
    with django_capture_on_commit_callbacks(execute=True):
        first.delete()
    assert second.file.storage.exists(second.file.name)
    with django_capture_on_commit_callbacks(execute=True):
        second.delete()
    assert not second.file.storage.exists(second.file.name)


def test_data_entry_deletes_no_evidence() -> None:
    for name, may in {"data entry": False, "reviewer": False, "administrator": True}.items():
        user = User.objects.create_user(name, is_staff=True)
        user.groups.add(Group.objects.get(name=name))
        assert user.has_perm("projects.delete_attachment") is may
        assert user.has_perm("projects.add_attachment")


def test_who_handed_it_in_does_not_show_it(draft: Funding) -> None:
    reviewer = staff("reviewer")
    kept(reviewer, draft, files.PDF)
    sent = form_of(reviewer, change_url(draft)) | rows(draft) | {"attachments-0-is_public": "on"}
    assert reviewer.post(change_url(draft), sent).status_code == 200
    assert not Attachment.objects.get().is_public
    Office.objects.update(four_eyes=False)
    assert reviewer.post(change_url(draft), sent).status_code == 302
    assert Attachment.objects.get().is_public


def test_evidence_for_a_published_record_is_kept_while_the_change_waits(clerk: Client) -> None:
    figure = factories.make_funding(amount="10000")
    sent = form_of(clerk, change_url(figure)) | {"amount": "20000"} | handed_in(files.PDF)
    assert clerk.post(change_url(figure), sent).status_code == 302
    attachment = figure.attachments.get()
    assert not attachment.is_public and attachment.history.get().history_user.username == "data-entry"
    assert Funding.objects.get(pk=figure.pk).amount == 10000
    assert Proposal.objects.get().title == str(figure)


def test_a_recorded_figure_with_a_voucher_misses_no_evidence(clerk: Client) -> None:
    bare, proven = (
        factories.make_funding(state=State.DRAFT, basis="recorded", year_from=2020, source=None, locator="")
        for _ in range(2)
    )
    kept(clerk, proven, files.PDF)
    page = clerk.get("/en/admin/").content.decode()
    queue = page.split("<h2>Missing evidence</h2>")[1].split("</ul>")[0]
    assert change_url(bare).replace("/zh-hans/", "/en/") in queue
    assert change_url(proven).replace("/zh-hans/", "/en/") not in queue

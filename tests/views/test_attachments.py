"""Who may read a file beside a record, and how it is sent."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from projects.intake import accept
from projects.models import OWNERS, Attachment, State
from tests import factories
from tests.intake import files

pytestmark = pytest.mark.django_db


def attach(record: Any, *, is_public: bool = True, content: bytes = files.PDF, name: str = "凭证.pdf") -> Attachment:
    owner = next(name for name, model in OWNERS.items() if type(record) is model)
    attachment = Attachment(type="voucher", is_public=is_public, **{owner: record})
    attachment.take(accept(files.upload(content, name)))
    attachment.full_clean()
    attachment.save()
    return attachment


def address(attachment: Attachment) -> str:
    return reverse("attachment", kwargs={"pk": attachment.pk})


def test_a_public_file_is_sent_as_a_download_that_no_browser_runs(client: Client) -> None:
    response = client.get(address(attach(factories.make_village(), name="图.exe")))
    assert b"".join(response) == files.PDF  # type: ignore[arg-type]
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["Content-Disposition"].endswith("%E5%9B%BE.exe.pdf")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("is_public", "state"), [(False, State.PUBLISHED), (True, State.DRAFT), (True, State.IN_REVIEW)]
)
def test_what_is_private_does_not_exist_for_the_public(client: Client, is_public: bool, state: State) -> None:
    village = factories.make_village(state=state)
    assert client.get(address(attach(village, is_public=is_public))).status_code == 404


@pytest.mark.parametrize(
    ("permissions", "status"),
    [
        (["view_attachment", "view_village"], 200),
        (["view_attachment", "view_funding"], 404),
        (["view_village"], 404),
        ([], 404),
    ],
)
def test_staff_read_what_they_may_see(client: Client, permissions: list[str], status: int) -> None:
    user = User.objects.create_user("clerk", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client.force_login(user)
    response = client.get(address(attach(factories.make_village(state=State.DRAFT), is_public=False)))
    assert response.status_code == status
    response.close()


def test_permissions_without_being_staff_are_not_enough(client: Client) -> None:
    user = User.objects.create_user("former", is_superuser=True)
    client.force_login(user)
    assert client.get(address(attach(factories.make_village(), is_public=False))).status_code == 404


@pytest.mark.parametrize("key", ["0", "7" * 18, "7" * 19, "7" * 400, "-1", "x", "%00"])
def test_an_address_of_nothing_is_not_found(client: Client, key: str) -> None:
    assert client.get(f"/attachments/{key}/").status_code == 404


def test_a_file_that_is_gone_is_not_found(client: Client) -> None:
    attachment = attach(factories.make_village())
    attachment.file.storage.delete(attachment.file.name)
    assert client.get(address(attachment)).status_code == 404


KINDS = {
    "villages": "village", "enterprises": "enterprise", "projects": "project", "funding": "funding",
    "donations": "donation", "purchases": "purchase", "outcomes": "outcome", "awards": "award", "sources": "source",
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_records_page_lists_its_public_evidence(client: Client, kind: str) -> None:
    record = getattr(factories, f"make_{KINDS[kind]}")()
    shown, hidden = attach(record), attach(record, is_public=False, content=files.CSV.encode())
    url = reverse("detail", kwargs={"kind": kind, "ref": record.ref})
    page = client.get(url).content.decode()
    assert address(shown) in page and shown.sha256 in page
    assert address(hidden) not in page and hidden.sha256 not in page


def test_an_attachment_belongs_to_exactly_one_record() -> None:
    attachment = attach(factories.make_village())
    for change in ({"village": None}, {"enterprise": factories.make_enterprise()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Attachment.objects.filter(pk=attachment.pk).update(**change)
    attachment.enterprise = factories.make_enterprise()
    with pytest.raises(ValidationError):
        attachment.full_clean()

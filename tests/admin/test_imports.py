"""Tables in and out on the staff's pages, for every role."""

import csv
import io
from typing import Any

import openpyxl
import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from projects.imports.kinds import KINDS
from projects.models import Donation, Enterprise, Proposal, ProposalStage
from tests.factories import make_donation, make_enterprise, make_source

pytestmark = pytest.mark.django_db

ROLES = ("data entry", "reviewer", "administrator")
GOOD = "ref,name_zh\na,甲企业\nb,乙企业\n"


def client_of(role: str) -> Client:
    user, _ = User.objects.get_or_create(username=role, is_staff=True)
    user.groups.set(Group.objects.filter(name=role))
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def address(name: str, *args: Any) -> str:
    return reverse(f"admin:projects_proposal_{name}", args=args).replace("/zh-hans/", "/en/")


def upload(client: Client, kind: str, text: str, **fields: Any) -> Any:
    file = SimpleUploadedFile("台账.csv", text.encode())
    return client.post(address("upload", kind), {"file": file, **fields})


def decide(client: Client, proposal: Proposal, action: str, **fields: Any) -> Any:
    return client.post(address("decide", proposal.pk), {"action": action, **fields})


class TestWhoMay:
    @pytest.mark.parametrize("kind", KINDS)
    def test_everybody_on_the_staff_sees_templates_and_exports(self, kind: str) -> None:
        anonymous = Client()
        for page in ("template", "export", "export_workbook"):
            assert anonymous.get(address(page, kind)).status_code == 302
            for role in ROLES:
                assert client_of(role).get(address(page, kind)).status_code == 200

    @pytest.mark.parametrize(
        ("role", "kind", "status"),
        [
            ("data entry", "enterprises", 200), ("data entry", "regions", 403), ("reviewer", "enterprises", 403),
            ("administrator", "regions", 200), ("administrator", "enterprises", 200),
        ],
    )  # fmt: skip
    def test_upload_takes_the_right_to_add_and_change(self, role: str, kind: str, status: int) -> None:
        assert client_of(role).get(address("upload", kind)).status_code == status
        assert Client().get(address("upload", kind)).status_code == 302

    def test_an_unknown_kind_is_not_found(self) -> None:
        assert client_of("administrator").get(address("upload", "nothing")).status_code == 404

    def test_publication_waits_for_a_reviewer(self) -> None:
        clerk, reviewer = client_of("data entry"), client_of("reviewer")
        make_enterprise(ref="e", name_zh="旧名")
        assert upload(clerk, "enterprises", "ref,name_zh\ne,新名\n").status_code == 302
        proposal = Proposal.objects.get()
        assert decide(clerk, proposal, "apply").status_code == 403
        assert decide(clerk, proposal, "review").status_code == 302
        page = reviewer.get(address("change", proposal.pk)).content.decode()
        assert "旧名" in page and "新名" in page
        assert decide(reviewer, proposal, "return", remark="Which document?").status_code == 302
        assert "Which document?" in clerk.get(address("change", proposal.pk)).content.decode()
        decide(clerk, proposal, "review")
        assert decide(reviewer, proposal, "apply").status_code == 302
        assert Enterprise.objects.get().name_zh == "新名"
        assert decide(clerk, proposal, "undo").status_code == 403
        assert decide(reviewer, proposal, "undo").status_code == 302
        assert Enterprise.objects.get().name_zh == "旧名"

    def test_a_clerk_cannot_ask_for_publication(self) -> None:
        upload(client_of("data entry"), "enterprises", GOOD, publish="on")
        assert not Proposal.objects.get().publish

    def test_nothing_is_decided_by_following_a_link(self) -> None:
        clerk = client_of("data entry")
        upload(clerk, "enterprises", GOOD)
        assert clerk.get(address("decide", Proposal.objects.get().pk)).status_code == 405


class TestImport:
    def test_preview_confirm_and_undo(self) -> None:
        clerk = client_of("data entry")
        response = upload(clerk, "enterprises", GOOD)
        proposal = Proposal.objects.get()
        assert response.url == address("change", proposal.pk)
        page = clerk.get(response.url).content.decode()
        assert "甲企业" in page and "Confirm" in page
        assert not Enterprise.objects.exists()
        decide(clerk, proposal, "apply")
        assert Enterprise.objects.count() == 2
        assert decide(clerk, proposal, "apply").status_code == 302  # pressed twice
        decide(clerk, proposal, "undo")
        assert not Enterprise.objects.exists()

    def test_warnings_are_seen_first(self) -> None:
        clerk = client_of("data entry")
        make_enterprise(ref="e")
        upload(clerk, "donations", "ref,enterprise,amount,as_written\nd,e,979.4,979.4万元\n")
        proposal = Proposal.objects.get()
        assert "10,000" in clerk.get(address("change", proposal.pk)).content.decode()
        decide(clerk, proposal, "apply")
        assert not Donation.objects.exists()
        decide(clerk, proposal, "apply", seen="1")
        assert Donation.objects.exists()

    def test_faults_are_all_shown_and_leave_as_a_workbook(self) -> None:
        clerk = client_of("data entry")
        make_enterprise(ref="e")
        rows = "ref,enterprise,amount,year_from\nd,e,-5,20188\nok,e,1,2018\nx,nobody,1,2018\n"
        page = clerk.get(upload(clerk, "donations", rows).url).content.decode()
        for text in ("cannot be negative", "2100", "nobody"):
            assert text in page
        assert "Confirm" not in page
        proposal = Proposal.objects.get()
        assert decide(clerk, proposal, "apply").status_code == 403
        file = clerk.get(address("faults", proposal.pk))
        sheet = openpyxl.load_workbook(io.BytesIO(file.content)).worksheets[0]
        assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == ["d", "x"]

    @pytest.mark.parametrize(
        "content", [b"", b"%PDF-1.7 \0", b"PK\x03\x04", b"ref\na\n", b"ref,name_zh\na,\xff\xfe\xff\n", b"\0" * 50]
    )
    def test_what_is_no_table_is_refused_with_a_reason(self, content: bytes) -> None:
        clerk = client_of("data entry")
        response = clerk.post(address("upload", "enterprises"), {"file": SimpleUploadedFile("x.csv", content)})
        assert response.status_code == 400
        assert b"errorlist" in response.content
        assert not Proposal.objects.exists()

    def test_one_with_too_many_rows(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("projects.imports.proposals.MOST_ROWS", 1)
        response = upload(client_of("data entry"), "enterprises", GOOD)
        assert response.status_code == 400 and b"import_records" in response.content

    def test_a_change_in_between_is_shown(self) -> None:
        clerk = client_of("data entry")
        make_enterprise(ref="e", state="draft")
        upload(clerk, "enterprises", "ref,name_zh\ne,新名\n")
        enterprise = Enterprise.objects.get()
        enterprise.save()
        response = decide(clerk, Proposal.objects.get(), "apply")
        assert response.status_code == 409 and "after the preview" in response.content.decode()
        assert Proposal.objects.get().stage == ProposalStage.PREPARED

    def test_long_previews_come_in_pages(self, django_assert_max_num_queries: Any) -> None:
        clerk = client_of("data entry")
        rows = "".join(f"e{i},企业{i}号\n" for i in range(120))
        url = upload(clerk, "enterprises", f"ref,name_zh\n{rows}").url
        with django_assert_max_num_queries(20):
            page = clerk.get(f"{url}?show=new&page=3").content.decode()
        assert "企业119号" in page and "企业1号" not in page
        assert clerk.get(f"{url}?show=nonsense&page=x").status_code == 200


class TestOut:
    def test_the_export_has_drafts_and_comes_back_unchanged(self) -> None:
        make_source(ref="s")
        make_donation(ref="d", amount=5, state="draft", campaign="=1+1")
        clerk = client_of("data entry")
        response = clerk.get(address("export", "donations"))
        text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
        assert [row["ref"] for row in csv.DictReader(text.splitlines())] == ["d"]
        upload(clerk, "donations", text)
        proposal = Proposal.objects.get()
        assert (proposal.new, proposal.changed, proposal.unchanged) == (0, 0, 1)

    def test_the_buttons_stand_on_the_lists(self) -> None:
        for role, may_import in (("data entry", True), ("reviewer", False)):
            page = client_of(role).get(reverse("admin:projects_donation_changelist")).content.decode()
            assert ("import/donations" in page) == may_import
            assert "export/donations.csv" in page

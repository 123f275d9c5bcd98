"""Proposals: prepared, applied exactly as shown, undone as one."""

import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from projects.counting import ledger
from projects.imports.kinds import KINDS
from projects.imports.proposals import NotNowError, apply, prepare, send_for_review, sweep, withdraw
from projects.imports.undo import undo
from projects.imports.values import plain
from projects.models import (
    AidProject,
    Donation,
    Enterprise,
    Funding,
    Proposal,
    ProposalStage,
    ProposedChange,
    Region,
    Tombstone,
)
from projects.models.authors import authors_of
from tests.factories import make_donation, make_enterprise, make_project, make_source, make_village
from tests.views.reading import text_of

pytestmark = pytest.mark.django_db

HEAD = "ref,enterprise,amount,villages,part_of,source,locator"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


@pytest.fixture
def user() -> User:
    return User.objects.create_user("li")


def file_of(*lines: str) -> io.BytesIO:
    return io.BytesIO("\n".join(lines).encode())


def prepared(user: User, kind: str, *lines: str, publish: bool = True) -> Proposal:
    return prepare(KINDS[kind], file_of(*lines), "台账.csv", publish=publish, user=user)


def state_of(model: Any) -> list[dict[str, str]]:
    kind = next(kind for kind in KINDS.values() if kind.model is model)
    return [
        {column: plain(record, column) for column in kind.columns}
        for record in model._default_manager.order_by(kind.key_column)
    ]


@pytest.fixture
def ledger_before() -> list[dict[str, str]]:
    make_enterprise(ref="E")
    make_source(ref="S")
    for ref in "VW":
        make_village(ref=ref)
    make_donation(ref="old", amount=100, villages=[make_village(ref="U")])
    return state_of(Donation)


DONATIONS = (HEAD, "part,E,40,V,whole,S,p. 1", "whole,E,90万元,V;W,,S,p. 2", "old,E,120,W,,S,p. 3")


class TestPrepared:
    def test_it_shows_what_is_new_and_what_changes_field_by_field(self, user: User, ledger_before: Any) -> None:
        proposal = prepared(user, "donations", *DONATIONS)
        assert (proposal.new, proposal.changed, proposal.faults) == (2, 1, 0)
        assert proposal.touches_published
        changes = {change.key: change for change in proposal.changes.all()}
        assert [c.key for c in changes.values()] == ["part", "whole", "old"]
        assert changes["part"].is_new
        assert ("amount", "100.00", "120.00") in changes["old"].differences()
        assert ("villages", "U", "W") in changes["old"].differences()
        assert changes["whole"].after["as_written"] == "90万元"
        assert state_of(Donation) == ledger_before
        assert not Donation.history.filter(batch=proposal.pk).exists()

    def test_what_looks_wrong_is_said_beside_its_row(self, user: User) -> None:
        make_enterprise(ref="E", name_zh="某某能源集团有限责任公司")
        make_donation(ref="d", amount=7000)
        rows = (
            "ref,enterprise,amount,as_written,replaces",
            "a,E,979.4,979.4万元,", "d,E,70000000,,", "c,E,1,,d", "e,E,1,,",
            "f,E,1,,", "g,E,1,,",
        )  # fmt: skip
        proposal = prepared(user, "donations", *rows, publish=False)
        warnings = {change.key: " ".join(change.warnings) for change in proposal.changes.all()}
        assert "10,000" in warnings["a"] and "10,000" in warnings["d"]
        assert "lower than d" in warnings["c"]
        assert "usual" in warnings["d"]
        assert not warnings["e"]
        names = prepared(
            user, "enterprises", "ref,name_zh,uscc", "F,某某能源集团公司,911100000000000000", "G,另一家,", publish=False
        )
        warnings = {change.key: " ".join(change.warnings) for change in names.changes.all()}
        assert "E" in warnings["F"] and "GB 32100" in warnings["F"]
        assert not warnings["G"]

    def test_rounding_is_said_and_does_not_block(self, user: User) -> None:
        make_enterprise(ref="E")
        rows = ("ref,enterprise,amount,part_of", "w,E,10万元,", "a,E,50001,w", "b,E,50001,w")
        proposal = prepared(user, "donations", *rows, publish=False)
        assert proposal.faults == 0
        assert [bool(change.warnings) for change in proposal.changes.all()] == [True, False, False]

    def test_faults_are_kept_with_their_rows(self, user: User, ledger_before: Any) -> None:
        proposal = prepared(user, "donations", HEAD, "x,E,much,,,S,", "y,E,1,,,S,p. 1")
        assert (proposal.stage, proposal.faults) == (ProposalStage.FAULTY, 2)
        (row,) = proposal.changes.all()
        assert row.cells[2] == "much" and {column for column, _value, _message in row.faults} == {"amount", ""}

    def test_what_nobody_applied_is_swept(self, user: User) -> None:
        make_enterprise(ref="E")
        old = prepared(user, "enterprises", "ref,name_zh", "a,甲")
        done = prepared(user, "enterprises", "ref,name_zh", "b,乙")
        apply(done, user)
        Proposal.objects.update(made_at=timezone.now() - timedelta(days=8))
        sweep()
        assert list(Proposal.objects.all()) == [done]
        assert not ProposedChange.objects.filter(proposal=old.pk).exists()


class TestApplied:
    def test_exactly_what_was_shown_is_made_in_one_batch(self, user: User, ledger_before: Any) -> None:
        proposal = prepared(user, "donations", *DONATIONS)
        shown = {change.key: change.after for change in proposal.changes.all()}
        assert apply(proposal, user).faults == []
        assert {row["ref"]: row for row in state_of(Donation)} == shown
        assert proposal.stage == ProposalStage.APPLIED
        kept = Donation.history.filter(batch=proposal.pk)
        assert {(h.ref, h.history_type, h.history_user) for h in kept} == {
            ("part", "+", user), ("whole", "+", user), ("old", "~", user)
        }  # fmt: skip
        assert all("台账.csv" in h.history_change_reason for h in kept)
        assert {h.ref: sorted(v.village.ref for v in h.villages.all()) for h in kept} == {
            "part": ["V"], "whole": ["V", "W"], "old": ["W"]
        }  # fmt: skip
        assert ledger.differences() == []
        assert [f"{d.counted.remainder}" for d in Donation.objects.filter(ref="whole")] == ["899960.00"]

    def test_a_change_in_between_is_found_and_nothing_is_written(self, user: User, ledger_before: Any) -> None:
        proposal = prepared(user, "donations", *DONATIONS)
        donation = Donation.objects.get(ref="old")
        donation.amount = 111
        donation.save()
        between = state_of(Donation)
        assert [fault.value for fault in apply(proposal, user).faults] == ["old"]
        assert state_of(Donation) == between
        proposal.refresh_from_db()
        assert proposal.stage == ProposalStage.PREPARED

    def test_a_record_added_or_gone_in_between_is_found(self, user: User, ledger_before: Any) -> None:
        proposal = prepared(user, "donations", *DONATIONS)
        make_donation(ref="whole", amount=5)
        assert "whole" in {fault.value for fault in apply(proposal, user).faults if fault.column == "ref"}
        assert Donation.objects.count() == 2

    def test_it_is_applied_once(self, user: User) -> None:
        proposal = prepared(user, "enterprises", "ref,name_zh", "a,甲")
        again = Proposal.objects.get(pk=proposal.pk)
        apply(proposal, user)
        with pytest.raises(NotNowError):
            apply(again, user)
        with pytest.raises(NotNowError):
            withdraw(again)
        with pytest.raises(NotNowError):
            send_for_review(again)
        assert Enterprise.history.count() == 1


class TestUndone:
    def test_everything_is_as_it_was(self, user: User, ledger_before: Any) -> None:
        proposal = prepared(user, "donations", *DONATIONS)
        apply(proposal, user)
        assert undo(proposal, user) == []
        assert state_of(Donation) == ledger_before
        assert proposal.stage == ProposalStage.UNDONE
        assert ledger.differences() == []
        assert [h.history_type for h in Donation.history.filter(ref="part").order_by("history_id")] == ["+", "-"]
        with pytest.raises(NotNowError):
            undo(proposal, user)

    def test_who_undoes_it_is_nobodys_author(self, user: User, ledger_before: Any) -> None:
        donation = Donation.objects.get(ref="old")
        apply(proposal := prepared(user, "donations", *DONATIONS), user)
        assert user.pk in authors_of(donation)
        other = User.objects.create_user("other")
        undo(proposal, other)
        assert other.pk not in authors_of(donation)

    def test_of_regions_and_of_programmes_the_inner_ones_go_first(self, user: User) -> None:
        regions = prepared(user, "regions", "code,name_zh", "15,自治区", "1522,盟", "152224,旗")
        apply(regions, user)
        assert undo(regions, user) == [] and not Region.objects.exists()
        make_enterprise(ref="E")
        rows = ("ref,title_zh,enterprise,measure,parent", "a,甲,E,other,b", "b,乙,E,other,")
        projects = prepared(user, "projects", *rows, publish=False)
        apply(projects, user)
        assert undo(projects, user) == [] and not AidProject.objects.exists()

    @pytest.mark.parametrize(("publish", "status"), [(True, 410), (False, 404)])
    def test_what_was_public_leaves_its_address_and_the_reason(
        self, user: User, client: Client, publish: bool, status: int
    ) -> None:
        make_enterprise(ref="E")
        make_source(ref="s")
        rows = ("ref,enterprise,title_zh,year,source,locator", "a-1,E,先进集体,2020,s,p. 1")
        proposal = prepared(user, "awards", *rows, publish=publish)
        apply(proposal, user)
        with override("zh-hans"):
            assert undo(proposal, user) == []
        assert [stone.ref for stone in Tombstone.objects.all()] == ["a-1"] * publish
        page = client.get("/zh-hans/awards/a-1/")
        assert page.status_code == status
        assert (page.headers.get("Cache-Control") == "no-cache") == publish
        assert ("录入该记录的导入已撤销。" in page.content.decode()) == publish

    def test_the_mended_table_comes_in_under_the_same_refs(self, user: User, client: Client) -> None:
        make_enterprise(ref="E")
        make_source(ref="s")
        head = "ref,enterprise,amount,year_to,source,locator,state"
        for amount in ("100万元", "10万元", "11万元"):
            proposal = prepared(user, "donations", head, f"d-1,E,{amount},2020,s,p. 1,", "d-2,E,5,2020,s,p. 2,draft")
            assert proposal.faults == 0
            warned = {change.key: change.warnings for change in proposal.changes.all()}
            assert [bool(warned[key]) for key in ("d-1", "d-2")] == [amount != "100万元", False]
            assert apply(proposal, user).faults == []
            assert undo(proposal, user) == []
            assert Tombstone.objects.get().ref == "d-1" and not Donation.objects.exists()
        apply(prepared(user, "donations", head, "d-1,E,12万元,2020,s,p. 1,"), user)
        text = text_of(client, "/en/donations/d-1/")
        assert "Public again, after it was removed on" in text
        assert "Amount: RMB 110,000 → RMB 120,000" in text and "RMB 1,000,000" not in text
        assert "Reason: The import that brought it was undone." in text
        assert "原因：录入该记录的导入已撤销。" in text_of(client, "/zh-hans/donations/d-1/")
        assert ledger.differences() == []

    def test_the_form_takes_the_ref_back_too(self, user: User) -> None:
        proposal = prepared(user, "enterprises", "ref,name_zh", "a,甲")
        apply(proposal, user)
        undo(proposal, user)
        assert Tombstone.objects.get().ref == "a"
        make_enterprise(ref="a").full_clean()

    def test_what_an_administrator_removed_stays_away(self, user: User) -> None:
        rows = ("enterprises", "ref,name_zh", "a,甲")
        proposal = prepared(user, *rows)
        apply(proposal, user)
        undo(proposal, user)
        apply(prepared(user, *rows), user)
        enterprise = Enterprise.objects.get()
        Tombstone.leave([enterprise], "两次录入。")
        enterprise.delete()
        assert prepared(user, *rows).faults == 1

    def test_what_cannot_be_undone_leaves_no_tombstone(self, user: User) -> None:
        proposal = prepared(user, "enterprises", "ref,name_zh", "a,甲", "b,乙")
        apply(proposal, user)
        make_donation(ref="d", amount=1, enterprise=Enterprise.objects.get(ref="a"))
        assert undo(proposal, user) and not Tombstone.objects.exists()

    def test_not_what_has_made_room_for_others(self, user: User) -> None:
        whole = make_donation(amount="100", ref="whole")
        make_donation(amount="80", part_of=whole, ref="older")
        head = "ref,enterprise,amount,part_of,replaces,source,locator"
        row = f"newer,{whole.enterprise.ref},30,whole,older,{whole.source.ref},p. 1"
        apply(proposal := prepared(user, "donations", head, row), user)
        other = make_donation(amount="70", part_of=whole)
        [fault] = undo(proposal, user)
        assert fault.value == "older" and "add up to RMB\xa0150" in fault.message
        assert Donation.objects.count() == 4
        other.delete()
        assert undo(proposal, user) == []
        assert ledger.differences() == []

    @pytest.mark.parametrize("key", ["old", "part"])
    def test_not_what_was_changed_since(self, user: User, ledger_before: Any, key: str) -> None:
        proposal = prepared(user, "donations", *DONATIONS)
        apply(proposal, user)
        donation = Donation.objects.get(ref=key)
        donation.note = "later"
        donation.save()
        standing = state_of(Donation)
        faults = undo(proposal, user)
        assert [fault.value for fault in faults] == [key]
        assert state_of(Donation) == standing
        assert Proposal.objects.get().stage == ProposalStage.APPLIED

    def test_not_what_others_depend_on(self, user: User) -> None:
        proposal = prepared(user, "enterprises", "ref,name_zh", "a,甲")
        apply(proposal, user)
        make_donation(ref="d", amount=1, enterprise=Enterprise.objects.get(ref="a"))
        (fault,) = undo(proposal, user)
        assert "d" in fault.message
        assert Enterprise.objects.filter(ref="a").exists()

    def test_publication_is_taken_back_too(self, user: User) -> None:
        make_project(ref="p")
        prepared_draft = prepared(user, "funding", "ref,project,amount,source,locator", "f,p,1,s,x", publish=False)
        assert prepared_draft.faults  # there is no source s
        make_source(ref="s")
        head = "ref,project,amount,source,locator"
        apply(prepared(user, "funding", head, "f,p,1,s,x", publish=False), user)
        publication = prepared(user, "funding", head, "f,p,1,s,x")
        apply(publication, user)
        assert Funding.objects.get().is_published
        assert undo(publication, user) == []
        assert not Funding.objects.get().is_published
        assert ledger.differences() == []

    def test_the_command_undoes_what_a_command_did(self, tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
        path = tmp_path / "e.csv"
        path.write_text("ref,name_zh\na,甲\nb,乙\n")
        call_command("import_records", "enterprises", path)
        number = Proposal.objects.get().pk
        call_command("undo_import", number)
        assert not Enterprise.objects.exists()
        with pytest.raises(CommandError, match="undone already"):
            call_command("undo_import", number)
        with pytest.raises(CommandError, match="no import"):
            call_command("undo_import", number + 1)

    def test_a_failed_or_dry_import_leaves_no_batch(self, tmp_path: Any) -> None:
        path = tmp_path / "e.csv"
        path.write_text("ref,name_zh\na,甲\n")
        call_command("import_records", "enterprises", path, dry_run=True)
        path.write_text("ref,name_zh\n!,甲\n")
        with pytest.raises(CommandError):
            call_command("import_records", "enterprises", path)
        assert not Proposal.objects.exists()

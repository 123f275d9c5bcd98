"""Draft, in review, published: who sees what waits, who may say yes, and what the public sees meanwhile."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from projects.models import Donation, Funding, Office, Proposal, ProposalStage, State
from projects.models.authors import authors_of
from tests import factories
from tests.admin.test_saving import change_url, form_of, funding_of

pytestmark = pytest.mark.usefixtures("seeded")


def person(name: str, group: str) -> Client:
    user = User.objects.create_user(name, is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


@pytest.fixture
def clerk() -> Client:
    return person("clerk", "data entry")


@pytest.fixture
def reviewer() -> Client:
    return person("reviewer", "reviewer")


def press(client: Client, record: Any, **changed: Any) -> Any:
    url = change_url(record)
    return client.post(url, form_of(client, url) | changed)


def entered(client: Client) -> Donation:
    """A draft that somebody entered through the form."""
    url = reverse("admin:projects_donation_add")
    enterprise = factories.make_enterprise()
    source = factories.make_source()
    sent = form_of(client, url) | {
        "ref": "d-new", "enterprise": enterprise.pk, "amount": "12万元", "source": source.pk, "locator": "p. 1",
        "state": "draft", "villages": [factories.make_village().pk],
    }  # fmt: skip
    assert client.post(url, sent).status_code == 302
    return Donation.objects.get(ref="d-new")


def queue(client: Client) -> str:
    return client.get("/en/admin/").content.decode()


class TestStory:
    def test_sent_returned_mended_and_published_by_another(self, clerk: Client, reviewer: Client) -> None:
        donation = entered(clerk)
        assert press(clerk, donation, _submit="1").status_code == 302
        assert "Waiting for my review" in queue(reviewer) and "d-new" in queue(reviewer)
        assert "Waiting for my review" not in queue(clerk)

        assert press(reviewer, donation, _return="1").status_code == 200  # without a note
        assert press(reviewer, donation, _return="1", return_note="Which voucher?").status_code == 302
        donation.refresh_from_db()
        assert donation.state == State.DRAFT
        assert "Returned to me" in queue(clerk) and "Which voucher?" in queue(clerk)
        assert "Which voucher?" in clerk.get(change_url(donation)).content.decode()
        assert donation.history.first().history_change_reason == "Which voucher?"

        press(clerk, donation, _submit="1", locator="voucher 7")
        assert "Which voucher?" not in queue(clerk)
        assert press(reviewer, donation, _publish="1").status_code == 302
        donation.refresh_from_db()
        assert donation.is_published and donation.review_note == ""
        assert "Waiting for my review" not in queue(reviewer)

    @pytest.mark.parametrize("button", ["_publish", "_return"])
    def test_a_refused_decision_leaves_the_record_and_its_buttons_where_they_were(
        self, clerk: Client, reviewer: Client, button: str
    ) -> None:
        donation = entered(clerk)
        press(clerk, donation, _submit="1")
        opened = form_of(reviewer, change_url(donation))
        press(clerk, donation, locator="voucher 7")
        refused = reviewer.post(change_url(donation), opened | {button: "1", "return_note": "Which voucher?"})
        page = refused.content.decode()
        assert refused.status_code == 200 and "after you opened it" in page
        assert 'name="_publish"' in page and 'name="_return"' in page and "Which voucher?" in page
        assert "This record is public" not in page
        assert refused.context["adminform"].form["state"].value() == State.IN_REVIEW
        assert not refused.context["has_absolute_url"]

    def test_a_refused_submission_is_still_to_be_submitted(self, clerk: Client) -> None:
        donation = entered(clerk)
        refused = press(clerk, donation, _submit="1", amount="much")
        assert 'name="_submit"' in refused.content.decode()
        assert refused.context["adminform"].form["state"].value() == State.DRAFT

    def test_the_queue_says_what_a_figure_is_about(self, clerk: Client, reviewer: Client) -> None:
        donation = entered(clerk)
        press(clerk, donation, _submit="1")
        with override("zh-hans"):
            page = reviewer.get("/zh-hans/admin/").content.decode()
        assert f"捐赠：d-new（{donation.enterprise}，12万元）" in page

    def test_nobody_publishes_what_they_entered(self) -> None:
        chief, second = person("chief", "administrator"), person("second", "administrator")
        donation = entered(chief)
        for changed in ({"_publish": "1"}, {"state": "published"}):
            assert press(chief, donation, **changed).status_code == 200
        chief.post(
            reverse("admin:projects_donation_changelist"), {"action": "publish", "_selected_action": [donation.pk]}
        )
        donation.refresh_from_db()
        assert donation.state == State.DRAFT
        mended = press(second, donation, state="published", amount="13")
        (said,) = mended.context["adminform"].form.errors["state"]
        assert "With what you changed here" in said
        assert press(second, donation, state="published").status_code == 302

    def test_moving_a_record_makes_nobody_its_author(self, clerk: Client, reviewer: Client) -> None:
        donation = entered(clerk)
        press(clerk, donation, _submit="1")
        press(reviewer, donation, _return="1", return_note="?")
        press(clerk, donation, _submit="1")
        assert authors_of(donation) == {User.objects.get(username="clerk").pk}

    def test_an_office_of_one_may_and_the_history_says_so(self) -> None:
        chief = person("chief", "administrator")
        office = Office.objects.get_or_create(pk=1)[0]
        with override("en"):
            url = reverse("admin:projects_office_change", args=[office.pk])
        assert chief.post(url, {}).status_code == 302  # the box is not ticked
        assert not Office.rules().four_eyes
        assert office.history.get().history_change_reason == "Four eyes switched off."
        donation = entered(chief)
        assert press(chief, donation, state="published").status_code == 302
        assert "four eyes" in donation.history.first().history_change_reason

    @pytest.mark.parametrize("group", ["data entry", "reviewer"])
    def test_only_an_administrator_changes_the_rules(self, group: str) -> None:
        url = reverse("admin:projects_office_change", args=[Office.objects.get_or_create(pk=1)[0].pk])
        assert person("x", group).post(url, {}).status_code == 403
        assert Office.rules().four_eyes


class TestPublishedRecords:
    def test_the_public_sees_the_old_one_until_somebody_else_agrees(
        self, clerk: Client, reviewer: Client, client: Client
    ) -> None:
        figure = Funding.objects.get(ref="f-yongan")
        response = press(clerk, figure, amount="800万元", change_reason="来源更正")
        proposal = Proposal.objects.get()
        assert response.url == reverse("admin:projects_proposal_change", args=[proposal.pk])
        assert funding_of(client, "yongan") == "7000000.00"
        assert "来源更正" in queue(reviewer)
        assert "waits" in reviewer.get(change_url(figure)).content.decode()

        page = reviewer.get(response.url).content.decode()
        assert "来源更正" in page and f'href="{change_url(figure)}"' in page

        decide = reverse("admin:projects_proposal_decide", args=[proposal.pk])
        assert clerk.post(decide, {"action": "apply"}).status_code == 403
        assert reviewer.post(decide, {"action": "apply", "seen": "1"}).status_code == 302
        assert funding_of(client, "yongan") == "8000000.00"
        last = Funding.objects.get(ref="f-yongan").history.first()
        assert (last.history_change_reason, last.history_user.username) == ("来源更正", "clerk")
        public = client.get("/en/funding/f-yongan/").content.decode()
        assert "8,000,000" in public

    def test_a_reviewer_agrees_to_no_change_of_their_own(self, reviewer: Client) -> None:
        press(reviewer, Funding.objects.get(ref="f-yongan"), amount="1万元")
        proposal = Proposal.objects.get()
        decide = reverse("admin:projects_proposal_decide", args=[proposal.pk])
        assert reviewer.post(decide, {"action": "apply"}).status_code == 403
        assert reviewer.post(decide, {"action": "withdraw"}).status_code == 302
        assert Proposal.objects.get().stage == ProposalStage.WITHDRAWN

    def test_villages_are_part_of_what_is_proposed(self, clerk: Client) -> None:
        project = Funding.objects.get(ref="f-yongan").project
        before = set(project.villages.all())
        press(clerk, project, villages=[project.villages.first().pk])
        assert set(project.villages.all()) == before
        (change,) = Proposal.objects.get().changes.all()
        assert {column for column, _b, _a in change.differences()} == {"villages"}

    def test_so_are_those_of_an_older_version(self, clerk: Client, reviewer: Client) -> None:
        project = Funding.objects.get(ref="f-yongan").project
        before = {village.pk for village in project.villages.all()}
        press(clerk, project, villages=[min(before)])
        decide = reverse("admin:projects_proposal_decide", args=[Proposal.objects.get().pk])
        reviewer.post(decide, {"action": "apply", "seen": "1"})
        assert {village.pk for village in project.villages.all()} == {min(before)} != before
        oldest = next(v for v in project.history.all() if {link.village_id for link in v.villages.all()} == before)
        url = reverse("admin:projects_aidproject_simple_history", args=[project.pk, oldest.pk])
        clerk.post(url, form_of(clerk, url))
        waiting = Proposal.objects.get(stage=ProposalStage.IN_REVIEW)
        reviewer.post(reverse("admin:projects_proposal_decide", args=[waiting.pk]), {"action": "apply", "seen": "1"})
        assert {village.pk for village in project.villages.all()} == before

    def test_a_change_by_others_in_between_is_found(self, clerk: Client, reviewer: Client) -> None:
        figure = Funding.objects.get(ref="f-yongan")
        press(clerk, figure, amount="800万元")
        figure.note = "between"
        figure.save()
        decide = reverse("admin:projects_proposal_decide", args=[Proposal.objects.get().pk])
        assert reviewer.post(decide, {"action": "apply", "seen": "1"}).status_code == 409

    def test_nothing_changed_is_no_proposal(self, clerk: Client) -> None:
        assert press(clerk, Funding.objects.get(ref="f-yongan")).status_code == 302
        assert not Proposal.objects.exists()

    def test_a_clerk_takes_nothing_back(self, clerk: Client) -> None:
        figure = Funding.objects.get(ref="f-yongan")
        press(clerk, figure, state="draft", amount="1")
        figure.refresh_from_db()
        assert figure.is_published

    def test_an_older_version_is_restored_under_review(self, clerk: Client, reviewer: Client) -> None:
        figure = Funding.objects.get(ref="f-yongan")
        press(clerk, figure, amount="800万元")
        decide = reverse("admin:projects_proposal_decide", args=[Proposal.objects.get().pk])
        reviewer.post(decide, {"action": "apply", "seen": "1"})
        version = figure.history.order_by("history_id").first()
        url = reverse("admin:projects_funding_simple_history", args=[figure.pk, version.pk])
        page = clerk.get(url)
        form = page.context["adminform"].form
        sent = {bound.html_name: value for bound in form if (value := bound.value()) not in (None, False)}
        sent["seen_version"] = Funding.objects.get(pk=figure.pk).version
        assert clerk.post(url, sent).status_code == 302
        assert Proposal.objects.filter(stage=ProposalStage.IN_REVIEW).count() == 1
        assert f"{Funding.objects.get(pk=figure.pk).amount}" == "8000000.00"

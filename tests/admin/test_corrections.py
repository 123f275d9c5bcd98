"""What staff answer to readers' reports: nobody's answer is lost, and each stays in the history."""

import pytest
from django.test import Client

from projects.models import CorrectionRequest
from tests.admin.test_review import person
from tests.admin.test_saving import change_url, form_of
from tests.admin.test_versions import page

pytestmark = pytest.mark.django_db


@pytest.fixture
def report() -> CorrectionRequest:
    return CorrectionRequest.objects.create(kind="funding", ref="f", message="It was 7.", contact="reader@example.org")


def test_two_people_answer_the_same_report(report: CorrectionRequest) -> None:
    one, other, url = person("one", "reviewer"), person("other", "reviewer"), change_url(report)
    opened = form_of(one, url)
    theirs = form_of(other, url) | {"status": "corrected", "answer": "Theirs"}
    assert other.post(url, theirs).status_code == 302

    mine = opened | {"status": "declined", "answer": "Mine"}
    refused = one.post(url, mine)
    shown = refused.content.decode()
    assert refused.status_code == 200 and "other" in shown and "Mine" in shown
    report.refresh_from_db()
    assert (report.status, report.answer) == ("corrected", "Theirs")

    over = {"overwrite": "on", "conflict_version": refused.context["adminform"].form.data["conflict_version"]}
    assert one.post(url, mine | over | {"change_reason": "Looked at again"}).status_code == 302
    said = [(v.answer, getattr(v.history_user, "username", None)) for v in report.history.order_by("history_id")]
    assert said == [("", None), ("Theirs", "other"), ("Mine", "one")]
    assert report.history.first().history_change_reason == "Looked at again"


def test_answers_are_compared_in_words(report: CorrectionRequest, admin_client: Client) -> None:
    report.status, report.answer = "corrected", "Mended"
    report.save()
    first, last = report.history.order_by("history_id").values_list("pk", flat=True)
    shown = page(admin_client, report, f"from={first}&to={last}")
    assert '<th scope="row">Status</th><td>open</td><td>corrected</td>' in shown


def test_what_a_reader_wrote_goes_with_the_report(report: CorrectionRequest, admin_client: Client) -> None:
    report.answer = "Mended"
    report.save()
    key = report.pk
    report.delete()
    kept = CorrectionRequest.history.filter(id=key)
    assert [version.history_type for version in kept] == ["-", "~", "+"]
    assert not {"message", "evidence", "contact", "sender"} & {*kept.values().first()}
    assert page(admin_client, kept.first().instance, "")

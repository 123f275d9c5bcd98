"""Every check: what it finds, what it lets pass, and how an answer stands."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects.intake import accept
from projects.models import Attachment, Basis, Finding, Indicator, Office, Outcome, Proposal, State
from projects.models.history import Writing, writing
from projects.vetting import CHECKS, found_alone, open_findings, vet_stored
from projects.vetting.among import MOST_ALIKE
from projects.vetting.checks import vetted_models
from tests import factories as make
from tests.intake.files import PDF, upload

pytestmark = pytest.mark.django_db


def found(record: Any) -> set[str]:
    """Keys of the checks that have something to say of a stored record, as kept beside it."""
    kept = Finding.objects.filter(model=record._meta.model_name, record_id=record.pk)
    return {*kept.values_list("check_key", flat=True)}


def income(**fields: Any) -> Outcome:
    return make.make_outcome(
        indicator=Indicator.objects.filter(aggregation="none").first(), project=None, value="2800", **fields
    )


SOURCED_2021 = {"as_of": date(2021, 3, 1)}
FINDS = {
    "unit_slip": lambda: make.make_funding(amount="700", as_written="700万元", **SOURCED_2021),
    "wording": lambda: make.make_funding(amount="800", as_written="700元", **SOURCED_2021),
    "falls": lambda: make.make_donation(amount="5", replaces=make.make_donation(amount="6"), **SOURCED_2021),
    "undated": lambda: make.make_funding(year_from=2015),
    "after_source": lambda: make.make_funding(as_of=date(2021, 3, 10)),
    "outdated": lambda: make.make_purchase(year_to=2018),
    "consumption": lambda: make.make_funding(project=make.make_project(measure="consumption"), **SOURCED_2021),
    "concept": lambda: income(**SOURCED_2021),
    "body": lambda: make.make_award(),
    "uscc": lambda: make.make_enterprise(uscc="91350211M0000XUF46"),
    "repeated": lambda: [make.make_donation(amount="77", **SOURCED_2021) for _ in range(2)][1],
    "award_twice": lambda: [make.make_award(granting_bodies="旗政府") for _ in range(2)][1],
    "voucher": lambda: make.make_funding(basis=Basis.RECORDED, **SOURCED_2021),
}
PASSES = {
    "unit_slip": lambda: make.make_funding(amount="7000000", as_written="700万元", **SOURCED_2021),
    "wording": lambda: make.make_funding(amount="700", as_written="约七百元", **SOURCED_2021),
    "falls": lambda: make.make_donation(amount="6", replaces=make.make_donation(amount="6"), **SOURCED_2021),
    "undated": lambda: make.make_funding(year_to=2020),
    "after_source": lambda: make.make_funding(as_of=date(2021, 3, 9)),
    "outdated": lambda: make.make_purchase(year_to=2020),
    "consumption": lambda: make.make_funding(**SOURCED_2021),
    "concept": lambda: income(concept="net_income", **SOURCED_2021),
    "body": lambda: make.make_award(granting_bodies="旗政府"),
    "uscc": lambda: make.make_enterprise(uscc="91350100M000100Y43"),
    "repeated": lambda: make.make_donation(
        amount="78", part_of=make.make_donation(amount="78", **SOURCED_2021), **SOURCED_2021
    ),
    "award_twice": lambda: [make.make_award(granting_bodies="旗政府", year=year) for year in (2017, 2018)][1],
    "voucher": lambda: make.make_funding(**SOURCED_2021),
}
BY_HISTORY = {"rounding", "one_person", "unexplained"}
"""Those with tests of their own below."""


def test_every_check_has_its_test() -> None:
    assert FINDS.keys() == PASSES.keys() == CHECKS.keys() - BY_HISTORY


@pytest.mark.parametrize("key", FINDS)
def test_it_finds_and_lets_pass(key: str) -> None:
    assert key in found(FINDS[key]())
    assert key not in found(PASSES[key]())


def test_what_rounding_explains_is_found_on_the_whole() -> None:
    whole = make.make_purchase(amount="1000000", as_written="100万元", **SOURCED_2021)
    part = make.make_purchase(amount="1004000", as_written="100.4万元", part_of=whole, **SOURCED_2021)
    assert "rounding" in found(whole)
    part.amount = 900000
    part.as_written = ""
    part.save()
    assert "rounding" not in found(whole)
    part.amount = 1004000
    part.save()
    part.delete()
    assert "rounding" not in found(whole)


def test_who_alone_saw_a_record() -> None:
    entry, reviewer = User.objects.create_user("entry"), User.objects.create_user("reviewer")
    with writing(Writing(user_id=entry.pk)):
        alone = make.make_funding()
        looked_at = make.make_funding(state=State.DRAFT)
    with writing(Writing(user_id=reviewer.pk)):
        looked_at.state = State.PUBLISHED
        looked_at.save()
    imported = Proposal.objects.create(kind="funding", title="t", made_by=entry, applied_by=reviewer)
    with writing(Writing(user_id=entry.pk, batch_id=imported.pk)):
        confirmed = make.make_funding()
    assert Office.rules().four_eyes
    assert "one_person" in found(alone)
    assert "one_person" not in found(looked_at) | found(confirmed) | found(make.make_funding())


def test_a_public_change_without_a_reason() -> None:
    user = User.objects.create_user("somebody")
    funding = make.make_funding()
    for reason, expected in (("typing error", False), ("", True), ("bank took it back", True)):
        funding.amount += 1
        with writing(Writing(reason=reason, user_id=user.pk)):
            funding.save()
        assert ("unexplained" in found(funding)) is expected


def test_evidence_settles_the_voucher(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    funding = make.make_funding(basis=Basis.RECORDED, **SOURCED_2021)
    assert "voucher" in found(funding)
    attachment = Attachment(funding=funding, type="voucher")
    attachment.take(accept(upload(PDF)))
    attachment.save()
    assert "voucher" not in found(funding)
    attachment.delete()
    assert "voucher" in found(funding)


def test_an_answer_stands_until_the_facts_change() -> None:
    older = make.make_donation(amount="6", **SOURCED_2021)
    newer = make.make_donation(amount="5", replaces=older, **SOURCED_2021)
    finding = Finding.objects.get(record_id=newer.pk, check_key="falls")
    finding.answer = "The older one was wrong."
    finding.save()
    newer.note = "Looked at."
    newer.save()
    finding.refresh_from_db()
    assert finding.answer
    older.amount = 7
    older.save()
    finding.refresh_from_db()
    assert not finding.answer and finding.facts["before"] == "7.00"
    assert [version.answer for version in finding.history.all()] == ["", "The older one was wrong."]
    older.amount = 5
    older.save()
    assert "falls" not in found(newer)


def test_an_amount_that_a_source_has_very_often_is_a_rate() -> None:
    for _ in range(MOST_ALIKE):
        last = make.make_donation(amount="500", **SOURCED_2021)
    assert "repeated" in found(last)
    vet_stored(type(last), [last.pk])
    one_more = make.make_donation(amount="500", **SOURCED_2021)
    assert "repeated" not in found(one_more)


def test_what_is_deleted_leaves_nothing() -> None:
    award = make.make_award(state=State.DRAFT)
    award.delete()
    assert not Finding.objects.filter(model="award").exists()


def test_checking_all_anew_finds_the_same(seeded: None) -> None:
    def kept() -> set[Any]:
        rows = Finding.objects.values_list("model", "record_id", "check_key", "answer")
        return {*rows}

    before = kept()
    assert before
    Finding.objects.filter(check_key="undated").update(answer="The article gives no date.")
    Finding.objects.filter(check_key="body").delete()
    call_command("check_records", verbosity=0)
    assert {row[:3] for row in kept()} == {row[:3] for row in before}
    assert "The article gives no date." in {row[3] for row in kept()}


@pytest.mark.parametrize("name", vetted_models())
def test_as_many_questions_for_many_records(name: str) -> None:
    model = vetted_models()[name]
    asked = []
    for more in (5, 10):
        for _ in range(more):
            getattr(make, f"make_{name}")()
        pks = list(model._default_manager.values_list("pk", flat=True))
        vet_stored(model, pks)  # the older ones may be repeated by newer ones
        with CaptureQueriesContext(connection) as captured:
            vet_stored(model, pks)
        asked.append(len(captured))
    assert asked[0] == asked[1]


def test_a_record_by_itself_needs_no_database(django_assert_num_queries: Any) -> None:
    funding = make.make_funding(amount="700", as_written="700万元", **SOURCED_2021)
    funding.known_parts = ()
    with django_assert_num_queries(0):
        assert len(found_alone(funding)) == 1
    assert list(open_findings([type(funding)])) == list(Finding.objects.filter(model="funding"))

"""A public record leads only to public records, whichever of the two is saved."""

from collections.abc import Callable
from typing import Any

import pytest

from projects.models import State
from tests.factories import (
    make_award,
    make_donation,
    make_enterprise,
    make_funding,
    make_outcome,
    make_project,
    make_purchase,
    make_source,
    make_village,
)
from tests.models.refusals import refused

pytestmark = pytest.mark.django_db

Make = Callable[..., Any]


def by(make: Make, field: str) -> Callable[..., Any]:
    return lambda to, **fields: make(**{field: to}, **fields)


def funding_by(field: str) -> Callable[..., Any]:
    """Funding of a project that leads to public records of its own: only the field under test is in question."""
    return lambda to, **fields: make_funding(
        project=make_project(enterprise=make_enterprise(), source=make_source()), **{field: to}, **fields
    )


def naming(make: Make) -> Callable[..., Any]:
    return lambda to, **fields: make([to], **fields)


def part_of_outcome(to: Any, **fields: Any) -> Any:
    return make_outcome(part_of=to, indicator=to.indicator, **fields)


LEADS = {
    "project to enterprise": (by(make_project, "enterprise"), make_enterprise),
    "project to programme": (by(make_project, "parent"), make_project),
    "project to source": (by(make_project, "source"), make_source),
    "project to village": (naming(make_project), make_village),
    "funding to project": (by(make_funding, "project"), make_project),
    "funding to enterprise": (funding_by("enterprise"), make_enterprise),
    "funding to source": (funding_by("source"), make_source),
    "funding to village": (by(make_funding, "village"), make_village),
    "donation to enterprise": (by(make_donation, "enterprise"), make_enterprise),
    "donation to source": (by(make_donation, "source"), make_source),
    "donation to village": (naming(make_donation), make_village),
    "purchase to enterprise": (by(make_purchase, "enterprise"), make_enterprise),
    "purchase to source": (by(make_purchase, "source"), make_source),
    "purchase to village": (naming(make_purchase), make_village),
    "outcome to project": (by(make_outcome, "project"), make_project),
    "outcome to source": (by(make_outcome, "source"), make_source),
    "outcome to village": (by(make_outcome, "village"), make_village),
    "part to whole of funding": (by(make_funding, "part_of"), make_funding),
    "part to whole of donations": (by(make_donation, "part_of"), make_donation),
    "part to whole of purchases": (by(make_purchase, "part_of"), make_purchase),
    "part to whole of outcomes": (part_of_outcome, make_outcome),
    "award to enterprise": (by(make_award, "enterprise"), make_enterprise),
    "award to source": (by(make_award, "source"), make_source),
    "enterprise to parent": (by(make_enterprise, "parent"), make_enterprise),
}


def save(record: Any, state: str) -> None:
    fresh = type(record).objects.get(pk=record.pk)
    fresh.state = state
    fresh.full_clean()
    fresh.save()


@pytest.mark.parametrize("lead", LEADS)
@pytest.mark.parametrize("hidden", [State.DRAFT, State.IN_REVIEW])
def test_what_it_leads_to_is_published_first(lead: str, hidden: str) -> None:
    make, make_other = LEADS[lead]
    other = make_other(state=hidden)
    record = make(other, state=State.DRAFT)
    save(record, State.IN_REVIEW)
    with refused("state", saying=str(other)):
        save(record, State.PUBLISHED)
    save(other, State.PUBLISHED)
    save(record, State.PUBLISHED)


@pytest.mark.parametrize("lead", LEADS)
def test_what_leads_here_is_taken_back_first(lead: str) -> None:
    make, make_other = LEADS[lead]
    other = make_other()
    record = make(other)
    for state in (State.DRAFT, State.IN_REVIEW):
        with refused("state", saying=str(record)):
            save(other, state)
    save(record, State.DRAFT)
    save(other, State.DRAFT)


def test_villages_about_to_be_named_count_before_they_are_stored() -> None:
    donation = make_donation()
    donation.pending_villages = [make_village(state=State.DRAFT)]
    with refused("state"):
        donation.full_clean()
    donation.pending_villages = [make_village()]
    donation.full_clean()


def test_only_published_records_are_found_as_published() -> None:
    made = [make_village(state=state) for state in State.values]
    published = type(made[0]).objects.published()
    assert [village.state for village in published] == [State.PUBLISHED]
    assert [village.is_published for village in made] == [False, False, True]

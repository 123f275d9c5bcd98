"""A secondment or a pledge with its day raises a reminder before it, and until somebody has dealt with it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from projects.models import Funding
from tests import factories
from tests.admin.test_review import person, queue

pytestmark = pytest.mark.django_db


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def pledge(days: int, **fields: Any) -> Funding:
    return factories.make_funding(stage="committed", due_on=in_days(days), **fields)


@pytest.mark.parametrize(("days", "note"), [(60, "in 60 days"), (0, "today"), (-1, "1 day over"), (-400, "400 days")])
def test_a_secondment_is_reminded_of_ahead_of_its_end_and_after_it(days: int, note: str) -> None:
    factories.make_project(title_zh="派驻第一书记", due_on=in_days(days))
    page = queue(person("clerk", "data entry"))
    assert "Ends soon, or is over" in page and "派驻第一书记" in page and note in page


def test_what_is_far_off_ended_or_has_no_day_is_not() -> None:
    factories.make_project(due_on=in_days(61))
    factories.make_project(due_on=in_days(-10), status="completed")
    factories.make_project()
    pledge(61)
    factories.make_funding(stage="committed")
    assert "Ends soon" not in queue(person("clerk", "data entry"))


def test_a_pledge_is_reminded_of_until_another_replaces_it() -> None:
    clerk = person("clerk", "data entry")
    project = factories.make_project(title_zh="村道硬化")
    promised = pledge(-3, project=project, amount="50000")
    assert "村道硬化, RMB\xa050,000" in queue(clerk)
    factories.make_funding(project=project, stage="committed", replaces=promised, due_on=in_days(90))
    assert "村道硬化, RMB" not in queue(clerk)


def test_only_a_commitment_is_promised_for_a_day() -> None:
    with pytest.raises(ValidationError, match=r"promised|承诺"):
        factories.make_funding(stage="paid", due_on=in_days(1))


def test_the_list_shows_all_that_the_queue_has_no_room_for() -> None:
    clerk = person("clerk", "data entry")
    for days in range(-3, 4):
        pledge(days, ref=f"f-due{days}")
    pledge(90, ref="f-far-off")
    listing = reverse("admin:projects_funding_changelist")
    assert "/funding/?due=soon" in queue(clerk)
    soon = clerk.get(f"{listing}?due=soon").content.decode()
    over = clerk.get(f"{listing}?due=over").content.decode()
    assert all(f"f-due{days}<" in soon for days in range(-3, 4)) and "f-far-off" not in soon
    assert "f-due-1<" in over and "f-due0<" not in over

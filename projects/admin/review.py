"""From draft to public: who may, and what is noted."""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from projects.models import Office, State
from projects.models.authors import authors_of
from projects.models.history import LONGEST_REASON


def move(record: Any, state: State, user: User, note: str = "") -> None:
    """Bring a stored record to a publication state, inside a transaction.

    Raises ValidationError where the record's rules, or the four eyes, stand against it.
    """
    current = type(record)._default_manager.select_for_update(of=("self",)).get(pk=record.pk)
    entered = user.pk in authors_of(current)
    if state == State.PUBLISHED and entered and Office.rules().four_eyes:
        raise ValidationError(_("You entered this: somebody else looks at it and publishes it."))
    current.state = state
    stamp(current, user, entered=entered, note=note)
    current.full_clean()
    current.save()


def stamp(record: Any, user: User, *, entered: bool, note: str = "") -> None:
    """Note beside a record that moves to its present state who moved it, and why."""
    if record.state == State.IN_REVIEW:
        record.submitted_by = user
    record.review_note = note if record.state == State.DRAFT else ""
    if record.review_note:
        _say(record, note)
    if record.state == State.PUBLISHED and entered:
        alone = _("Published by whoever entered it: the office works without four eyes.")
        _say(record, alone)


def _say(record: Any, text: str) -> None:
    """In the history, beside the reason that was given."""
    record._change_reason = "; ".join(filter(None, (getattr(record, "_change_reason", ""), text)))[:LONGEST_REASON]

"""What reached each village, kept ready for lists: of published villages alone."""

import pytest

from projects.counting import ledger
from projects.models import CountedBounds, State
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_village_that_is_withdrawn_has_no_bounds_until_it_is_published_again() -> None:
    village = factories.make_village()
    factories.make_funding(project=factories.make_project([village]), amount=500)
    kept = CountedBounds.objects.filter(village=village)
    assert kept.get().funding_lower == 500
    village.state = State.DRAFT
    village.save()
    assert not kept.exists()
    assert ledger.differences() == []
    village.state = State.PUBLISHED
    village.save()
    assert kept.get().funding_upper == 500
    assert ledger.differences() == []

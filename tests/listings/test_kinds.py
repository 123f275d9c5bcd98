"""What makes a record of a kind is the same for the filter and for counting."""

from itertools import product

import pytest
from django.http import QueryDict

from projects.listings import LISTINGS
from projects.models import Mode, Origin, Stage
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _every_way_of_being_of_a_kind() -> None:
    project = factories.make_project()
    for stage, origin in product(Stage.values, ["", *Origin.values]):
        factories.make_funding(project=project, stage=stage, origin=origin)
    for mode in ["", *Mode.values]:
        factories.make_purchase([], mode=mode)


@pytest.mark.parametrize(
    ("kind", "counted"), [(key, kind.value) for key in ("funding", "purchases") for kind in LISTINGS[key].kinds]
)
def test_the_filter_keeps_what_is_counted_so(kind: str, counted: str) -> None:
    listing = LISTINGS[kind]
    kept = set(listing.select(QueryDict(f"kind={counted}"), strict=True).selected)
    assert kept == set(listing.published().filter(counted__kind=counted))
    assert kept


def test_several_kinds_are_either() -> None:
    listing = LISTINGS["funding"]
    either = set(listing.select(QueryDict("kind=mobilised&kind=commitments"), strict=True).selected)
    assert either == set(listing.published().filter(counted__kind__in=["mobilised", "commitments"]))

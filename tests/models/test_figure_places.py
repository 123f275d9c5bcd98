"""The rules of data entry for places: parts lie within those of their whole, villages in the region beside them."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.factories import (
    make_donation,
    make_funding,
    make_outcome,
    make_project,
    make_purchase,
    make_region,
    make_village,
)
from tests.models.refusals import edit, refused

pytestmark = pytest.mark.django_db


class TestParts:
    def test_among_named_villages(self) -> None:
        a, b, c = make_village(), make_village(), make_village()
        whole = make_donation([a, b])
        make_donation([a], amount="1", part_of=whole)
        make_donation([a, b], amount="1", part_of=whole)
        make_donation(amount="1", part_of=whole)
        with refused("part_of"):
            make_donation([a, c], amount="1", part_of=whole)
        with refused("part_of"):
            make_donation(region=a.region, amount="1", part_of=whole)

    def test_in_a_region(self) -> None:
        county, town, elsewhere = make_region("152224"), make_region("152224103"), make_region("150622")
        whole = make_donation(region=county)
        make_donation(region=town, amount="1", part_of=whole)
        make_donation([make_village(region=town)], amount="1", part_of=whole)
        with refused("part_of"):
            make_donation(region=make_region("1522"), amount="1", part_of=whole)
        with refused("part_of"):
            make_donation([make_village(region=town), make_village(region=elsewhere)], amount="1", part_of=whole)

    def test_anywhere_while_the_whole_does_not_say(self) -> None:
        make_donation([make_village()], amount="1", part_of=make_donation())

    def test_a_whole_cannot_leave_the_places_of_its_parts(self) -> None:
        county, town = make_region("152224"), make_region("152224103")
        whole = make_donation(region=county)
        part = make_donation(region=town, amount="1", part_of=whole)
        with refused("__all__", saying=part.ref):
            edit(whole, region=make_region("150622"))
        edit(whole, region=make_region("1522"))
        edit(whole, region=None)

    def test_nor_can_its_project(self) -> None:
        a, b = make_village(), make_village()
        project = make_project([a, b])
        whole = make_funding(project=project)
        part = make_funding(project=project, amount="1", part_of=whole, village=a)

        def move(moved: Any, *villages: Any, **fields: Any) -> None:
            fresh = type(moved).objects.get(pk=moved.pk)
            fresh.pending_villages = villages
            for name, value in fields.items():
                setattr(fresh, name, value)
            fresh.full_clean()

        with refused("__all__", saying=part.ref):
            move(project, b)
        with refused("__all__", saying=part.ref):
            move(project, region=make_region("61"))
        move(project, a)
        move(project, region=a.region)

    def test_nor_the_programme_it_belongs_to(self) -> None:
        a, b = make_village(), make_village()
        programme = make_project([a, b])
        project = make_project(parent=programme)
        part = make_funding(project=project, amount="1", village=a, part_of=make_funding(project=project))
        programme.pending_villages = [b]
        with refused("__all__", saying=part.ref):
            programme.full_clean()
        fresh = type(project).objects.get(pk=project.pk)
        fresh.parent = make_project([b])
        with refused("__all__", saying=part.ref):
            fresh.full_clean()
        fresh.parent = make_project([a])
        fresh.full_clean()

    def test_nor_those_of_the_parts_of_its_parts(self) -> None:
        a, b = make_village(), make_village()
        project = make_project()
        whole = make_funding(project=project)
        between = make_funding(project=project, amount="2", part_of=whole)
        inner = make_funding(project=project, amount="1", part_of=between, village=a)
        with refused("__all__", saying=inner.ref):
            edit(whole, village=b)
        edit(whole, village=a)


class TestRegionsBesideVillages:
    @pytest.mark.parametrize("make", [make_project, make_donation, make_purchase])
    def test_hold_all_of_them(self, make: Callable[..., Any]) -> None:
        county, town, elsewhere = make_region("152224"), make_region("152224103"), make_region("61")
        villages = [make_village(region=town), make_village(region=county)]
        make(villages, region=county)
        for region in (town, elsewhere):
            with refused("region", saying=str(villages[1])):
                make(villages, region=region)

    def test_of_an_outcome(self) -> None:
        town = make_region("152224103")
        village = make_village(region=town)
        make_outcome(village=village, region=town)
        with refused("region", saying=str(village)):
            make_outcome(village=village, region=make_region("61"))

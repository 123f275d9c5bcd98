"""Records written in one stream are what single saves would have made of them."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import models, transaction

from projects.bulk import insert
from projects.models import Funding, Region, Source, State, Village
from tests.factories import make_project, make_region, make_source

pytestmark = pytest.mark.django_db


def stored(record: Any) -> dict[str, Any]:
    fresh = type(record).objects.get(pk=record.pk)
    set_by_the_clock = {"id", "created_at", "updated_at"}
    return {f.attname: getattr(fresh, f.attname) for f in fresh._meta.concrete_fields if f.name not in set_by_the_clock}


def figures(prefix: str) -> list[Funding]:
    source, project = make_source(), make_project()
    about: list[dict[str, Any]] = [
        {"amount": Decimal("9794000.01"), "as_written": "979.4万元", "may_overlap": True, "year_from": 2011},
        {"amount": None, "note": 'tab\t"quotes", commas\\ and\nlines', "as_of": date(2019, 5, 3)},
        {"amount": Decimal(0), "note": "", "note_en": "\\N 'NULL' […] 😀", "state": State.PUBLISHED},
        {"amount": Decimal(10**15), "locator": "¶1"},
    ]
    return [
        Funding(ref=f"{prefix}{n}", project=project, source=source, **{"locator": "¶", **given})
        for n, given in enumerate(about)
    ]


def test_every_value_arrives_as_saved_one_by_one() -> None:
    streamed, saved = figures("a"), figures("b")
    for record in streamed:
        record.settle()
    insert(Funding, streamed)
    for record in saved:
        record.save()
    for one, other in zip(streamed, saved, strict=True):
        same = {"ref", "project_id", "source_id"}
        assert {k: v for k, v in stored(one).items() if k not in same} == {
            k: v for k, v in stored(other).items() if k not in same
        }


def test_decimals_arrive_exactly() -> None:
    village = Village(ref="v", name_zh="甲村", region=make_region("15"), latitude=Decimal("45.38211"), longitude=121)
    village.settle()
    insert(Village, [village])
    assert (stored(village)["latitude"], stored(village)["longitude"]) == (Decimal("45.38211"), Decimal(121))
    assert Village.objects.filter(latitude=Decimal("45.38211"), longitude__gt=120).exists()


def test_each_record_knows_its_own_key() -> None:
    make = [Source(ref=f"s{n}", title=f"{n}", published_on=date(2020, 1, 1)) for n in range(50)]
    insert(Source, make)
    assert all(Source.objects.get(ref=record.ref).pk == record.pk for record in make)
    assert not any(record._state.adding for record in make)
    later = make_source(ref="later")
    assert later.pk not in {record.pk for record in make}


def test_keys_that_are_codes_stay() -> None:
    make_region("52")
    insert(
        Region, [Region(code="5224", name_zh="市", parent_id="52"), Region(code="5225", name_zh="市", parent_id="52")]
    )
    assert set(Region.objects.values_list("pk", flat=True)) == {"52", "5224", "5225"}


def test_nothing_is_asked_for_nothing(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        insert(Village, [])


def test_what_the_database_refuses_is_refused() -> None:
    make_project(ref="p")
    twice: list[models.Model] = figures("same")[:1] * 2  # type: ignore[assignment]
    with pytest.raises(Exception, match=r"(?i)unique"), transaction.atomic():
        insert(Funding, twice)

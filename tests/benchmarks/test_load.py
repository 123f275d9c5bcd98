"""Loading into an empty database."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict

from benchmarks.data.national import batches
from benchmarks.load import load
from projects.listings import LISTINGS
from projects.models import Funding, Region, Village

pytestmark = pytest.mark.django_db
PROJECTS = 20


def constraints_and_indexes() -> dict[str, Any]:
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, Funding._meta.db_table)
    return {name: {**each, "definition": None} for name, each in found.items()}


def test_indexes_and_foreign_keys_are_back_in_place() -> None:
    before = constraints_and_indexes()
    load(batches(PROJECTS))
    assert constraints_and_indexes() == before
    assert any(each["foreign_key"] for each in before.values())


def test_what_was_loaded_is_found_by_its_words() -> None:
    load(batches(PROJECTS))
    name = Village.objects.published().order_by("-pk").values_list("name_zh", flat=True)[0][:2]
    found = LISTINGS["villages"].select(QueryDict(f"q={name}"), strict=True).selected
    assert set(found) == set(Village.objects.published().filter(name_zh__contains=name))


def test_a_list_of_divisions_is_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "divisions.csv"
    listed = {f"15222410{town}{village}": f"第{village}村" for town in (3, 4) for village in range(200, 215)}
    rows = [
        "code,name",
        "15,内蒙古自治区",
        "152224103,宝力根花苏木",
        *(f"{code},{name}" for code, name in listed.items()),
    ]
    path.write_text("\n".join(rows), encoding="utf-8")
    load(batches(PROJECTS, divisions_file=path))
    assert dict(Region.objects.values_list("code", "name_zh")) == {
        "15": "内蒙古自治区", "1522": "1522", "152224": "152224", "152224103": "宝力根花苏木", "152224104": "152224104",
    }  # fmt: skip
    coded = Village.objects.filter(code__isnull=False)
    assert dict(coded.values_list("code", "name_zh")).items() <= listed.items()
    assert Village.objects.count() == len(listed)

"""A read model that was filled anew has everything the old one had."""

from typing import Any

import pytest
from django.db import connection

from projects.counting.ledger import rebuild

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL fills a table beside the old one"),
]

KEPT = (
    "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE tablename LIKE 'projects_counted%'",
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE conrelid::regclass::text LIKE 'projects_counted%'",
    "SELECT stxnamespace::regnamespace::text, stxname, stxstattarget, pg_get_statisticsobjdef(oid)"
    " FROM pg_statistic_ext",
)


def kept() -> list[list[Any]]:
    found = []
    with connection.cursor() as cursor:
        for sql in KEPT:
            cursor.execute(sql)
            found.append(sorted(cursor.fetchall()))
    return found


def test_indexes_constraints_and_statistics() -> None:
    before = kept()
    assert any("countedfigure_alike" in row for row in before[2])
    rebuild()
    assert kept() == before

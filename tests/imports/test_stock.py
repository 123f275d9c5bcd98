"""After many new records the database knows how many there are of what."""

import pytest
from django.db import connection

from projects.counting import ledger
from projects.imports import load
from projects.models import CountedFigure, Funding
from tests import factories as make
from tests.imports.test_records import take

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL takes stock by itself"),
]

COLUMNS = ("ref", "project", "amount")


@pytest.fixture(autouse=True)
def _nothing_known() -> None:
    make.make_project(ref="p")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # there is no table to forget in, before
        cursor.execute("DELETE FROM sqlite_stat1")


def known() -> dict[str, int]:
    """How many rows SQLite expects in each table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tbl, stat FROM sqlite_stat1 WHERE stat IS NOT NULL")
        return {table: int(stat.split()[0]) for table, stat in cursor}


def test_many_taken_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "CHUNK", 2)
    take("funding", COLUMNS, ("a", "p", 1), ("b", "p", 2))
    assert known()[Funding._meta.db_table] == 2
    assert CountedFigure._meta.db_table in known()


@pytest.mark.parametrize(
    ("lines", "is_dry"),
    [([("a", "p", 1)], False), ([("a", "p", 1), ("b", "p", "much")], False), ([("a", "p", 1), ("b", "p", 2)], True)],
)
def test_few_faulty_or_only_tried(
    lines: list[tuple[object, ...]], is_dry: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "CHUNK", 2)
    take("funding", COLUMNS, *lines, dry_run=is_dry)
    assert not known()


def test_a_read_model_filled_anew() -> None:
    make.make_funding()
    ledger.rebuild()
    assert CountedFigure._meta.db_table in known()

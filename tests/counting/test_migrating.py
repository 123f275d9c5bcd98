"""Going back to an older version with the records there, and forward again."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import connection

from projects.caching import triggers
from projects.counting import ledger
from projects.models import CountedBounds, CountedFigure
from projects.search import sqlite
from projects.search.tables import INDEXED
from tests import factories

ANOTHER_READ_MODEL = "0037_concepts_by_indicator"
"""Where the read model had other tables than today."""


@pytest.fixture
def forward_again() -> Iterator[None]:
    """Whatever happens, other tests find today's tables."""
    yield
    call_command("migrate", verbosity=0)


def lose_what_a_migration_takes() -> None:
    """Going back further empties the read model, and makes tables of records anew: on SQLite without triggers."""
    CountedFigure.objects.all().delete()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP TRIGGER {triggers.TRIGGER} ON projects_village")
            return
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'projects_village'")
        names = [name for (name,) in cursor.fetchall()]
        assert len(names) == 6
        for name in names:
            cursor.execute(f'DROP TRIGGER "{name}"')


def triggers_are_whole() -> bool:
    """Those of the data version, and on SQLite those of the search; PostgreSQL searches by indexes."""
    is_searched = connection.vendor != "sqlite" or sqlite.is_whole(connection, "projects_village", INDEXED["village"])
    return is_searched and triggers.unwatched(connection) == []


@pytest.mark.django_db(transaction=True)
def test_going_back_with_records_and_forward_again(forward_again: None) -> None:
    village = factories.make_village()
    factories.make_funding(project=factories.make_project([village]), amount=700)
    assert ledger.differences() == []
    counted = CountedFigure.objects.count()
    lose_what_a_migration_takes()
    assert ledger.is_unfilled()

    call_command("migrate", "projects", ANOTHER_READ_MODEL, verbosity=0)
    assert ledger.is_unfilled()
    assert triggers_are_whole()

    call_command("migrate", verbosity=0)
    assert CountedFigure.objects.count() == counted
    assert CountedBounds.objects.get(village=village).funding_lower == 700
    assert ledger.differences() == []
    assert triggers_are_whole()

"""Queries that take too long are given up, and nothing else is."""

import pytest
from django.db import OperationalError, connection, transaction

from projects.models import Source
from projects.patience import TookTooLongError, patience
from tests import factories

pytestmark = pytest.mark.django_db

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT (i + 1) % 1000 FROM n) SELECT COUNT(*) FROM n"
LONG = 60_000


def run(sql: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def test_quick_queries_are_answered() -> None:
    with patience(LONG):
        assert run("SELECT 1") == [(1,)]


def test_an_endless_query_is_given_up_and_the_transaction_goes_on() -> None:
    source = factories.make_source()
    with pytest.raises(TookTooLongError), patience(30):
        run(ENDLESS)
    assert Source.objects.filter(pk=source.pk).exists()


def test_time_is_shared_by_all_queries_within() -> None:
    with pytest.raises(TookTooLongError), patience(200):
        while True:
            run("SELECT COUNT(*) FROM (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9999)"
                " SELECT i FROM n) AS counted")  # fmt: skip


def test_afterwards_queries_take_as_long_as_they_like() -> None:
    if connection.vendor != "postgresql":
        with patience(1):
            pass
        assert run("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500000) "
                   "SELECT COUNT(*) FROM n") == [(500_000,)]  # fmt: skip
        return
    with transaction.atomic():
        before = run("SELECT current_setting('statement_timeout')")
        with patience(LONG):
            assert run("SELECT current_setting('statement_timeout')") != before
        assert run("SELECT current_setting('statement_timeout')") == before


def test_other_faults_are_not_taken_for_it() -> None:
    class BrokenError(OperationalError):
        pass

    with pytest.raises(BrokenError), patience(LONG):
        raise BrokenError

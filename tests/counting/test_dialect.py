"""PostgreSQL keeps the plans of what every save asks; whatever happens to the tables, they stay right."""

import pytest
from django.db import connection

from projects.counting import ledger
from projects.counting.dialect import FEW_KEYS, column_of_keys, keys
from projects.models import CountedFigure
from tests.factories import make_funding, make_project, make_village

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL keeps plans"),
]


def kept_plans(containing: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM pg_prepared_statements WHERE position(%s in statement) > 0", [containing])
        return int(cursor.fetchone()[0])


def test_a_kept_plan_outlives_a_rebuild() -> None:
    figure = make_funding(project=make_project([make_village()]), amount="1")
    for amount in (2, 3, 4):
        figure.amount = amount
        figure.save()
    assert kept_plans("INSERT INTO projects_countedfigure")
    ledger.rebuild()  # other tables have taken the names of those it was made for
    for amount in (5, 6):
        figure.amount = amount
        figure.save()
        assert CountedFigure.objects.get(funding=figure).remainder == amount
    assert ledger.differences() == []


def test_no_plan_is_kept_for_many_keys() -> None:
    """One made for a few keys would look up each of ten thousand."""

    def ask(number: int) -> None:
        some, of_these = keys(range(number))
        for _ in range(4):
            column_of_keys(f"SELECT id FROM projects_village WHERE id IN ({some}) AND {number} = {number}", [of_these])

    ask(FEW_KEYS + 1)
    assert not kept_plans(f"AND {FEW_KEYS + 1} = {FEW_KEYS + 1}")
    ask(FEW_KEYS)
    assert kept_plans(f"AND {FEW_KEYS} = {FEW_KEYS}")

"""From records to the read model: all of it, or what a change concerns."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from projects.counting.dialect import column_of_keys, execute, is_postgresql, keys
from projects.counting.rules import (
    COUNTED,
    Counted,
    Step,
    column_of,
    steps_for,
    table_of,
    villages_named_by,
)
from projects.models import AidProject, CountedFigure, CountedVillage, Figure, State

COUNTED_FIGURE = CountedFigure._meta.db_table
COUNTED_VILLAGE = CountedVillage._meta.db_table
IN_ONE_STATEMENT = 500
"""Beyond so many records a database plans better with temporary tables, which it knows the size of."""
UPKEEP = 7_304_211
"""The advisory lock of whoever brings the read model up to date."""


def refresh(model: Counted, pks: Collection[int] | None) -> None:
    """Make the rows of these records anew (of all for None). Figures must come with all their relatives."""
    column = f"{column_of(model)}_id"
    concerned, params = f"c.{column} IS NOT NULL", []
    if pks is not None:
        some, keys_of = keys(pks)
        concerned, params = f"c.{column} IN ({some})", [keys_of]
    execute(
        f"DELETE FROM {COUNTED_VILLAGE} WHERE counted_id IN (SELECT c.id FROM {COUNTED_FIGURE} c WHERE {concerned})",
        params,
    )
    execute(f"DELETE FROM {COUNTED_FIGURE} AS c WHERE {concerned}", params)
    columns = ", ".join(columns_of(model))
    with worked_out(model, pks) as (given, given_params):
        execute(f"INSERT INTO {COUNTED_FIGURE} ({columns}) {given} SELECT {columns} FROM counted", given_params)
    for sql in named_villages(model):
        execute(
            f"INSERT INTO {COUNTED_VILLAGE} (counted_id, village_id, position) {sql} AND {concerned}",
            params,
        )


def columns_of(model: Counted) -> list[str]:
    others = {f"{column_of(other)}_id" for other in COUNTED if other is not model}
    return [f.column for f in CountedFigure._meta.concrete_fields if f.name != "id" and f.column not in others]


def named_villages(model: Counted) -> Iterator[str]:
    """The villages of every counted row of the model, whether its giver is a project or a figure."""
    givers = [(*villages_named_by(AidProject), "c.giver")]
    if model is not AidProject:
        givers.append((*villages_named_by(model), "-c.giver"))
    for relation, owner, giver in givers:
        yield f"""SELECT c.id, v.id, v.position FROM {COUNTED_FIGURE} c
            JOIN {relation} n ON n.{owner} = {giver} JOIN projects_village v ON v.id = n.village_id
            WHERE c.village_count > 0"""


@contextmanager
def worked_out(model: Counted, pks: Collection[int] | None) -> Iterator[tuple[str, list[Any]]]:
    """What a statement begins with that selects from `counted`, and its parameters."""
    scope, params = [], []
    if pks is not None:
        sql, keys_of = keys(pks)
        scope, params = [Step("scope", sql, "id")], [keys_of]
    steps = [*scope, *steps_for(model, "scope" if scope else "")]
    if pks is not None and len(pks) <= IN_ONE_STATEMENT:
        yield "WITH RECURSIVE " + ", ".join(f"{step.name} AS ({step.sql})" for step in steps), params
        return
    for step in steps:
        execute(
            f"CREATE TEMPORARY TABLE {step.name} AS "
            f"WITH RECURSIVE {step.name} AS ({step.sql}) SELECT * FROM {step.name}",
            params if step in scope else (),
        )
        if is_postgresql():
            execute(f"ANALYZE {step.name}")
        else:
            execute(f"CREATE INDEX temp.{step.name}_key ON {step.name} ({step.key})")
    yield "", []
    for step in steps:
        execute(f"DROP TABLE {step.name}")


def relatives(model: type[Figure], pks: Collection[int]) -> set[int]:
    """The keys of all figures tied to these by part_of or replaces, one query per step outwards."""
    known: set[int] = set()
    edge = set(pks)
    while edge:
        known |= edge
        some, keys_of = keys(edge)
        tied = column_of_keys(
            f"""SELECT id, part_of_id, replaces_id FROM {table_of(model)} WHERE id IN ({some})
            UNION ALL SELECT id, NULL, NULL FROM {table_of(model)} WHERE part_of_id IN ({some})
            UNION ALL SELECT id, NULL, NULL FROM {table_of(model)} WHERE replaces_id IN ({some})""",
            [keys_of] * 3,
        )
        edge = tied - known
    return known


def with_descendants(projects: Collection[int]) -> set[int]:
    some, keys_of = keys(projects)
    return column_of_keys(
        f"""WITH RECURSIVE below(id) AS ({some}
            UNION SELECT p.id FROM below JOIN projects_aidproject p ON p.parent_id = below.id
        ) SELECT id FROM below""",
        [keys_of],
    )


def figures_of(model: type[Figure], projects: Collection[int]) -> set[int]:
    some, keys_of = keys(projects)
    return column_of_keys(f"SELECT id FROM {table_of(model)} WHERE project_id IN ({some})", [keys_of])


def rebuild() -> int:
    """Fill the read model anew, in one transaction. The number of rows."""
    with transaction.atomic():
        lock()
        for model in COUNTED:
            refresh(model, None)
        return CountedFigure.objects.count()


def is_unfilled() -> bool:
    """Whether there is nothing in the read model though something is published."""
    return not CountedFigure.objects.exists() and any(
        model._default_manager.filter(state=State.PUBLISHED).exists() for model in COUNTED
    )


def lock() -> None:
    """One at a time, until the transaction ends: who comes later sees what the earlier one wrote."""
    if is_postgresql():
        execute("SELECT pg_advisory_xact_lock(%s)", [UPKEEP])


def differences() -> list[str]:
    """Refs whose row in the read model is not what the records say; empty when all is well."""
    found: set[str] = set()
    with transaction.atomic():
        for model in COUNTED:
            wrong = _wrong_rows(model) | _wrong_villages(model)
            found |= set(model._default_manager.filter(pk__in=wrong).values_list("ref", flat=True))
    return sorted(found)


def _wrong_rows(model: Counted) -> set[int]:
    key = f"{column_of(model)}_id"
    columns = ", ".join([key, *(column for column in columns_of(model) if column != key)])
    with worked_out(model, None):
        return _apart(
            f"SELECT {columns} FROM counted", f"SELECT {columns} FROM {COUNTED_FIGURE} WHERE {key} IS NOT NULL"
        )


def _wrong_villages(model: Counted) -> set[int]:
    key = f"{column_of(model)}_id"
    should = " UNION ALL ".join(f"{sql} AND c.{key} IS NOT NULL" for sql in named_villages(model))
    has = f"""SELECT n.counted_id, n.village_id, n.position FROM {COUNTED_VILLAGE} n
        JOIN {COUNTED_FIGURE} c ON c.id = n.counted_id WHERE c.{key} IS NOT NULL"""
    some, keys_of = keys(_apart(should, has))
    return column_of_keys(f"SELECT {key} FROM {COUNTED_FIGURE} WHERE id IN ({some})", [keys_of])


def _apart(should: str, has: str) -> set[int]:
    """The first column of the rows that only one of two queries finds."""
    both = [
        f"SELECT * FROM ({one}) AS one EXCEPT SELECT * FROM ({two}) AS two"
        for one, two in ((should, has), (has, should))
    ]
    with connection.cursor() as cursor:
        found = set()
        for sql in both:
            cursor.execute(sql)
            found |= {row[0] for row in cursor}
        return found

"""From records to the read model: all of it, or what a change concerns."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from projects.bulk import take_stock
from projects.counting.bounds import fill_bounds, wrong_bounds
from projects.counting.dialect import apart, column_of_keys, execute, is_postgresql, keys
from projects.counting.reach import fill_reach, wrong_reach
from projects.counting.replacing import replaced_tables
from projects.counting.rules import (
    COUNTED,
    Counted,
    Step,
    column_of,
    counted,
    fates,
    figures,
    places_of_projects,
    table_of,
    villages_named_by,
)
from projects.counting.sums import add_sums, wrong_sums
from projects.models import (
    AidProject,
    CountedBounds,
    CountedFigure,
    CountedGap,
    CountedReach,
    CountedSpan,
    CountedSum,
    CountedVillage,
    Figure,
    State,
)

READ_MODEL = (
    CountedFigure, CountedVillage, CountedSum, CountedSpan, CountedReach, CountedGap, CountedBounds,
)  # fmt: skip
COUNTED_FIGURE = CountedFigure._meta.db_table
COUNTED_VILLAGE = CountedVillage._meta.db_table
VILLAGE_COLUMNS = (
    "counted_id, village_id, position, kind, indicator_id, measure, remainder, is_alone, year_from, year_to"
)  # fmt: skip
IN_ONE_STATEMENT = 500
"""Beyond so many records a database plans better with temporary tables, which it knows the size of."""
UPKEEP = 7_304_211
"""The advisory lock of whoever brings the read model up to date."""


def refresh(model: Counted, pks: Collection[int]) -> set[int]:
    """Make the rows of these records anew. Figures must come with all their relatives.

    The villages that are, or were, named: their years are to be made anew after that.
    """
    some, keys_of = keys(pks)
    concerned, of_them = f"c.{column_of(model)}_id IN ({some})", "SELECT id FROM scope"
    add_sums(concerned, (keys_of,), sign=-1)
    touched = column_of_keys(
        f"""DELETE FROM {COUNTED_VILLAGE}
        WHERE counted_id IN (SELECT c.id FROM {COUNTED_FIGURE} c WHERE {concerned}) RETURNING village_id""",
        [keys_of],
    )
    execute(f"DELETE FROM {COUNTED_FIGURE} AS c WHERE {concerned}", [keys_of])
    steps = [Step("scope", some, "id")]
    if issubclass(model, Figure):
        steps += [*figures(model, of_them), *places_of_projects("SELECT project_id FROM figure"), *fates(model)]
    else:
        steps += [*places_of_projects(of_them), *fates(model, of_them)]
    if len(pks) <= IN_ONE_STATEMENT:
        given = "WITH RECURSIVE " + ", ".join(f"{step.name} AS ({step.sql})" for step in steps)
        execute(filling(model, given), [keys_of])
    else:
        with temporary(steps, keys_of):
            execute(filling(model))
    for villages in named_villages(model):
        touched |= column_of_keys(f"{filling_villages(villages)} AND {concerned} RETURNING village_id", [keys_of])
    add_sums(concerned, (keys_of,))
    return touched


def rebuild() -> int:
    """Fill the read model anew, in one transaction. The number of rows."""
    with transaction.atomic():
        lock()
        with replaced_tables(*READ_MODEL):
            for model in each_worked_out():
                execute(filling(model))
            if is_postgresql():
                execute(f"ANALYZE {COUNTED_FIGURE}")
            for model in COUNTED:
                for villages in named_villages(model):
                    execute(f"{filling_villages(villages)} AND c.{column_of(model)}_id IS NOT NULL")
            add_sums()
            fill_reach()
            fill_bounds()
        take_stock()
        return CountedFigure.objects.count()


def filling(model: Counted, given: str = "") -> str:
    columns = ", ".join(columns_of(model))
    return f"INSERT INTO {COUNTED_FIGURE} ({columns}) {given} SELECT {columns} FROM ({counted(model)}) AS counted"


def filling_villages(villages: str) -> str:
    return f"INSERT INTO {COUNTED_VILLAGE} ({VILLAGE_COLUMNS}) {villages}"


def columns_of(model: Counted) -> list[str]:
    """The columns of the read model that are filled for a model, its key first."""
    key = f"{column_of(model)}_id"
    others = {"id", *(f"{column_of(each)}_id" for each in COUNTED)}
    return [key, *(f.column for f in CountedFigure._meta.concrete_fields if f.column not in others)]


def named_villages(model: Counted) -> Iterator[str]:
    """The villages of every counted row, whether its giver is a project or a figure of the model."""
    givers = [(*villages_named_by(AidProject), "c.giver")]
    if model is not AidProject:
        givers.append((*villages_named_by(model), "-c.giver"))
    for relation, owner, giver in givers:
        yield f"""SELECT c.id AS counted_id, v.id AS village_id, v.position, c.kind, c.indicator_id, c.measure,
                c.remainder, c.village_count = 1 AND NOT c.may_overlap AS is_alone, c.year_from, c.year_to
            FROM {COUNTED_FIGURE} c
            JOIN {relation} n ON n.{owner} = {giver} JOIN projects_village v ON v.id = n.village_id
            WHERE c.village_count > 0"""


def each_worked_out() -> Iterator[Counted]:
    """Each model in turn, while all the steps of all its records are there."""
    with temporary(places_of_projects()):
        for model in COUNTED:
            with temporary([*(figures(model) if issubclass(model, Figure) else []), *fates(model)]):
                yield model


@contextmanager
def temporary(steps: list[Step], *params_of_the_first: Any) -> Iterator[None]:
    for number, step in enumerate(steps):
        execute(
            f"CREATE TEMPORARY TABLE {step.name} AS "
            f"WITH RECURSIVE {step.name} AS ({step.sql}) SELECT * FROM {step.name}",
            params_of_the_first if number == 0 else (),
        )
        if is_postgresql():
            execute(f"ANALYZE {step.name}")
        else:
            execute(f"CREATE INDEX temp.{step.name}_key ON {step.name} ({step.key})")
    yield
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
        f"""WITH RECURSIVE below(id) AS (
            {some} UNION SELECT p.id FROM below JOIN projects_aidproject p ON p.parent_id = below.id
        ) SELECT id FROM below""",
        [keys_of],
    )


def figures_of(model: type[Figure], projects: Collection[int]) -> set[int]:
    some, keys_of = keys(projects)
    return column_of_keys(f"SELECT id FROM {table_of(model)} WHERE project_id IN ({some})", [keys_of])


def is_unfilled() -> bool:
    """Whether there is nothing in the read model though something is published."""
    return not CountedFigure.objects.exists() and any(
        model._default_manager.filter(state=State.PUBLISHED).exists() for model in COUNTED
    )


def lock() -> None:
    """One at a time, until the transaction ends: who comes later sees what the earlier one wrote.

    Until then, statements whose plan is kept are not planned again for the keys at hand: that takes twice as long.
    """
    if is_postgresql():
        execute("SELECT pg_advisory_xact_lock(%s), set_config('plan_cache_mode', 'force_generic_plan', true)", [UPKEEP])


def differences() -> list[str]:
    """Refs whose row in the read model is not what the records say; empty when all is well."""
    found: set[str] = set()
    with transaction.atomic():
        for model in each_worked_out():
            wrong = _wrong_rows(model) | _wrong_villages(model)
            found |= set(model._default_manager.filter(pk__in=wrong).values_list("ref", flat=True))
        return sorted(found) or wrong_sums() + wrong_reach() + wrong_bounds()


def _wrong_rows(model: Counted) -> set[int]:
    key, *others = columns_of(model)
    columns = ", ".join([key, *others])
    return apart(columns, counted(model), f"SELECT {columns} FROM {COUNTED_FIGURE} WHERE {key} IS NOT NULL")


def _wrong_villages(model: Counted) -> set[int]:
    key = f"{column_of(model)}_id"
    should = " UNION ALL ".join(f"{sql} AND c.{key} IS NOT NULL" for sql in named_villages(model))
    columns = ", ".join(f"n.{column}" for column in VILLAGE_COLUMNS.split(", "))
    has = f"""SELECT {columns} FROM {COUNTED_VILLAGE} n
        JOIN {COUNTED_FIGURE} c ON c.id = n.counted_id WHERE c.{key} IS NOT NULL"""
    some, keys_of = keys(apart(VILLAGE_COLUMNS, should, has))
    return column_of_keys(f"SELECT {key} FROM {COUNTED_FIGURE} WHERE id IN ({some})", [keys_of])

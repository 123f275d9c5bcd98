"""Sums kept ready, of the country and of each province: by all that totals ask for but villages and enterprises."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.lookups import Exact, In

from projects.counting.dialect import apart, execute, is_postgresql
from projects.counting.selection import Selection
from projects.models import CountedFigure, CountedSum, PlaceKind
from projects.models.places import NO_FIRST_YEAR, NO_LAST_YEAR
from projects.models.region import Level

TABLE = CountedSum._meta.db_table
OF_FIGURES = CountedFigure._meta.db_table
ALIKE = (
    "of_measure", "of_years", "division", "is_placed", "kind", "indicator_id", "measure", "payer",
    "year_from", "year_to", "may_overlap",
)  # fmt: skip
AMOUNTS = ("total", "rows", "not_stated")
EXACT_ATTRIBUTES = {"kind", "measure", "payer", "indicator"}
UNIQUE = (
    "of_measure, of_years, division, kind, COALESCE(indicator_id, 0), measure, payer, year_from, year_to, may_overlap,"
    " is_placed"
)


def sums_of(figures: QuerySet[CountedFigure], selection: Selection, *by: str) -> QuerySet[CountedSum] | None:
    """The stored sums of just these figures; None where they are kept for more than is stored.

    Of the selection only matters whether it asks for years. `by`: attributes the sums must tell apart.
    """
    where = figures.query.where
    if figures.query.is_sliced or where.negated or where.connector != Q.AND:
        return None
    asked = {*by}
    kept = CountedSum.objects.order_by()
    for condition in where.children:
        if not isinstance(condition, Exact | In) or not isinstance(condition.rhs, str | list | tuple | set | frozenset):
            return None
        name = getattr(getattr(condition.lhs, "target", None), "name", "")
        if name not in EXACT_ATTRIBUTES or condition.lhs.alias != OF_FIGURES:
            return None
        asked.add(name)
        kept = kept.filter(**{f"{name}__{condition.lookup_name}": condition.rhs})
    has_years = selection.in_all_years() != selection or not asked.isdisjoint({"year_from", "year_to"})
    return kept.filter(of_measure="measure" in asked, of_years=has_years)


def is_summed(code: str) -> bool:
    """Whether sums of a division are kept ready."""
    return len(code) == Level.PROVINCE


LEVELS = f"SELECT 0 AS digits UNION ALL SELECT {Level.PROVINCE} AS digits"


def add_sums(concerned: str = "", params: Sequence[Any] = (), *, sign: int = 1) -> None:
    """Add the counted rows (`c`) of a condition to the sums, or take them out with the sign -1."""
    onto = ""
    if concerned:
        more = ", ".join(f"{name} = {TABLE}.{name} + excluded.{name}" for name in AMOUNTS)
        onto = f"ON CONFLICT ({UNIQUE}) DO UPDATE SET {more}"
    execute(f"INSERT INTO {TABLE} ({', '.join((*ALIKE, *AMOUNTS))}) {alike(concerned, sign)} {onto}", params)


def alike(concerned: str = "", sign: int = 1) -> str:
    where = f"WHERE {concerned}" if concerned else ""
    number = "bigint" if is_postgresql() else "integer"
    is_placed = f"c.place_kind <> '{PlaceKind.NOT_STATED}'"
    yes, no = "1 = 1", "1 = 0"
    amounts = ", ".join(f"CAST(SUM({name}) AS {number}) AS {name}" for name in AMOUNTS)

    def rolled_up(of: str, *, of_measure: bool, of_years: bool) -> str:
        columns = [
            f"{yes if of_measure else no} AS of_measure",
            f"{yes if of_years else no} AS of_years",
            *("division", "is_placed", "kind", "indicator_id"),
            "measure" if of_measure else "'' AS measure",
            "payer",
            "year_from" if of_years else f"{NO_FIRST_YEAR} AS year_from",
            "year_to" if of_years else f"{NO_LAST_YEAR} AS year_to",
            "may_overlap",
        ]
        return f"SELECT {', '.join(columns)}, {amounts} FROM {of} GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11"

    return f"""WITH detailed AS (
            SELECT substr(c.area, 1, l.digits) AS division, {is_placed} AS is_placed, c.kind, c.indicator_id,
                c.measure, c.payer, c.year_from, c.year_to, c.may_overlap,
                {sign} * CAST(COALESCE(SUM(c.remainder), 0) AS {number}) AS total, {sign} * COUNT(*) AS rows,
                {sign} * (COUNT(*) - COUNT(c.remainder)) AS not_stated
            FROM {OF_FIGURES} c JOIN ({LEVELS}) AS l ON l.digits <= length(c.area)
            {where} GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
        ), of_measures AS ({rolled_up("detailed", of_measure=True, of_years=False)})
        SELECT * FROM ({rolled_up("detailed", of_measure=True, of_years=True)}) AS of_each
        UNION ALL SELECT * FROM ({rolled_up("detailed", of_measure=False, of_years=True)}) AS of_years
        UNION ALL SELECT * FROM of_measures
        UNION ALL SELECT * FROM ({rolled_up("of_measures", of_measure=False, of_years=False)}) AS in_all
        ORDER BY 1, 2, 3, 5"""


def wrong_sums() -> list[str]:
    """Divisions whose stored sums are not those of the counted rows."""
    columns = ", ".join(("division", *(name for name in ALIKE if name != "division"), *AMOUNTS))
    wrong = apart(columns, alike(), f"SELECT {columns} FROM {TABLE} WHERE rows <> 0")
    return [f"sums of {division or 'the country'}" for division in sorted(wrong)]

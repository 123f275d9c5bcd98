"""In which years each village was reached, and how many villages of each division."""

from collections.abc import Collection
from typing import Any

from projects.counting.dialect import apart, execute, keys
from projects.models import CountedFigure, CountedGap, CountedReach, CountedSpan, CountedVillage, Level

SPAN = CountedSpan._meta.db_table
REACH = CountedReach._meta.db_table
GAP = CountedGap._meta.db_table
SPAN_COLUMNS = "village_id, position, year_from, year_to, villages"
REACH_COLUMNS = "division, year, begun, ended"
GAP_COLUMNS = "division, year_from, year_to, villages"
LEVELS = " UNION ALL ".join(f"SELECT {digits} AS digits" for digits in (0, *Level.values))


def refresh_reach(villages: Collection[int]) -> None:
    if not (changed := _reached_otherwise(villages)):
        return
    some, keys_of = keys(changed)
    concerned = f"village_id IN ({some})"
    _add(concerned, [keys_of], sign=-1)
    execute(f"DELETE FROM {SPAN} WHERE {concerned}", [keys_of])
    execute(f"INSERT INTO {SPAN} ({SPAN_COLUMNS}) {spans(f'AND n.{concerned}')}", [keys_of])
    _add(concerned, [keys_of])


def _reached_otherwise(villages: Collection[int]) -> set[int]:
    """Those of the villages whose years are no longer the stored ones: an amount changes none."""
    some, keys_of = keys(villages)
    has = f"SELECT {SPAN_COLUMNS} FROM {SPAN} WHERE village_id IN ({some})"
    return apart(SPAN_COLUMNS, spans(f"AND n.village_id IN ({some})"), has, [keys_of] * 2)


def fill_reach() -> None:
    """Into empty tables, once the villages of all figures are there."""
    execute(f"INSERT INTO {SPAN} ({SPAN_COLUMNS}) {spans()}")
    execute(f"INSERT INTO {REACH} ({REACH_COLUMNS}) {first_and_last()}")
    execute(f"INSERT INTO {GAP} ({GAP_COLUMNS}) {gaps()}")


def wrong_reach() -> list[str]:
    """Villages and divisions whose stored years are not those of the counted rows."""
    villages = apart(SPAN_COLUMNS, spans(), f"SELECT {SPAN_COLUMNS} FROM {SPAN}")
    has = f"SELECT {REACH_COLUMNS} FROM {REACH} WHERE begun <> 0 OR ended <> 0"
    divisions = apart(REACH_COLUMNS, first_and_last(), has)
    divisions |= apart(GAP_COLUMNS, gaps(), f"SELECT {GAP_COLUMNS} FROM {GAP} WHERE villages <> 0")
    return [f"years of village {pk}" for pk in sorted(villages)] + [
        f"villages reached in {code or 'the country'}" for code in sorted(divisions)
    ]


def spans(concerned: str = "") -> str:
    in_order = "PARTITION BY village_id ORDER BY year_from, year_to ROWS BETWEEN UNBOUNDED PRECEDING AND"
    return f"""
        WITH named AS (
            SELECT DISTINCT n.village_id, n.position, n.year_from, n.year_to FROM {CountedVillage._meta.db_table} n
            WHERE NOT EXISTS (
                SELECT 1 FROM {CountedFigure._meta.db_table} c WHERE c.id = n.counted_id AND c.is_replaced
            ) {concerned}
        ), marked AS (
            SELECT named.*, CASE WHEN year_from <= 1 + MAX(year_to) OVER ({in_order} 1 PRECEDING) THEN 0 ELSE 1 END
                AS begins
            FROM named
        ), numbered AS (
            SELECT marked.*, SUM(begins) OVER ({in_order} CURRENT ROW) AS number FROM marked
        ), merged AS (
            SELECT village_id, position, MIN(year_from) AS year_from, MAX(year_to) AS year_to
            FROM numbered GROUP BY village_id, position, number
        ), neighbours AS (
            SELECT merged.*, LAG(year_to) OVER (PARTITION BY village_id ORDER BY year_from) AS before FROM merged
        )
        SELECT village_id, position, year_from, year_to, 1 AS villages FROM merged
        UNION ALL SELECT village_id, position, year_from, before, -1 FROM neighbours WHERE before IS NOT NULL"""


def first_and_last(concerned: str = "", sign: int = 1) -> str:
    return f"""WITH spans AS ({of_divisions(concerned, sign)})
        SELECT division, year, SUM(begun) AS begun, SUM(ended) AS ended FROM (
            SELECT division, year_from AS year, villages AS begun, 0 AS ended FROM spans
            UNION ALL SELECT division, year_to, 0, villages FROM spans
        ) AS ends GROUP BY division, year HAVING SUM(begun) <> 0 OR SUM(ended) <> 0"""


def gaps(concerned: str = "", sign: int = 1) -> str:
    return f"""SELECT division, year_to + 1 AS year_from, year_from - 1 AS year_to, -villages AS villages
        FROM ({of_divisions(concerned, sign)}) AS spans WHERE year_from > year_to"""


def of_divisions(concerned: str = "", sign: int = 1) -> str:
    return f"""SELECT substr(s.position, 1, l.digits) AS division, s.year_from, s.year_to,
            {sign} * SUM(s.villages) AS villages
        FROM {SPAN} s JOIN ({LEVELS}) AS l ON l.digits <= length(s.position) {concerned}
        GROUP BY 1, 2, 3 HAVING SUM(s.villages) <> 0"""


def _add(concerned: str, params: list[Any], sign: int = 1) -> None:
    concerned = f"WHERE s.{concerned}"
    execute(
        f"""INSERT INTO {REACH} ({REACH_COLUMNS}) {first_and_last(concerned, sign)}
        ON CONFLICT (division, year)
        DO UPDATE SET begun = {REACH}.begun + excluded.begun, ended = {REACH}.ended + excluded.ended""",
        params,
    )
    execute(
        f"""INSERT INTO {GAP} ({GAP_COLUMNS}) {gaps(concerned, sign)}
        ON CONFLICT (division, year_from, year_to) DO UPDATE SET villages = {GAP}.villages + excluded.villages""",
        params,
    )

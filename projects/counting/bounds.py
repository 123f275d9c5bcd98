"""What reached each village alone, kept ready for lists to be sorted by."""

from collections.abc import Collection

from projects.counting.dialect import apart, execute, is_postgresql, keys
from projects.models import CountedBounds, CountedVillage, Indicator, Kind, State, Village
from projects.models.region import Level

TABLE = CountedBounds._meta.db_table
COLUMNS = "village_id, division, funding_lower, funding_upper, households_lifted_lower, households_lifted_upper, excess"
HOUSEHOLDS_LIFTED = f"(SELECT id FROM {Indicator._meta.db_table} WHERE ref = 'households_lifted')"


def refresh_bounds(villages: Collection[int]) -> None:
    some, keys_of = keys(villages)
    concerned = f"village_id IN ({some})"
    execute(f"DELETE FROM {TABLE} WHERE {concerned}", [keys_of])
    execute(f"INSERT INTO {TABLE} ({COLUMNS}) {bounds(f'AND n.{concerned}')}", [keys_of])


def fill_bounds() -> None:
    """Into an empty table, once the villages of all figures are there."""
    execute(f"INSERT INTO {TABLE} ({COLUMNS}) {bounds()}")


def wrong_bounds() -> list[str]:
    """Villages whose stored bounds are not those of the counted rows."""
    wrong = apart(COLUMNS, bounds(), f"SELECT {COLUMNS} FROM {TABLE}")
    return [f"bounds of village {pk}" for pk in sorted(wrong)]


def bounds(concerned: str = "") -> str:
    number = "bigint" if is_postgresql() else "integer"
    is_funding, is_outcome = f"n.kind = '{Kind.FUNDING}'", f"n.indicator_id = {HOUSEHOLDS_LIFTED}"

    def total(condition: str) -> str:
        return f"CAST(COALESCE(SUM(CASE WHEN {condition} THEN n.remainder END), 0) AS {number})"

    return f"""SELECT n.village_id, MIN(substr(n.position, 1, {Level.PROVINCE.value})) AS division,
            {total(f"{is_funding} AND n.is_alone")} AS funding_lower, {total(is_funding)} AS funding_upper,
            {total(f"{is_outcome} AND n.is_alone")} AS households_lifted_lower,
            {total(is_outcome)} AS households_lifted_upper,
            -{total("n.remainder < 0")} AS excess
        FROM {CountedVillage._meta.db_table} n
        JOIN {Village._meta.db_table} v ON v.id = n.village_id AND v.state = '{State.PUBLISHED}'
        WHERE ({is_funding} OR {is_outcome}) {concerned} GROUP BY n.village_id"""

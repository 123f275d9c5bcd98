"""The grand totals from the records themselves, by another road than the product's.

What a published figure leaves to its parts, the parts hold: so a kind's remainders add up to the amounts of its
published figures that no published figure with an amount contains, those restated by newer ones left out.
"""

from decimal import Decimal
from typing import Any

from django.db import connection

from projects.models import Donation, Funding, Kind, Purchase

_KINDS = {
    Funding: f"CASE WHEN stage = 'committed' THEN '{Kind.COMMITMENTS}'"
             f" WHEN origin = 'mobilised' THEN '{Kind.MOBILISED}' ELSE '{Kind.FUNDING}' END",
    Donation: f"'{Kind.DONATIONS}'",
    Purchase: f"CASE WHEN mode = 'assisted_sale' THEN '{Kind.ASSISTED_SALES}' ELSE '{Kind.PURCHASES}' END",
}  # fmt: skip

_SUM = """
WITH RECURSIVE replaced(id) AS (
    SELECT replaces_id FROM {table} WHERE state = 'published' AND replaces_id IS NOT NULL
    UNION SELECT part.id FROM {table} part JOIN replaced ON part.part_of_id = replaced.id
), contained(id) AS (
    SELECT part.id FROM {table} part JOIN {table} whole ON part.part_of_id = whole.id
    WHERE whole.state = 'published' AND whole.amount IS NOT NULL
    UNION SELECT part.id FROM {table} part JOIN contained ON part.part_of_id = contained.id
)
SELECT {kind}, SUM(amount) FROM {table} LEFT JOIN (SELECT id AS left_out FROM replaced UNION SELECT id FROM contained) o
ON left_out = id WHERE state = 'published' AND left_out IS NULL GROUP BY 1
"""


def grand_totals() -> dict[str, Decimal]:
    """Yuan of each kind of money."""
    found: dict[str, Decimal] = {}
    with connection.cursor() as cursor:
        models: dict[Any, str] = _KINDS
        for model, kind in models.items():
            cursor.execute(_SUM.format(table=model._meta.db_table, kind=kind))
            found |= {name: Decimal(int(fen or 0)).scaleb(-2) for name, fen in cursor.fetchall()}
    return found

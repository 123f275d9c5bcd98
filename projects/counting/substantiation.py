"""How much of what documents claim the office's own ledger substantiates."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from projects.counting.totals import MONEY_KINDS
from projects.models import Basis, CountedFigure, Donation, Figure, Funding, Kind, Purchase

PAID = tuple(kind for kind in MONEY_KINDS if kind != Kind.COMMITMENTS)
MODELS: tuple[type[Figure], ...] = (Funding, Donation, Purchase)
PER_CENT = 100


@dataclass(frozen=True)
class Substance:
    reported: Decimal
    substantiated: Decimal
    """What recorded entries, parts of what is reported, account for."""

    @property
    def percent(self) -> int:
        """In whole per cent, never rounded up: all of it only where nothing is missing."""
        return min(int(self.substantiated * PER_CENT / self.reported), PER_CENT)  # parts may be rounded up


def substance(figures: QuerySet[CountedFigure]) -> dict[Kind, Substance]:
    """Of what these figures report: kinds without a reported amount are left out.

    In one query however many figures there are. Recorded entries count wherever they stand below a reported sum,
    whoever made them; those that substantiate nothing reported do not.
    """
    statements = [_of_model(model, figures) for model in MODELS]
    sql = " UNION ALL ".join(statement for statement, _params in statements)
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for _statement, params in statements for value in params])
        found = {Kind(kind): Substance(_yuan(reported), _yuan(recorded)) for kind, reported, recorded in cursor}
    return {kind: found[kind] for kind in PAID if kind in found and found[kind].reported}


def _of_model(model: type[Figure], figures: QuerySet[CountedFigure]) -> tuple[str, tuple[Any, ...]]:
    name, table = model._meta.model_name, model._meta.db_table
    claims = figures.filter(
        **{f"{name}__basis": Basis.REPORTED}, kind__in=PAID, is_replaced=False, remainder__isnull=False
    ).order_by()
    sql, params = claims.values_list(f"{name}_id", "kind", f"{name}__basis").query.sql_with_params()
    # The remainders of a claim and of all its parts, which are of its kind, add up to the claim. They are looked up
    # one by one: joined, a planner that cannot know how few parts there are reads the whole table.
    counted = f"(SELECT remainder FROM {CountedFigure._meta.db_table} c WHERE c.{name}_id = claimed.id)"
    return (
        f"""SELECT * FROM (
            WITH RECURSIVE claimed(id, kind, basis) AS (
                {sql}
                UNION
                SELECT part.id, claimed.kind, part.basis FROM {table} part JOIN claimed ON part.part_of_id = claimed.id
            )
            SELECT kind, SUM({counted}) AS reported,
                SUM(CASE WHEN basis = '{Basis.RECORDED}' THEN {counted} ELSE 0 END) AS recorded
            FROM claimed GROUP BY kind
        ) AS of_{name}""",
        params,
    )


def _yuan(fen: int | Decimal | None) -> Decimal:
    return Decimal(fen or 0).scaleb(-2)

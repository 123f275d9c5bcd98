"""The rules of counting as SQL: what the read model holds of each published figure and project.

Every step is a query over the records and the steps before it. Run over a few records they are one statement,
over many each is a temporary table (projects/counting/ledger.py).
"""

from dataclasses import dataclass

from django.db.models import Model

from projects.counting.dialect import joined, year_of
from projects.models import AidProject, Donation, Figure, Funding, Kind, Outcome, Purchase
from projects.models.places import NO_FIRST_YEAR, NO_LAST_YEAR

Counted = type[Figure] | type[AidProject]
FIGURES: tuple[type[Figure], ...] = (Funding, Donation, Purchase, Outcome)
COUNTED: tuple[Counted, ...] = (AidProject, *FIGURES)


def column_of(model: type[Model]) -> str:
    """The read model's one-to-one column for a model: funding, donation, …, project."""
    return "project" if model is AidProject else str(model._meta.model_name)


def table_of(model: Counted) -> str:
    return model._meta.db_table


@dataclass(frozen=True)
class Step:
    name: str
    sql: str
    key: str
    """The column later steps find its rows by."""


def steps_for(model: Counted, scope: str = "") -> list[Step]:
    """The last step, `counted`, has the columns of the read model. `scope` names a relation of keys, empty for all."""
    if not issubclass(model, Figure):
        within = f"WHERE p.id IN (SELECT id FROM {scope})" if scope else ""
        return [_place_of_project(within), _resolved_project(within), *_places(model), _counted_project()]
    of_figures = "WHERE p.id IN (SELECT project_id FROM figure)" if scope else ""
    return [
        _figure(model, f"WHERE f.id IN (SELECT id FROM {scope})" if scope else ""),
        _place_of_project(of_figures),
        _replaced_directly(),
        _resolved_figure(),
        _taken(),
        Step("taken_in_all", "SELECT whole, SUM(quantity) AS quantity FROM taken GROUP BY whole", "whole"),
        *_places(model),
        _counted_figure(model),
    ]


def names_villages(model: Counted, alias: str) -> str:
    """Whether a record names villages of its own."""
    if model in (Funding, Outcome):
        return f"{alias}.village_id IS NOT NULL"
    return f"EXISTS (SELECT 1 FROM {table_of(model)}_villages n WHERE n.{model._meta.model_name}_id = {alias}.id)"


def villages_named_by(model: Counted) -> tuple[str, str]:
    """The relation that holds the villages a record names itself, and its column with the record's key."""
    if model in (Funding, Outcome):
        return f"(SELECT id AS owner_id, village_id FROM {table_of(model)} WHERE village_id IS NOT NULL)", "owner_id"
    return f"{table_of(model)}_villages", f"{model._meta.model_name}_id"


def _place_of_project(within: str) -> Step:
    """The places of a project: its own, else those of the programme it belongs to, and so on up."""
    states = f"p.region_id IS NOT NULL OR {names_villages(AidProject, 'p')}"
    region = f"CAST(CASE WHEN {names_villages(AidProject, 'p')} THEN NULL ELSE p.region_id END AS text)"
    return Step(
        "place_of_project",
        f"""SELECT id, giver, region_code FROM (
            WITH RECURSIVE climb(id, giver, parent_id, states, region_code) AS (
                SELECT p.id, p.id, p.parent_id, {states}, {region} FROM projects_aidproject p {within}
                UNION
                SELECT climb.id, p.id, p.parent_id, {states}, {region}
                FROM climb JOIN projects_aidproject p ON p.id = climb.parent_id WHERE NOT climb.states
            ) SELECT * FROM climb WHERE states
        ) AS climbed""",
        "id",
    )


def _figure(model: type[Figure], within: str) -> Step:
    """Each figure with what it says itself."""
    has_project = model in (Funding, Outcome)
    region = "NULL" if model is Funding else "f.region_id"
    names = names_villages(model, "f")
    return Step(
        "figure",
        f"""SELECT f.id, f.part_of_id, f.replaces_id, f.state = 'published' AS is_published,
            f.{model.quantity_field} AS quantity, f.year_from, f.year_to,
            {year_of("COALESCE(f.as_of, s.published_on)")} AS dated,
            f.year_from IS NOT NULL OR f.year_to IS NOT NULL OR f.as_of IS NOT NULL AS states_years,
            {"f.project_id" if has_project else "CAST(NULL AS bigint)"} AS project_id,
            {names} AS names_villages,
            CAST(CASE WHEN {names} THEN NULL ELSE {region} END AS text) AS region_code
        FROM {table_of(model)} f LEFT JOIN projects_source s ON s.id = f.source_id {within}""",
        "id",
    )


def _replaced_directly() -> Step:
    sql = "SELECT DISTINCT replaces_id AS id FROM figure WHERE is_published AND replaces_id IS NOT NULL"
    return Step("replaced_directly", sql, "id")


def _resolved_figure() -> Step:
    """Period, places and fate of each figure, from the wholes down to their parts.

    `giver` is the project whose places they are, or the figure's key, negative.
    """
    last = f"COALESCE(f.year_to, f.dated, {NO_LAST_YEAR})"
    own = "f.names_villages OR f.region_code IS NOT NULL"
    of_same_project = "COALESCE(f.project_id, 0) = whole.project_id"
    return Step(
        "resolved",
        f"""SELECT f.id, CAST(COALESCE(f.project_id, 0) AS bigint) AS project_id,
            CAST(COALESCE(f.year_from, {NO_FIRST_YEAR}) AS integer) AS year_from,
            CAST({last} AS integer) AS year_to,
            CASE WHEN {own} THEN -f.id ELSE p.giver END AS giver,
            CASE WHEN {own} THEN f.region_code ELSE p.region_code END AS region_code,
            r.id IS NOT NULL AS is_replaced
        FROM figure f LEFT JOIN place_of_project p ON p.id = f.project_id
        LEFT JOIN replaced_directly r ON r.id = f.id
        WHERE f.part_of_id IS NULL
        UNION ALL
        SELECT f.id, CAST(COALESCE(f.project_id, 0) AS bigint),
            CAST(COALESCE(f.year_from, whole.year_from) AS integer),
            CAST(CASE
                WHEN NOT f.states_years THEN whole.year_to
                WHEN f.year_to IS NOT NULL THEN f.year_to
                WHEN {last} < whole.year_to THEN {last}
                ELSE whole.year_to
            END AS integer),
            CASE
                WHEN {own} THEN -f.id
                WHEN {of_same_project} THEN COALESCE(whole.giver, p.giver)
                ELSE COALESCE(p.giver, whole.giver)
            END,
            CASE
                WHEN {own} THEN f.region_code
                WHEN {of_same_project} AND whole.giver IS NOT NULL OR p.giver IS NULL THEN whole.region_code
                ELSE p.region_code
            END,
            whole.is_replaced OR r.id IS NOT NULL
        FROM resolved whole JOIN figure f ON f.part_of_id = whole.id
        LEFT JOIN place_of_project p ON p.id = f.project_id
        LEFT JOIN replaced_directly r ON r.id = f.id""",
        "id",
    )


def _taken() -> Step:
    """What each published part takes out of its whole.

    A part that is not published, or states no amount, takes nothing itself, but its own
    parts still do: otherwise they would be counted in the whole and beside it.
    """
    return Step(
        "taken",
        """SELECT f.part_of_id AS whole, f.id AS part, f.quantity FROM figure f JOIN resolved r ON r.id = f.id
        WHERE f.part_of_id IS NOT NULL AND f.is_published AND f.quantity IS NOT NULL AND NOT r.is_replaced
        UNION ALL
        SELECT f.part_of_id, taken.part, taken.quantity FROM taken JOIN figure f ON f.id = taken.whole
        WHERE f.part_of_id IS NOT NULL AND (NOT f.is_published OR f.quantity IS NULL)""",
        "whole",
    )


def _resolved_project(within: str) -> Step:
    dated = year_of("s.published_on")
    return Step(
        "resolved",
        f"""SELECT p.id, COALESCE(p.year_from, {NO_FIRST_YEAR}) AS year_from,
            CASE
                WHEN COALESCE(p.year_to, {dated}, {NO_LAST_YEAR}) < p.year_from THEN p.year_from
                ELSE COALESCE(p.year_to, {dated}, {NO_LAST_YEAR})
            END AS year_to,
            place.giver, place.region_code
        FROM projects_aidproject p LEFT JOIN projects_source s ON s.id = p.source_id
        LEFT JOIN place_of_project place ON place.id = p.id {within}""",
        "id",
    )


def _places(model: Counted) -> list[Step]:
    """How the villages of each giver are shown, and the smallest division that holds all of them."""
    named = [
        """SELECT g.giver, n.village_id FROM giver g
        JOIN projects_aidproject_villages n ON n.aidproject_id = g.giver WHERE g.giver > 0"""
    ]
    if model is not AidProject:
        relation, owner = villages_named_by(model)
        named.append(
            f"SELECT g.giver, n.village_id FROM giver g JOIN {relation} n ON n.{owner} = -g.giver WHERE g.giver < 0"
        )
    order = ("position", "ref")
    return [
        Step("giver", "SELECT DISTINCT giver FROM resolved WHERE giver IS NOT NULL AND region_code IS NULL", "giver"),
        Step(
            "villages_of_giver",
            f"""SELECT giver, COUNT(*) AS village_count, MIN(position) AS first, MAX(position) AS last,
                {joined("ref", ";", *order)} AS places, {joined("name_zh", "、", *order)} AS places_zh,
                {joined("name_en", ", ", *order)} AS places_en
            FROM (
                SELECT n.giver, v.position, v.ref, v.name_zh, COALESCE(NULLIF(v.name_en, ''), v.name_zh) AS name_en
                FROM ({" UNION ALL ".join(named)}) AS n JOIN projects_village v ON v.id = n.village_id
                {"" if "string_agg" in joined("ref", ";", *order) else "ORDER BY n.giver, v.position, v.ref"}
            ) AS named GROUP BY giver""",
            "giver",
        ),
    ]


_PLACES = """
    CASE WHEN d.giver IS NOT NULL THEN 'villages' WHEN r.region_code IS NOT NULL THEN 'region' ELSE 'not_stated' END
        AS place_kind,
    COALESCE(r.region_code, '') AS region_code,
    CASE
        WHEN d.giver IS NULL THEN COALESCE(r.region_code, '')
        WHEN d.first = d.last THEN d.first
        WHEN substr(d.first, 1, 9) = substr(d.last, 1, 9) THEN substr(d.first, 1, 9)
        WHEN substr(d.first, 1, 6) = substr(d.last, 1, 6) THEN substr(d.first, 1, 6)
        WHEN substr(d.first, 1, 4) = substr(d.last, 1, 4) THEN substr(d.first, 1, 4)
        WHEN substr(d.first, 1, 2) = substr(d.last, 1, 2) THEN substr(d.first, 1, 2)
        ELSE ''
    END AS area,
    COALESCE(d.village_count, 0) AS village_count,
    COALESCE(d.places, g.code, '') AS places,
    COALESCE(d.places_zh, g.name_zh, '') AS places_zh,
    COALESCE(d.places_en, NULLIF(g.name_en, ''), g.name_zh, '') AS places_en,
    r.giver
"""
_PLACES_FROM = """
    LEFT JOIN villages_of_giver d ON d.giver = r.giver
    LEFT JOIN projects_region g ON g.code = r.region_code
"""


def _counted_project() -> Step:
    return Step(
        "counted",
        f"""SELECT p.id AS project_id, '{Kind.PROJECT}' AS kind, CAST(NULL AS bigint) AS indicator_id, p.enterprise_id,
            p.measure, CAST(NULL AS bigint) AS remainder, 1 = 0 AS is_replaced, 1 = 0 AS may_overlap,
            r.year_from, r.year_to, p.unnamed_villages, {_PLACES}
        FROM resolved r JOIN projects_aidproject p ON p.id = r.id {_PLACES_FROM} WHERE p.state = 'published'""",
        "project_id",
    )


def _counted_figure(model: type[Figure]) -> Step:
    kind: str = {
        Funding: f"""CASE WHEN f.stage = 'committed' THEN '{Kind.COMMITMENTS}'
            WHEN f.origin = 'mobilised' THEN '{Kind.MOBILISED}' ELSE '{Kind.FUNDING}' END""",
        Donation: f"'{Kind.DONATIONS}'",
        Purchase: f"CASE WHEN f.mode = 'assisted_sale' THEN '{Kind.ASSISTED_SALES}' ELSE '{Kind.PURCHASES}' END",
        Outcome: f"'{Kind.OUTCOME}'",
    }[model]
    enterprise: dict[type[Figure], str] = {
        Funding: "COALESCE(f.enterprise_id, p.enterprise_id)",
        Outcome: "p.enterprise_id",
    }
    measure: dict[type[Figure], str] = {Donation: "''", Purchase: "'consumption'"}
    project = "LEFT JOIN projects_aidproject p ON p.id = f.project_id" if model in enterprise else ""
    return Step(
        "counted",
        f"""SELECT f.id AS {column_of(model)}_id, {kind} AS kind,
            {"f.indicator_id" if model is Outcome else "CAST(NULL AS bigint)"} AS indicator_id,
            {enterprise.get(model, "f.enterprise_id")} AS enterprise_id,
            {measure.get(model, "COALESCE(p.measure, '')")} AS measure,
            CASE WHEN r.is_replaced THEN 0 ELSE f.{model.quantity_field} - COALESCE(t.quantity, 0) END AS remainder,
            r.is_replaced, f.may_overlap, r.year_from, r.year_to,
            CAST(NULL AS integer) AS unnamed_villages, {_PLACES}
        FROM resolved r JOIN {table_of(model)} f ON f.id = r.id {project}
        LEFT JOIN taken_in_all t ON t.whole = r.id {_PLACES_FROM} WHERE f.state = 'published'""",
        f"{column_of(model)}_id",
    )

"""The rules of counting as SQL: what the read model holds of each published figure and project.

Every step is a query over the records and the steps before it. Run over a few records they are one statement,
over many each is a temporary table (projects/counting/ledger.py).
"""

from dataclasses import dataclass

from django.db.models import Model

from projects.counting.dialect import joined, to_be_joined, year_of
from projects.models import AidProject, Donation, Figure, Funding, Kind, Level, Outcome, PlaceKind, Purchase
from projects.models.counted import NOWHERE
from projects.models.places import NO_FIRST_YEAR, NO_LAST_YEAR

Counted = type[Figure] | type[AidProject]
FIGURES: tuple[type[Figure], ...] = (Funding, Donation, Purchase, Outcome)
COUNTED: tuple[Counted, ...] = (AidProject, *FIGURES)
KINDS: dict[type[Model], tuple[Kind, ...]] = {
    AidProject: (Kind.PROJECT,),
    Funding: (Kind.FUNDING, Kind.MOBILISED, Kind.COMMITMENTS),
    Donation: (Kind.DONATIONS,),
    Purchase: (Kind.PURCHASES, Kind.ASSISTED_SALES),
    Outcome: (Kind.OUTCOME,),
}
OF_PROJECTS: tuple[Counted, ...] = (Funding, Outcome)
"""They name at most one village themselves; the other figures know no project, and name any number."""


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


def places_of_projects(within: str = "") -> list[Step]:
    """`within` is a query of the projects to keep to, empty for all of them."""
    return [_place_of_project(f"WHERE p.id IN ({within})" if within else ""), _villages_of_project(bool(within))]


def figures(model: type[Figure], within: str = "") -> list[Step]:
    return [_figure(model, f"WHERE f.id IN ({within})" if within else "")]


def fates(model: Counted, within: str = "") -> list[Step]:
    """Period, places and remainder: what follows from the places of projects and, for figures, from `figure`."""
    if not issubclass(model, Figure):
        return [_resolved_project(f"WHERE p.id IN ({within})" if within else "")]
    return [
        _replaced_directly(),
        _whole_figure(),
        _resolved_figure(),
        _taken(),
        Step("taken_in_all", "SELECT whole, SUM(quantity) AS quantity FROM taken GROUP BY whole", "whole"),
        *([] if model in OF_PROJECTS else [_villages_of_figure(model)]),
    ]


def counted(model: Counted) -> str:
    """The rows of the read model, under its columns, once all steps are there."""
    return _counted_figure(model) if issubclass(model, Figure) else _counted_project()


def names_villages(model: Counted, alias: str) -> str:
    """Whether a record names villages of its own."""
    if model in OF_PROJECTS:
        return f"{alias}.village_id IS NOT NULL"
    return f"EXISTS (SELECT 1 FROM {table_of(model)}_villages n WHERE n.{model._meta.model_name}_id = {alias}.id)"


def villages_named_by(model: Counted) -> tuple[str, str]:
    """The relation that holds the villages a record names itself, and its column with the record's key."""
    if model in OF_PROJECTS:
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
    has_project = model in OF_PROJECTS
    region = "NULL" if model is Funding else "f.region_id"
    names = names_villages(model, "f")
    return Step(
        "figure",
        f"""SELECT f.id, f.part_of_id, f.replaces_id, f.state = 'published' AS is_published,
            f.{model.quantity_field} AS quantity, f.year_from, f.year_to,
            {year_of("COALESCE(f.as_of, s.published_on)")} AS dated,
            f.year_from IS NOT NULL OR f.year_to IS NOT NULL OR f.as_of IS NOT NULL AS states_years,
            {"f.project_id" if has_project else "CAST(NULL AS bigint)"} AS project_id,
            {names} AS names_villages, {"f.village_id" if has_project else "CAST(NULL AS bigint)"} AS village_id,
            CAST(CASE WHEN {names} THEN NULL ELSE {region} END AS text) AS region_code
        FROM {table_of(model)} f LEFT JOIN projects_source s ON s.id = f.source_id {within}""",
        "id",
    )


def _replaced_directly() -> Step:
    sql = "SELECT DISTINCT replaces_id AS id FROM figure WHERE is_published AND replaces_id IS NOT NULL"
    return Step("replaced_directly", sql, "id")


def _whole_figure() -> Step:
    """Period, places and fate of each figure that is no part of another.

    `giver` is the project whose places they are, or the figure's key, negative.
    """
    own = _has_own_places()
    return Step(
        "whole_figure",
        f"""SELECT f.id, CAST(COALESCE(f.project_id, 0) AS bigint) AS project_id,
            CAST(COALESCE(f.year_from, {NO_FIRST_YEAR}) AS integer) AS year_from,
            CAST({_last_year()} AS integer) AS year_to,
            CASE WHEN {own} THEN -f.id ELSE p.giver END AS giver,
            CASE WHEN {own} THEN f.region_code ELSE p.region_code END AS region_code,
            f.village_id, r.id IS NOT NULL AS is_replaced
        FROM figure f LEFT JOIN place_of_project p ON p.id = f.project_id
        LEFT JOIN replaced_directly r ON r.id = f.id
        WHERE f.part_of_id IS NULL""",
        "id",
    )


def _resolved_figure() -> Step:
    """The same of all figures, from the few wholes that have parts down to these."""
    own, last = _has_own_places(), _last_year()
    of_same_project = "COALESCE(f.project_id, 0) = whole.project_id"
    return Step(
        "resolved",
        f"""SELECT * FROM whole_figure UNION ALL
        SELECT id, project_id, year_from, year_to, giver, region_code, village_id, is_replaced FROM (
            WITH RECURSIVE down(
                id, project_id, year_from, year_to, giver, region_code, village_id, is_replaced, is_part
            ) AS (
                SELECT w.*, 0 FROM whole_figure w WHERE w.id IN (SELECT part_of_id FROM figure)
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
                    CASE
                        WHEN {own} THEN f.village_id
                        WHEN {of_same_project} AND whole.giver IS NOT NULL OR p.giver IS NULL THEN whole.village_id
                    END,
                    whole.is_replaced OR r.id IS NOT NULL, 1
                FROM down whole JOIN figure f ON f.part_of_id = whole.id
                LEFT JOIN place_of_project p ON p.id = f.project_id
                LEFT JOIN replaced_directly r ON r.id = f.id
            ) SELECT * FROM down WHERE is_part = 1
        ) AS parts""",
        "id",
    )


def _last_year() -> str:
    return f"COALESCE(f.year_to, f.dated, {NO_LAST_YEAR})"


def _has_own_places() -> str:
    return "f.names_villages OR f.region_code IS NOT NULL"


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


def _villages_of_project(only_givers: bool) -> Step:
    givers = "WHERE aidproject_id IN (SELECT giver FROM place_of_project)" if only_givers else ""
    return _shown_together(
        "villages_of_project",
        f"SELECT aidproject_id AS giver, village_id FROM projects_aidproject_villages {givers}",
    )


def _villages_of_figure(model: type[Figure]) -> Step:
    relation, owner = villages_named_by(model)
    return _shown_together(
        "villages_of_figure",
        f"SELECT -n.{owner} AS giver, n.village_id FROM figure f JOIN {relation} n ON n.{owner} = f.id",
    )


def _shown_together(name: str, named: str) -> Step:
    """How the villages of each giver are shown, and which of them come first and last."""
    by = ("position", "ref")
    return Step(
        name,
        f"""SELECT giver, COUNT(*) AS village_count, MIN(position) AS first, MAX(position) AS last,
            {joined("ref", ";", *by)} AS places, {joined("name_zh", "、", *by)} AS places_zh,
            {joined("name_en", ", ", *by)} AS places_en
        FROM (
            SELECT n.giver, v.position, v.ref, v.name_zh, {_english("v")} AS name_en
            FROM ({named}) AS n JOIN projects_village v ON v.id = n.village_id
            {to_be_joined("n.giver", "v.position", "v.ref")}
        ) AS named GROUP BY giver""",
        "giver",
    )


def _english(alias: str) -> str:
    return f"COALESCE(NULLIF({alias}.name_en, ''), {alias}.name_zh)"


def _places(model: Counted) -> tuple[str, str]:
    """The columns that say where, and what is joined to `resolved` to know it."""
    joins = [
        "LEFT JOIN projects_region g ON g.code = r.region_code",
        "LEFT JOIN villages_of_project d ON d.giver = r.giver AND r.region_code IS NULL",
    ]
    shown = {
        column: [f"d.{column}"] for column in ("village_count", "first", "last", "places", "places_zh", "places_en")
    }
    if model in OF_PROJECTS:
        joins.append("LEFT JOIN projects_village v ON v.id = r.village_id")
        alone = (
            "CASE WHEN v.id IS NOT NULL THEN 1 END",
            "v.position",
            "v.position",
            "v.ref",
            "v.name_zh",
            _english("v"),
        )
        for column, value in zip(shown, alone, strict=True):
            shown[column].append(value)
    elif model is not AidProject:
        joins.append("LEFT JOIN villages_of_figure n ON n.giver = r.giver AND r.region_code IS NULL")
        for column, values in shown.items():
            values.append(f"n.{column}")
    shown["places"].append("g.code")
    shown["places_zh"].append("g.name_zh")
    shown["places_en"].append(_english("g"))
    texts = {column: f"COALESCE({', '.join(values)}, '')" for column, values in shown.items()}
    first, last = (f"COALESCE({', '.join(shown[column])}, r.region_code, '')" for column in ("first", "last"))
    common = " ".join(
        f"WHEN substr({first}, 1, {digits}) = substr({last}, 1, {digits}) THEN substr({first}, 1, {digits})"
        for digits in sorted(Level, reverse=True)
    )
    return (
        f"""CASE
            WHEN r.region_code IS NOT NULL THEN '{PlaceKind.REGION}'
            WHEN r.giver IS NOT NULL THEN '{PlaceKind.VILLAGES}'
            ELSE '{PlaceKind.NOT_STATED}'
        END AS place_kind, COALESCE(r.region_code, '') AS region_code,
        CASE WHEN r.giver IS NULL THEN '{NOWHERE}' WHEN {first} = {last} THEN {first} {common} ELSE '' END AS area,
        COALESCE({", ".join(shown["village_count"])}, 0) AS village_count,
        {texts["places"]} AS places, {texts["places_zh"]} AS places_zh, {texts["places_en"]} AS places_en, r.giver""",
        " ".join(joins),
    )


def _counted_project() -> str:
    places, joins = _places(AidProject)
    return f"""SELECT p.id AS project_id, '{Kind.PROJECT}' AS kind, CAST(NULL AS bigint) AS indicator_id,
            p.enterprise_id, p.source_id, p.measure, '' AS payer, CAST(NULL AS bigint) AS remainder,
            1 = 0 AS is_replaced, 1 = 0 AS may_overlap,
            r.year_from, r.year_to, p.unnamed_villages, {places}
        FROM resolved r JOIN projects_aidproject p ON p.id = r.id {joins} WHERE p.state = 'published'"""


def _counted_figure(model: type[Figure]) -> str:
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
    places, joins = _places(model)
    return f"""SELECT f.id AS {column_of(model)}_id, {kind} AS kind,
            {"f.indicator_id" if model is Outcome else "CAST(NULL AS bigint)"} AS indicator_id,
            {enterprise.get(model, "f.enterprise_id")} AS enterprise_id,
            f.source_id, {measure.get(model, "COALESCE(p.measure, '')")} AS measure,
            {"f.payer" if model is Donation else "''"} AS payer,
            CASE WHEN r.is_replaced THEN 0 ELSE f.{model.quantity_field} - COALESCE(t.quantity, 0) END AS remainder,
            r.is_replaced, f.may_overlap, r.year_from, r.year_to,
            CAST(NULL AS integer) AS unnamed_villages, {places}
        FROM resolved r JOIN {table_of(model)} f ON f.id = r.id {project}
        LEFT JOIN taken_in_all t ON t.whole = r.id {joins} WHERE f.state = 'published'"""

"""From records to the read model: remainders, places and periods of what is published."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q

from projects.models import (
    AidProject,
    CountedFigure,
    CountedVillage,
    Donation,
    Enterprise,
    Figure,
    Funding,
    Kind,
    Outcome,
    PlaceKind,
    Purchase,
    Village,
)
from projects.models.places import Period, Places

FIGURES: tuple[type[Figure], ...] = (Funding, Donation, Purchase, Outcome)


def column_of(model: type[Any]) -> str:
    """The read model's one-to-one column for a model: funding, donation, …, project."""
    return "project" if model is AidProject else str(model._meta.model_name)


@dataclass
class Entry:
    """A row of the read model, with the villages it names."""

    counted: CountedFigure
    villages: tuple[Village, ...] = ()

    def content(self) -> tuple[object, ...]:
        """Everything but the row's own key, to compare what is stored with what should be."""
        values = {f.attname: getattr(self.counted, f.attname) for f in CountedFigure._meta.concrete_fields}
        del values["id"]
        return (*sorted(values.items()), *sorted((v.pk, v.position) for v in self.villages))


@dataclass
class Family:
    """Figures of one model that contain or replace each other, directly or through others."""

    figures: dict[int, Figure]
    parts: dict[int, list[Figure]] = field(default_factory=lambda: defaultdict(list))
    replaced: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, figures: Iterable[Figure]) -> "Family":
        family = cls({figure.pk: figure for figure in figures})
        for figure in family.figures.values():
            if figure.part_of_id:
                figure.part_of = family.figures[figure.part_of_id]
                family.parts[figure.part_of_id].append(figure)
        directly = {f.replaces_id for f in family.figures.values() if f.is_published and f.replaces_id}
        family.replaced = {
            figure.pk
            for figure in family.figures.values()
            if figure.pk in directly or any(whole.pk in directly for whole in figure.wholes())
        }
        return family

    def remainder(self, figure: Figure) -> Decimal | None:
        if figure.pk in self.replaced:
            return Decimal(0)
        if figure.quantity is None:
            return None
        return figure.quantity - self._sum_of_parts(figure)

    def _sum_of_parts(self, figure: Figure) -> Decimal:
        """What the published parts take out of a figure.

        A part that is not published, or states no amount, takes nothing itself, but its own
        parts still do: otherwise they would be counted in it and beside it.
        """
        total = Decimal(0)
        for part in self.parts[figure.pk]:
            if part.pk in self.replaced:
                continue
            if part.is_published and part.quantity is not None:
                total += part.quantity
            else:
                total += self._sum_of_parts(part)
        return total


def relatives(model: type[Figure], pks: set[int]) -> set[int]:
    """The keys of all figures tied to these by part_of or replaces, one query per step outwards."""
    known: set[int] = set()
    edge = set(pks)
    while edge:
        known |= edge
        tied = model._default_manager.filter(Q(pk__in=edge) | Q(part_of__in=edge) | Q(replaces__in=edge)).values_list(
            "pk", "part_of", "replaces"
        )
        edge = {pk for row in tied for pk in row if pk is not None} - known
    return known


def load_projects(pks: Iterable[int]) -> dict[int, AidProject]:
    """Projects with the programmes above them, wired to each other."""
    projects: dict[int, AidProject] = {}
    missing = set(pks)
    while missing:
        found = AidProject.objects.filter(pk__in=missing).select_related("enterprise", "region", "source")
        projects |= {project.pk: project for project in found.prefetch_related("villages")}
        missing = {p.parent_id for p in projects.values() if p.parent_id} - projects.keys()
    for project in projects.values():
        if project.parent_id:
            project.parent = projects[project.parent_id]
    return projects


def load_figures(model: type[Figure], pks: set[int] | None) -> Family:
    """Figures (all of them for None) with everything their places and periods depend on."""
    figures = model._default_manager.select_related("source")
    if pks is not None:
        figures = figures.filter(pk__in=pks)
    if model in (Donation, Purchase):
        figures = figures.select_related("source", "region", "enterprise").prefetch_related("villages")
    elif model is Funding:
        figures = figures.select_related("source", "village", "enterprise")
    else:
        figures = figures.select_related("source", "village", "region", "indicator")
    loaded = list(figures)
    if model in (Funding, Outcome):
        projects = load_projects({f.project_id for f in loaded if f.project_id})
        for figure in loaded:
            if figure.project_id:
                figure.project = projects[figure.project_id]
    return Family.of(loaded)


def figure_entries(family: Family) -> list[Entry]:
    return [
        _entry(
            figure,
            figure.resolved_places(),
            figure.resolved_period(),
            kind=figure.kind,
            indicator=figure.indicator if isinstance(figure, Outcome) else None,
            enterprise=figure.giver(),
            measure=_measure(figure),
            remainder=family.remainder(figure),
            is_replaced=figure.pk in family.replaced,
            may_overlap=figure.may_overlap,
        )
        for figure in family.figures.values()
        if figure.is_published
    ]


def project_entries(projects: Iterable[AidProject]) -> list[Entry]:
    return [
        _entry(
            project,
            project.resolved_places(),
            project.resolved_period(),
            kind=Kind.PROJECT,
            enterprise=project.enterprise,
            measure=project.measure,
            unnamed_villages=project.unnamed_villages,
        )
        for project in projects
        if project.is_published
    ]


def _measure(figure: Figure) -> str:
    if isinstance(figure, Purchase):
        return "consumption"
    project = figure.stated_project()
    return project.measure if project else ""


def _entry(
    record: Figure | AidProject,
    places: Places,
    period: Period,
    *,
    enterprise: Enterprise | None,
    **resolved: Any,
) -> Entry:
    villages = tuple(sorted(places.villages, key=lambda village: (village.position, village.ref)))
    if villages:
        kind, named = PlaceKind.VILLAGES, [(v.ref, v.name_zh, v.name_en or v.name_zh) for v in villages]
    elif places.region:
        region = places.region
        kind, named = PlaceKind.REGION, [(region.code, region.name_zh, region.name_en or region.name_zh)]
    else:
        kind, named = PlaceKind.NOT_STATED, []
    counted = CountedFigure(
        **{column_of(type(record)): record},
        place_kind=kind,
        region_code=places.region.code if places.region and not villages else "",
        village_count=len(villages),
        places=";".join(ref for ref, _, _ in named),
        places_zh="、".join(zh for _, zh, _ in named),
        places_en=", ".join(en for _, _, en in named),
        year_from=period.year_from,
        year_to=period.year_to,
        enterprise=enterprise,
        **resolved,
    )
    return Entry(counted, villages)


def store(model: type[Any], pks: set[int] | None, entries: list[Entry]) -> None:
    """Replace the rows of these records (of all for None) by the entries."""
    column = column_of(model)
    old = CountedFigure.objects.filter(**{f"{column}__isnull": False})
    if pks is not None:
        old = old.filter(**{f"{column}__in": pks})
    with transaction.atomic():
        old.delete()
        CountedFigure.objects.bulk_create([entry.counted for entry in entries], batch_size=1000)
        CountedVillage.objects.bulk_create(
            [
                CountedVillage(counted=entry.counted, village=village, position=village.position)
                for entry in entries
                for village in entry.villages
            ],
            batch_size=1000,
        )


def recompute() -> dict[type[Any], list[Entry]]:
    """What the read model should hold, from the records alone."""
    entries: dict[type[Any], list[Entry]] = {model: figure_entries(load_figures(model, None)) for model in FIGURES}
    entries[AidProject] = project_entries(
        load_projects(AidProject.objects.published().values_list("pk", flat=True)).values()
    )
    return entries


def rebuild() -> int:
    """Fill the read model anew, in one transaction. The number of rows."""
    with transaction.atomic():
        entries = recompute()
        for model, rows in entries.items():
            store(model, None, rows)
    return sum(len(rows) for rows in entries.values())


def differences() -> list[str]:
    """Refs whose row in the read model is not what the records say; empty when all is well."""
    found: list[str] = []
    for model, entries in recompute().items():
        column = column_of(model)
        should = {getattr(entry.counted, f"{column}_id"): entry.content() for entry in entries}
        rows = CountedFigure.objects.filter(**{f"{column}__isnull": False}).prefetch_related("named_villages__village")
        has = {
            getattr(row, f"{column}_id"): (
                *Entry(row).content(),
                *sorted((named.village_id, named.position) for named in row.named_villages.all()),
            )
            for row in rows
        }
        wrong = {pk for pk in {*should, *has} if should.get(pk) != has.get(pk)}
        found += model._default_manager.filter(pk__in=wrong).values_list("ref", flat=True)
    return sorted(found)

"""Outcomes: three for every two projects, some of them without a project."""

from collections.abc import Iterator
from random import Random

from benchmarks.data.batch import Batch, Row
from benchmarks.data.divisions import Divisions, village_is_hidden
from benchmarks.data.projects import Projects
from benchmarks.data.records import Sources
from projects.models import Indicator, Level, Outcome
from projects.models.indicator import Aggregation
from projects.models.outcome import Concept

GROUP = 30
"""Of so many rows, in this order: a number, its part, an older number, its restatement."""
WHOLE, PART, OLDER, NEWER = range(4)
CONCEPTS = {
    "income_per_head": (Concept.NET_INCOME, Concept.DISPOSABLE_INCOME),
    "collective_income": (Concept.COLLECTIVE_INCOME, Concept.OPERATING_SURPLUS),
}


class OutcomeRows:
    def __init__(self, projects: Projects, divisions: Divisions, sources: Sources, seed: str) -> None:
        self._projects, self._divisions, self._sources = projects, divisions, sources
        self._seed = seed

    def batches(self) -> Iterator[Batch]:
        yield Batch(
            Outcome,
            ("id", "ref", "state", "indicator_id", "value", "project_id", "village_id", "region_id", "concept",
             "year_from", "year_to", "basis", "part_of_id", "replaces_id", "may_overlap", "source_id", "locator"),
            self._rows(Random(f"{self._seed}/outcomes"), list(Indicator.objects.order_by("position", "ref"))),
        )  # fmt: skip

    def _rows(self, rng: Random, indicators: list[Indicator]) -> Iterator[Row]:
        chance = rng.random
        additive = [each for each in indicators if each.aggregation == Aggregation.SUM]
        project, year, indicator, number = 0, 0, additive[0], 0
        where: tuple[int | None, int | None, str | None] = (None, None, None)
        hidden = False
        for index in range(self._projects.count * 3 // 2):
            place = index % GROUP
            if place in (PART, NEWER):
                number = number // 3 if place == PART else number * 2
            else:
                project = index * 2 // 3
                year = self._projects.year_from[project]
                among = additive if place in (WHOLE, OLDER) else indicators
                indicator = among[int(len(among) * chance() * chance())]
                number = _number(indicator, chance())
                where = self._where(project, chance())
            of_project, village, region = where
            source = self._sources.draw(chance(), year)
            hidden = (
                chance() < 0.04
                or (of_project is not None and not self._projects.is_published[of_project])
                or (village is not None and village_is_hidden(village))
                or self._sources.is_hidden(source)
                or (place == PART and hidden)
            )
            unstated = place > NEWER and chance() < 0.01
            concepts = CONCEPTS.get(indicator.ref, ("",))
            yield (
                index + 1,
                f"o{index + 1:07}",
                "draft" if hidden else "published",
                indicator.pk,
                None if unstated else number,
                None if of_project is None else of_project + 1,
                None if village is None else village + 1,
                region,
                str(concepts[index % len(concepts)]),
                year,
                year if indicator.aggregation == Aggregation.NONE or place <= NEWER or chance() < 0.9 else None,
                "recorded" if chance() < 0.2 else "reported",
                index if place == PART else None,
                index if place == NEWER else None,
                chance() < 0.01,
                source + 1,
                f"第{1 + int(40 * chance())}页",
            )

    def _where(self, project: int, chance: float) -> tuple[int | None, int | None, str | None]:
        """The project, the village and the region an outcome states."""
        villages = self._projects.villages(project)
        if chance < 0.7:
            return project, None, None
        if chance < 0.9 and villages:
            return (project if chance < 0.8 else None), villages[0], None
        counties = self._divisions.by_level[Level.COUNTY]
        return None, None, counties[project % len(counties)] if counties else None


def _number(indicator: Indicator, chance: float) -> int:
    """Hundredths of a plausible number."""
    if indicator.unit == "%":
        return int(100 * 100 * chance)
    if indicator.unit == "元":
        return (2_000 + int(18_000 * chance)) * 100
    if indicator.unit == "公里":
        return 10 + int(2_000 * chance)
    return int(10 ** (2.5 * chance)) * 100

"""Funding: yearly sums, joint sums with what they are made of, cumulative claims that restate older ones."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from benchmarks.data.batch import Batch, Row
from benchmarks.data.money import draw_sum, shares
from benchmarks.data.projects import Projects
from benchmarks.data.records import LAST_YEAR, Enterprises, Sources
from projects.models import Funding

ROWS_OF_A_PROJECT = (1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 4, 4, 5, 5, 6, 7)
"""Three on average."""


@dataclass(frozen=True, slots=True)
class Sum:
    fen: int | None
    as_written: str
    year_from: int | None
    year_to: int | None
    village: int | None = None
    part_of: int | None = None
    """Places before this one in the project's own rows; so is `replaces`."""
    replaces: int | None = None
    stage: str = ""
    origin: str = ""


class FundingRows:
    def __init__(self, projects: Projects, enterprises: Enterprises, sources: Sources, seed: str) -> None:
        self._projects, self._enterprises, self._sources = projects, enterprises, sources
        self._seed = seed

    def batches(self) -> Iterator[Batch]:
        yield Batch(
            Funding,
            ("id", "ref", "state", "project_id", "amount", "enterprise_id", "village_id", "year_from", "year_to",
             "as_of", "stage", "basis", "origin", "terms", "form", "part_of_id", "replaces_id", "may_overlap",
             "as_written", "source_id", "locator"),
            self._rows(Random(f"{self._seed}/funding")),
        )  # fmt: skip

    def _rows(self, rng: Random) -> Iterator[Row]:
        chance = rng.random
        key = 0
        for project in range(self._projects.count):
            first = key
            is_hidden: list[bool] = []
            for place, each in enumerate(self._family(project, rng)):
                key += 1
                reach = each.year_to or self._projects.year_to[project]
                source = self._sources.draw(chance(), reach)
                giver = self._enterprises.draw(chance()) if chance() < 0.03 else None
                is_hidden.append(
                    chance() < 0.04
                    or not self._projects.is_published[project]
                    or self._sources.is_hidden(source)
                    or (giver is not None and self._enterprises.is_hidden(giver))
                    or (each.part_of is not None and is_hidden[place - each.part_of])
                )
                dated = each.year_to is not None
                yield (
                    key,
                    f"f{key:07}",
                    "draft" if is_hidden[place] else "published",
                    project + 1,
                    each.fen,
                    None if giver is None else giver + 1,
                    None if each.village is None else each.village + 1,
                    each.year_from,
                    each.year_to,
                    f"{each.year_to}-12-31" if dated and chance() < 0.1 else None,
                    each.stage,
                    "recorded" if dated and (each.part_of or chance() < 0.3) else "reported",
                    each.origin,
                    ("", "grant", "grant", "repayable")[int(4 * chance())],
                    "in_kind" if chance() < 0.08 else "cash",
                    first + place + 1 - each.part_of if each.part_of else None,
                    first + place + 1 - each.replaces if each.replaces else None,
                    chance() < 0.01,
                    each.as_written,
                    source + 1,
                    f"第{1 + int(40 * chance())}页",
                )

    def _family(self, project: int, rng: Random) -> list[Sum]:
        count = ROWS_OF_A_PROJECT[project % len(ROWS_OF_A_PROJECT)]
        drawn = rng.random()
        if count >= 3 and drawn < 0.35:
            sums = self._with_parts(project, count, rng)
        elif count >= 2 and drawn < 0.5:
            sums = self._cumulative(project, count, rng)
        else:
            return [self._yearly(project, place, rng) for place in range(count)]
        stage, origin = _kind(rng.random())
        return [replace(each, stage=stage, origin=origin) for each in sums]

    def _village(self, project: int, place: int) -> int | None:
        villages = self._projects.villages(project)
        return villages[place % len(villages)] if self._projects.is_split[project] else None

    def _years(self, project: int) -> tuple[int, int]:
        return self._projects.year_from[project], self._projects.year_to[project]

    def _yearly(self, project: int, place: int, rng: Random) -> Sum:
        year_from, year_to = self._years(project)
        year = year_from + place % (year_to - year_from + 1)
        fen, as_written = draw_sum(rng.random)
        drawn = rng.random()
        stage, origin = _kind(rng.random())
        each = Sum(fen, as_written, year, year, self._village(project, place), stage=stage, origin=origin)
        if drawn < 0.02:
            return replace(each, fen=None, as_written="")
        if drawn < 0.05:
            return replace(each, year_from=None)
        if drawn < 0.08:
            return replace(each, year_from=year_from, year_to=None)
        return replace(each, year_from=year_from, year_to=year_to) if drawn < 0.13 else each

    def _with_parts(self, project: int, count: int, rng: Random) -> list[Sum]:
        """A joint sum, the entries of single years it is made of, and of the last of these an “of which”."""
        year_from, year_to = self._years(project)
        fen, as_written = draw_sum(rng.random, tenfold=4)
        found = [Sum(fen, as_written, year_from, year_to)]
        nested = count >= 5
        parts = shares(fen, count - 1 - nested, rng.random)
        for place, part in enumerate(parts):
            year = year_from + int((year_to - year_from + 1) * rng.random())
            found.append(Sum(part, "", year, year, self._village(project, place), part_of=place + 1))
        if nested:
            whole = found[-1]
            found.append(replace(whole, fen=shares(whole.fen or 0, 1, rng.random)[0], part_of=1))
        return found

    def _cumulative(self, project: int, count: int, rng: Random) -> list[Sum]:
        """Each year's claim reaches from the start and restates the one of the year before."""
        year_from = self._projects.year_from[project]
        found: list[Sum] = []
        total = 0
        for place in range(count):
            total += draw_sum(rng.random)[0]
            year_to = min(LAST_YEAR, year_from + place)
            found.append(Sum(total, "", year_from, year_to, replaces=1 if place else None))
        return found


def _kind(chance: float) -> tuple[str, str]:
    """Stage and origin."""
    if chance < 0.04:
        return "committed", ""
    stage = "paid" if chance < 0.6 else ""
    return stage, "mobilised" if chance * 10 % 1 < 0.1 else "own" if chance * 10 % 1 < 0.6 else ""

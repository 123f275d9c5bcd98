"""Programmes and projects, their places and years."""

from array import array
from collections.abc import Iterator
from random import Random

from benchmarks.data import words
from benchmarks.data.batch import Batch, Row
from benchmarks.data.divisions import Divisions, village_is_hidden
from benchmarks.data.records import FIRST_YEAR, LAST_YEAR, YEARS, Enterprises, Sources
from benchmarks.data.sizes import Sizes
from projects.models import AidProject, Level
from projects.models.aid_project import Relationship, Status

NONE = -1
ANOTHER_COUNTY = 301
"""How far apart two villages of a project lie that do not border on each other."""


class Projects:
    """What figures need to know of each project, held compactly: by its number, counted from 0."""

    def __init__(
        self, sizes: Sizes, divisions: Divisions, enterprises: Enterprises, sources: Sources, seed: str
    ) -> None:
        self.count = sizes.projects
        self._divisions, self._seed = divisions, seed
        self.programmes = max(1, self.count // 50)
        self.enterprise, self.source, self.parent, self.region = array("i"), array("i"), array("i"), array("i")
        self.first, self.stride, self.named = array("i"), array("h"), array("b")
        self.year_from, self.year_to = array("h"), array("h")
        self.is_split = bytearray(self.count)
        self.is_published = bytearray(self.count)
        self._numbers = {code: number for number, code in enumerate(divisions.codes)}
        chance = Random(f"{seed}/projects").random
        villages = len(divisions.village_codes)
        for index in range(self.count):
            year = FIRST_YEAR + int(YEARS * chance())
            self.year_from.append(year)
            self.year_to.append(min(LAST_YEAR, year + int(6 * chance())))
            self.enterprise.append(enterprises.draw(chance()))
            self.source.append(sources.draw(chance(), year) if chance() < 0.95 else NONE)
            self.parent.append(self._draw_parent(index, chance()))
            self.region.append(self._draw_region(index, chance()))
            named, split = self._draw_named(index, chance())
            stride = ANOTHER_COUNTY if chance() < 0.1 else 1
            stride = min(stride, max(1, (villages - 1) // 5))
            place = chance() ** 1.2
            if chance() < 0.01:  # a few villages are everybody's example
                place = int(place * 600) / 600
            self.named.append(named)
            self.stride.append(stride)
            self.first.append(min(int(villages * place), villages - 1 - 4 * stride))
            self.is_split[index] = split
            self.is_published[index] = (
                chance() >= 0.04
                and not enterprises.is_hidden(self.enterprise[index])
                and not (self.source[index] != NONE and sources.is_hidden(self.source[index]))
                and (self.parent[index] == NONE or bool(self.is_published[self.parent[index]]))
                and not any(village_is_hidden(village) for village in self.villages(index))
            )

    def villages(self, index: int) -> range:
        first, stride = self.first[index], self.stride[index]
        return range(first, first + self.named[index] * stride, stride)

    def _draw_parent(self, index: int, chance: float) -> int:
        if index < self.programmes:
            return index // 10 if index >= 10 and chance < 0.3 else NONE
        return int(self.programmes * chance / 0.2) if chance < 0.2 else NONE

    def _draw_region(self, index: int, chance: float) -> int:
        """Programmes, and one project in twenty, name a region and none of its villages."""
        if index >= self.programmes and index % 20 != 9:
            return NONE
        level = (
            Level.COUNTY if chance < 0.6 else Level.PREFECTURE if chance < 0.8
            else Level.PROVINCE if chance < 0.9 else Level.TOWNSHIP
        )  # fmt: skip
        codes = self._divisions.by_level[level]
        return self._numbers[codes[int(len(codes) * (chance * 97 % 1))]] if codes else NONE

    def _draw_named(self, index: int, chance: float) -> tuple[int, bool]:
        """How many villages are named, and whether it is known what each of them got."""
        if self.region[index] != NONE or index < self.programmes:
            return 0, False
        if (self.parent[index] != NONE and chance < 0.25) or chance < 0.02:
            return 0, False  # its places are those of its programme, or not stated
        kind = index % 10
        if kind == 0:
            return 2 + int(4 * chance), False
        return (2 + int(4 * chance), True) if kind in (1, 2) else (1, False)

    def batches(self) -> Iterator[Batch]:
        yield Batch(
            AidProject,
            ("id", "ref", "state", "title_zh", "title_en", "enterprise_id", "parent_id", "measure", "relationship",
             "status", "region_id", "unnamed_villages", "year_from", "year_to", "description_zh", "source_id",
             "locator"),
            self._rows(Random(f"{self._seed}/project rows")),
        )  # fmt: skip
        yield Batch(AidProject.villages.through, ("id", "aidproject_id", "village_id"), self._links())

    def _links(self) -> Iterator[Row]:
        key = 0
        for index in range(self.count):
            for village in self.villages(index):
                key += 1
                yield key, index + 1, village + 1

    def _place(self, index: int) -> str:
        if named := self.villages(index):
            name = self._divisions.village_names[named[0]]
            return name if len(named) == 1 else f"{name}等{len(named)}村"
        if self.region[index] != NONE:
            return self._divisions.regions[self._divisions.codes[self.region[index]]]
        return ""

    def _rows(self, rng: Random) -> Iterator[Row]:
        chance = rng.random
        measures, relationships, statuses = list(words.TOPICS), ["", *Relationship.values], ["", *Status.values]
        drawn = words.often(measures, self.count, rng)
        for index, measure in enumerate(drawn):
            region, parent, source = self.region[index], self.parent[index], self.source[index]
            topics = words.TOPICS[measure]
            topic, topic_en = topics[int(len(topics) * chance())]
            year_from, year_to = self.year_from[index], self.year_to[index]
            title = f"{self._place(index)}{topic}"
            yield (
                index + 1,
                f"p{index + 1:07}",
                "published" if self.is_published[index] else "draft" if index % 3 else "in_review",
                title if index % 4 else f"{year_from}年{title}",
                f"{topic_en} {year_from}" if index % 2 else "",
                self.enterprise[index] + 1,
                None if parent == NONE else parent + 1,
                measure,
                relationships[int(len(relationships) * chance())],
                statuses[int(len(statuses) * chance())],
                None if region == NONE else self._divisions.codes[region],
                2 + int(30 * chance()) if region != NONE and chance() < 0.8 else None,
                None if index % 50 == 3 else year_from,
                None if index % 20 == 4 else year_to,
                f"{topic}，惠及{2 + int(300 * chance())}户，由村民代表会议议定，县级验收。" if chance() < 0.3 else "",
                None if source == NONE else source + 1,
                "" if source == NONE else f"¶{1 + int(20 * chance())}",
            )

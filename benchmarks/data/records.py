"""Enterprises, sources and awards."""

from collections.abc import Iterator
from random import Random

from benchmarks.data import words
from benchmarks.data.batch import HIDDEN_EVERY, Batch, Row
from benchmarks.data.divisions import Divisions
from benchmarks.data.sizes import Sizes
from projects import uscc
from projects.models import Award, Enterprise, Level, Source
from projects.models.award import AwardLevel

FIRST_YEAR, LAST_YEAR = 2012, 2026
YEARS = LAST_YEAR - FIRST_YEAR + 1


class Enterprises:
    def __init__(self, sizes: Sizes, divisions: Divisions, seed: str) -> None:
        self.count = sizes.enterprises
        self._divisions = divisions
        self._seed = seed

    def draw(self, chance: float) -> int:
        """An enterprise: the first ones do the most."""
        return int(self.count * chance * chance)

    def is_hidden(self, index: int) -> bool:
        return index % HIDDEN_EVERY == 7

    def batches(self) -> Iterator[Batch]:
        yield Batch(
            Enterprise,
            ("id", "ref", "state", "name_zh", "name_en", "uscc", "parent_id", "aliases"),
            self._rows(Random(f"{self._seed}/enterprises")),
        )

    def _rows(self, rng: Random) -> Iterator[Row]:
        seats = self._divisions.by_level[Level.PREFECTURE] or self._divisions.codes
        trades = words.often(words.INDUSTRY, self.count, rng)
        for index in range(self.count):
            seat = rng.choice(seats)
            word = rng.choice(words.FIRST) + rng.choice(words.SECOND)
            name = f"{self._divisions.regions[seat][:2]}{word}{trades[index]}{rng.choice(words.COMPANY)}"
            parent = index // 12 if index and index % 10 == 3 and not self.is_hidden(index // 12) else None
            hidden = self.is_hidden(index)
            first17 = f"91{seat[:6]:0<6}MA{rng.randrange(10**7):07}"
            yield (
                index + 1,
                f"e{index + 1:06}",
                "draft" if hidden else "published",
                name,
                f"{words.english(rng)} Co., Ltd." if index % 2 else "",
                first17 + uscc.check_character(first17) if index % 3 else "",
                None if parent is None else parent + 1,
                word if index % 5 == 0 else "",
            )


class Sources:
    """Documents, in the order of their publication: as many for every year."""

    def __init__(self, sizes: Sizes, seed: str) -> None:
        self.per_year = max(2, sizes.sources // YEARS)
        self._seed = seed

    def draw(self, chance: float, year: int) -> int:
        """A document that can report what happened in a year: of that year or of the next."""
        span = 2 if year < LAST_YEAR else 1
        return int((year - FIRST_YEAR + chance * span) * self.per_year)

    def is_hidden(self, index: int) -> bool:
        return index % HIDDEN_EVERY == 11

    def batches(self) -> Iterator[Batch]:
        yield Batch(
            Source,
            ("id", "ref", "state", "title", "publisher", "published_on", "url"),
            self._rows(Random(f"{self._seed}/sources")),
        )

    def _rows(self, rng: Random) -> Iterator[Row]:
        for index in range(self.per_year * YEARS):
            year = FIRST_YEAR + index // self.per_year
            publisher = rng.choice(words.PUBLISHERS)
            yield (
                index + 1,
                f"s{index + 1:06}",
                "draft" if self.is_hidden(index) else "published",
                f"{year}年{rng.choice(words.REPORTS)}（{index % self.per_year + 1}）",
                publisher,
                f"{year}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}",
                f"https://example.org/reports/{index + 1}" if index % 2 else "",
            )


class Awards:
    def __init__(self, sizes: Sizes, enterprises: Enterprises, sources: Sources, seed: str) -> None:
        self._count = sizes.awards
        self._enterprises = enterprises
        self._sources = sources
        self._seed = seed

    def batches(self) -> Iterator[Batch]:
        yield Batch(
            Award,
            ("id", "ref", "state", "title_zh", "enterprise_id", "year", "granting_bodies", "level", "source_id",
             "locator"),
            self._rows(Random(f"{self._seed}/awards")),
        )  # fmt: skip

    def _rows(self, rng: Random) -> Iterator[Row]:
        for index in range(self._count):
            year = rng.randint(FIRST_YEAR, LAST_YEAR)
            enterprise, source = self._enterprises.draw(rng.random()), self._sources.draw(rng.random(), year)
            hidden = self._enterprises.is_hidden(enterprise) or self._sources.is_hidden(source) or index % 20 == 0
            yield (
                index + 1,
                f"a{index + 1:06}",
                "draft" if hidden else "published",
                f"{year}年{rng.choice(words.AWARDS)}",
                enterprise + 1,
                year,
                rng.choice(words.BODIES),
                rng.choice(AwardLevel.values),
                source + 1,
                f"第{rng.randrange(1, 40)}页",
            )

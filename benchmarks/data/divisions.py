"""Regions and villages: read from a list of divisions, or made up with the nation's shape."""

import csv
from bisect import bisect_left
from collections.abc import Iterator
from pathlib import Path
from random import Random

from benchmarks.data import words
from benchmarks.data.batch import HIDDEN_EVERY, Batch
from benchmarks.data.sizes import Sizes
from projects.models import Level, Region, Village
from projects.models.region import parent_code

PROVINCES = (
    "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43", "44",
    "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65",
)  # fmt: skip
SUFFIX = {Level.PROVINCE: "省", Level.PREFECTURE: "市", Level.COUNTY: "县", Level.TOWNSHIP: "镇"}
VILLAGE_DIGITS = 12


class Divisions:
    """Regions in the order of their codes, villages in the order of theirs."""

    def __init__(self, regions: dict[str, str], villages: dict[str, str]) -> None:
        self.regions = dict(sorted(regions.items()))
        self.codes = list(self.regions)
        self.by_level = {level: [code for code in self.codes if len(code) == level] for level in Level}
        self.village_codes = sorted(villages)
        self.village_names = [villages[code] for code in self.village_codes]

    @classmethod
    def made_up(cls, sizes: Sizes, rng: Random) -> "Divisions":
        regions: dict[str, str] = {}
        above = list(PROVINCES[: sizes.provinces])
        _name(regions, above, Level.PROVINCE, rng)
        for level, count in (
            (Level.PREFECTURE, sizes.prefectures),
            (Level.COUNTY, sizes.counties),
            (Level.TOWNSHIP, sizes.townships),
        ):
            above = _children(above, count, level)
            _name(regions, above, level, rng)
        codes = _children(above, sizes.villages, VILLAGE_DIGITS)
        return cls(regions, dict(zip(codes, words.village_names(len(codes), rng), strict=True)))

    @classmethod
    def read(cls, path: Path) -> "Divisions":
        """From a CSV file with the columns code and name; a division that is only implied is named by its code."""
        regions: dict[str, str] = {}
        villages: dict[str, str] = {}
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                (villages if len(row["code"]) == VILLAGE_DIGITS else regions)[row["code"]] = row["name"]
        for code in (*villages, *regions):
            above = code[: Level.TOWNSHIP] if len(code) == VILLAGE_DIGITS else parent_code(code)
            while above:
                regions.setdefault(above, above)
                above = parent_code(above)
        return cls(regions, villages)

    def within(self, code: str) -> range:
        """The villages that lie in a region."""
        return range(bisect_left(self.village_codes, code), bisect_left(self.village_codes, code + ":"))

    def batches(self) -> Iterator[Batch]:
        yield Batch(
            Region,
            ("code", "parent_id", "name_zh"),
            ((code, parent_code(code), name) for code, name in self.regions.items()),
        )
        yield Batch(
            Village,
            ("id", "ref", "state", "name_zh", "region_id", "code", "position"),
            (self._village(index) for index in range(len(self.village_codes))),
        )

    def _village(self, index: int) -> tuple[object, ...]:
        code: str | None = self.village_codes[index]
        position = self.village_codes[index]
        region = position[: Level.TOWNSHIP]
        if index % 200 == 13:  # of some villages only the county is known
            code, region = None, position[: Level.COUNTY]
            position = region
        state = "draft" if village_is_hidden(index) else "published"
        return index + 1, f"v{index + 1:06}", state, self.village_names[index], region, code, position


def village_is_hidden(index: int) -> bool:
    return index % HIDDEN_EVERY == 5


def _children(parents: list[str], count: int, digits: int) -> list[str]:
    """Codes of `count` divisions, spread evenly over their parents."""
    codes = []
    number, last = 0, ""
    for index in range(count):
        parent = parents[index * len(parents) // count]
        number, last = (number + 1 if parent == last else 1), parent
        codes.append(f"{parent}{number:0{digits - len(parent)}}")
    return codes


def _name(regions: dict[str, str], codes: list[str], level: Level, rng: Random) -> None:
    first = words.often(words.REGION_FIRST, len(codes), rng)
    second = words.often(words.REGION_SECOND, len(codes), rng)
    for code, a, b in zip(codes, first, second, strict=True):
        regions[code] = f"{a}{b}{SUFFIX[level]}"

"""How much of everything there is, for a number of projects."""

import re
from dataclasses import dataclass

NATIONAL = 1_000_000
"""Projects of the national data set, which all other sizes go by."""

_UNITS = {"": 1, "k": 1_000, "m": 1_000_000}


def parse_scale(text: str) -> int:
    """A number of projects: 500, 10k, 1M."""
    match = re.fullmatch(r"([0-9]+)([km]?)", text.strip().lower())
    if match is None or not int(match[1]):
        raise ValueError(f"“{text}” is no number of projects: write 10k, 100k or 1M.")
    return int(match[1]) * _UNITS[match[2]]


@dataclass(frozen=True)
class Sizes:
    projects: int
    provinces: int
    prefectures: int
    counties: int
    townships: int
    villages: int
    enterprises: int
    sources: int
    donations: int
    purchases: int
    awards: int

    @classmethod
    def of(cls, projects: int) -> "Sizes":
        def share(of_the_nation: int, at_least: int = 1) -> int:
            return max(at_least, round(of_the_nation * projects / NATIONAL))

        townships = share(41_777, at_least=2)
        provinces = min(31, townships // 2)
        return cls(
            projects=projects,
            provinces=provinces,
            prefectures=share(342, at_least=provinces),
            counties=share(2_850, at_least=provinces),
            townships=townships,
            villages=share(620_000, at_least=20),
            enterprises=share(127_000, at_least=5),
            sources=share(60_000, at_least=30),
            donations=share(300_000, at_least=40),
            purchases=share(300_000, at_least=40),
            awards=share(20_000),
        )

"""What is asked for: a set of villages and a range of years."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.db.models import Q

from projects.models import Level
from projects.models.places import NO_FIRST_YEAR, NO_LAST_YEAR

AFTER_DIGITS = ":"
"""Follows “9” in every collation we use: code + this is the end of the range of codes that begin with it."""


def begins_with(field: str, code: str) -> Q:
    """A prefix test as a range, which a plain index serves."""
    return Q(**{f"{field}__gte": code, f"{field}__lt": code + AFTER_DIGITS})


def divisions_above(position: str) -> set[str]:
    """The codes of all divisions that contain a position, itself included where it is a division."""
    return {position[:level] for level in Level if level <= len(position)}


@dataclass(frozen=True)
class Selection:
    """Villages of the regions together with the villages named; everywhere, unless `has_places`.

    `villages` maps a village's primary key to its position. `has_places` with neither is a place
    filter that nothing satisfies.
    """

    regions: frozenset[str] = frozenset()
    villages: tuple[tuple[int, str], ...] = ()
    has_places: bool = False
    year_from: int = NO_FIRST_YEAR
    year_to: int = NO_LAST_YEAR

    @classmethod
    def of(
        cls,
        regions: "frozenset[str] | set[str]" = frozenset(),
        villages: "dict[int, str] | None" = None,
        year_from: int | None = None,
        year_to: int | None = None,
    ) -> "Selection":
        return cls(
            regions=frozenset(regions),
            villages=tuple(sorted((villages or {}).items())),
            has_places=bool(regions or villages),
            year_from=year_from or NO_FIRST_YEAR,
            year_to=year_to or NO_LAST_YEAR,
        )

    def everywhere(self) -> "Selection":
        """The same years, without a place filter."""
        return Selection(year_from=self.year_from, year_to=self.year_to)

    def in_all_years(self) -> "Selection":
        return replace(self, year_from=NO_FIRST_YEAR, year_to=NO_LAST_YEAR)

    def outermost(self) -> set[str]:
        """The divisions whose villages are selected, none in another; empty code: the country."""
        if not self.has_places:
            return {""}
        return {code for code in self.regions if self.regions.isdisjoint(divisions_above(code) - {code})}

    def divided(self, is_one: Callable[[str], bool]) -> "tuple[Selection, Selection]":
        """Its regions that are such, and those that are not; none lies in another."""
        outermost = self.outermost()
        ones = frozenset(filter(is_one, outermost))
        return replace(self, regions=ones, villages=()), replace(self, regions=frozenset(outermost - ones), villages=())

    @property
    def village_ids(self) -> list[int]:
        return [pk for pk, _ in self.villages]

    def selects(self, position: str = "position", village: str = "village_id") -> Q:
        """Which of the rows that name a village name a selected one."""
        if not self.has_places:
            return Q()
        chosen = Q(**{f"{village}__in": self.village_ids})
        for code in sorted(self.regions):
            chosen |= begins_with(position, code)
        return chosen

    def covers_region(self, field: str) -> Q:
        """Which regions lie wholly inside the selection."""
        if not self.has_places:
            return Q()
        covered = Q(pk__in=[])
        for code in sorted(self.regions):
            covered |= begins_with(field, code)
        return covered

    def reached_from(self) -> list[str]:
        """The codes of the divisions that contain something selected."""
        codes: set[str] = set()
        for position in (*self.regions, *(position for _, position in self.villages)):
            codes |= divisions_above(position)
        return sorted(codes)

    def covers_code(self, code: str) -> bool:
        """As `covers_region`, for a code at hand. The empty code is the whole country."""
        return not self.has_places or any(code.startswith(region) for region in self.regions)

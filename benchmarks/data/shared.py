"""Donations and purchases: figures of an enterprise that name their own places."""

from collections.abc import Iterator
from random import Random

from benchmarks.data import words
from benchmarks.data.batch import Batch, Row
from benchmarks.data.divisions import Divisions, village_is_hidden
from benchmarks.data.money import draw_sum
from benchmarks.data.records import FIRST_YEAR, LAST_YEAR, Enterprises, Sources
from projects.models import Donation, Level, Purchase

GROUP = 20
"""Of so many rows, in this order: a sum for three villages, its part for one of them, an older sum, its restatement."""
WHOLE, PART, OLDER, NEWER = range(4)


class SharedRows:
    """Villages are links of their own, so that a row and its links are drawn twice from the same numbers."""

    def __init__(
        self,
        model: type[Donation] | type[Purchase],
        count: int,
        divisions: Divisions,
        enterprises: Enterprises,
        sources: Sources,
        seed: str,
    ) -> None:
        self._model, self._count, self._divisions = model, count, divisions
        self._enterprises, self._sources = enterprises, sources
        self._seed = f"{seed}/{model._meta.model_name}"

    def batches(self) -> Iterator[Batch]:
        columns = (
            "id", "ref", "state", "enterprise_id", "amount", "year_from", "year_to", "as_of", "basis", "part_of_id",
            "replaces_id", "may_overlap", "as_written", "region_id", "source_id", "locator",
        )  # fmt: skip
        own = ("payer", "campaign", "recipient", "form") if self._model is Donation else ("mode", "products", "channel")
        yield Batch(self._model, (*columns, *own), self._rows())
        name = self._model._meta.model_name
        yield Batch(self._model.villages.through, ("id", f"{name}_id", "village_id"), self._links())

    def _places(self) -> Iterator[range]:
        """The villages of each row, one after the other."""
        chance = Random(f"{self._seed} places").random
        villages = len(self._divisions.village_codes)
        whole = range(0)
        for index in range(self._count):
            first = int((villages - 3) * chance())
            kind, drawn = index % GROUP, chance()
            if kind == WHOLE:
                whole = range(first, first + 3)
                yield whole
            elif kind == PART:
                yield whole[:1]
            else:
                yield range(first, first + 1 + int(3 * drawn * 2)) if drawn < 0.5 else range(0)

    def _links(self) -> Iterator[Row]:
        key = 0
        for index, villages in enumerate(self._places()):
            for village in villages:
                key += 1
                yield key, index + 1, village + 1

    def _rows(self) -> Iterator[Row]:
        rng = Random(f"{self._seed} rows")
        chance, letter = rng.random, self._model.ref_prefix
        regions = [code for level in (Level.COUNTY, Level.PREFECTURE) for code in self._divisions.by_level[level]]
        enterprise = year = fen = 0
        kind_of_family, hidden = "", False
        for index, villages in enumerate(self._places()):
            place = index % GROUP
            if place in (PART, NEWER):
                fen, as_written = (fen // 2 if place == PART else fen * 2), ""
            else:
                enterprise = self._enterprises.draw(chance())
                year = FIRST_YEAR + int((LAST_YEAR - FIRST_YEAR + 1) * chance())
                fen, as_written = draw_sum(chance)
                kind_of_family = ("", "purchase", "assisted_sale")[int(3 * chance())]
            source = self._sources.draw(chance(), year)
            hidden = (
                chance() < 0.06
                or self._enterprises.is_hidden(enterprise)
                or self._sources.is_hidden(source)
                or any(village_is_hidden(village) for village in villages)
                or (place == PART and hidden)
            )
            unstated = place > NEWER and chance() < 0.02
            yield (
                index + 1,
                f"{letter}{index + 1:06}",
                "draft" if hidden else "published",
                enterprise + 1,
                None if unstated else fen,
                year,
                None if place > NEWER and chance() < 0.05 else year,
                f"{year}-12-31" if chance() < 0.1 else None,
                "recorded" if chance() < 0.3 else "reported",
                index if place == PART else None,
                index if place == NEWER else None,
                chance() < 0.01,
                "" if unstated else as_written,
                rng.choice(regions) if not villages and chance() < 0.5 else None,
                source + 1,
                f"第{1 + int(40 * chance())}页",
                *(self._given(rng) if self._model is Donation else self._bought(kind_of_family, rng)),
            )

    def _given(self, rng: Random) -> tuple[str, ...]:
        payer = ("enterprise", "enterprise", "employees", "")[int(4 * rng.random())]
        form = ("cash", "cash", "in_kind", "")[int(4 * rng.random())]
        return payer, rng.choice(words.CAMPAIGNS), rng.choice(words.RECIPIENTS), form

    def _bought(self, mode: str, rng: Random) -> tuple[str, ...]:
        return mode, rng.choice(words.PRODUCTS), rng.choice(words.CHANNELS)

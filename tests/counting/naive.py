"""Counting a second time: naively, with explicit sets and plain loops, written from the rules alone.

Shares no code with projects/counting. Slow on purpose; what it says is what the product must say.
Where the rules leave something open, these decisions are followed:

- A part that is unpublished, or states no amount, is stepped over: its own published parts are
  taken from the whole instead of it.
- A figure is replaced if it, or any whole above it, is named in `replaces` of a published figure.
  What is replaced has remainder 0 and reaches no village.
- A part that leaves `year_from` open begins with its whole, and a derived `year_to` ends with it.
- A village stands at its 12-digit code, else at its region's: it lies in whatever begins that.
- A region is inside only if one selected region contains it.
- A selection is its regions' villages and its own villages together.
- Unnamed villages are counted by project, where its villages are not named; villages alone
  cannot hold more of them than they are.
- Commitments are a kind of their own.
- A purchase is consumption-based assistance; other figures are of their project's measure.
- A project without a last year reaches up to its source's, without a source it has no end.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from projects.models import AidProject, Donation, Funding, Outcome, Purchase, Region, Village

Item = Funding | Donation | Purchase | Outcome | AidProject
Figures = Funding | Donation | Purchase | Outcome

EVERY_YEAR = range(1890, 2111)
"""More years than can be entered: stands for time without a limit at either end."""
ORDER = ("outside", "unplaced", "wider", "partly", "inside")


@dataclass(frozen=True)
class Chosen:
    """A selection spelled out. None instead of places stands for no place filter."""

    villages: frozenset[int] | None
    regions: frozenset[str] | None
    """The regions asked for."""
    years: frozenset[int]
    asked_for_villages_only: bool = False


@dataclass(frozen=True)
class Where:
    """Named villages, or a region whose villages are not named, or (neither) not stated."""

    villages: frozenset[int] = frozenset()
    region: str = ""

    @property
    def is_stated(self) -> bool:
        return bool(self.villages or self.region)


@dataclass
class Sums:
    amounts: dict[str, Decimal] = field(default_factory=lambda: dict.fromkeys(ORDER, Decimal(0)))
    rows: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ORDER, 0))
    not_stated: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ORDER, 0))
    lower: Decimal = Decimal(0)
    upper: Decimal = Decimal(0)


def key(item: Item) -> tuple[str, int]:
    return type(item).__name__, item.pk


class Book:
    """All records, by hand."""

    def __init__(self, regions: Iterable[Region], villages: Iterable[Village]) -> None:
        self.regions = [region.code for region in regions]
        self.villages = list(villages)
        self.items: dict[tuple[str, int], Item] = {}
        self.named: dict[tuple[str, int], set[int]] = defaultdict(set)
        """The villages each donation, purchase and project names."""

    @classmethod
    def from_database(cls) -> "Book":
        book = cls(Region.objects.all(), Village.objects.all())
        for model in (AidProject, Funding, Donation, Purchase, Outcome):
            for item in model.objects.select_related("source", *(["indicator"] if model is Outcome else [])):
                book.items[key(item)] = item
        for through, name in (
            (AidProject.villages.through, "AidProject"),
            (Donation.villages.through, "Donation"),
            (Purchase.villages.through, "Purchase"),
        ):
            for link in through.objects.all():
                book.named[name, getattr(link, f"{name.lower()}_id")].add(link.village_id)
        return book

    def __repr__(self) -> str:
        """What hypothesis prints of a ledger that breaks a rule: every attribute that counts."""
        quiet = {"ref", "title_zh", "locator", "version", "created_at", "updated_at", "measure", "basis"}
        lines = []
        for (model, pk), item in self.items.items():
            said = {f.attname: getattr(item, f.attname) for f in item._meta.concrete_fields if f.name not in quiet}
            said = {name: value for name, value in said.items() if value not in (None, "", False) and name != "id"}
            lines.append(f"{model} {pk}: {said} villages={sorted(self.named[model, pk])}")
        return "\n" + "\n".join(lines) + "\n"

    @property
    def figures(self) -> list[Figures]:
        return [item for item in self.items.values() if not isinstance(item, AidProject)]

    @property
    def projects(self) -> list[AidProject]:
        return [item for item in self.items.values() if isinstance(item, AidProject)]

    def whole_of(self, figure: Figures) -> Figures | None:
        return self.items[type(figure).__name__, figure.part_of_id] if figure.part_of_id else None

    def parts_of(self, figure: Figures) -> list[Figures]:
        return [other for other in self.figures if type(other) is type(figure) and other.part_of_id == figure.pk]

    def project_of(self, figure: Figures) -> AidProject | None:
        pk = figure.project_id if isinstance(figure, Funding | Outcome) else None
        return self.items["AidProject", pk] if pk else None

    def parent_of(self, project: AidProject) -> AidProject | None:
        return self.items["AidProject", project.parent_id] if project.parent_id else None

    # Kinds

    def kind(self, figure: Figures) -> str:
        if isinstance(figure, Donation):
            return "donations"
        if isinstance(figure, Purchase):
            return "assisted_sales" if figure.mode == "assisted_sale" else "purchases"
        if isinstance(figure, Outcome):
            return figure.indicator.ref
        if figure.stage == "committed":
            return "commitments"
        return "mobilised" if figure.origin == "mobilised" else "funding"

    def enterprise(self, figure: Figures) -> int | None:
        project = self.project_of(figure)
        own = None if isinstance(figure, Outcome) else figure.enterprise_id
        return own or (project.enterprise_id if project else None)

    def measure(self, figure: Figures) -> str:
        if isinstance(figure, Purchase):
            return "consumption"
        project = self.project_of(figure)
        return project.measure if project else ""

    # Remainders

    @staticmethod
    def amount(figure: Figures) -> Decimal | None:
        return figure.value if isinstance(figure, Outcome) else figure.amount

    def is_replaced(self, figure: Figures) -> bool:
        here: Figures | None = figure
        while here is not None:
            for other in self.figures:
                if type(other) is type(here) and other.replaces_id == here.pk and other.state == "published":
                    return True
            here = self.whole_of(here)
        return False

    def taken_out(self, figure: Figures) -> Decimal:
        """What the published parts of a figure take out of it."""
        total = Decimal(0)
        for part in self.parts_of(figure):
            amount = self.amount(part)
            if self.is_replaced(part):
                continue
            if part.state == "published" and amount is not None:
                total += amount
            else:
                total += self.taken_out(part)
        return total

    def remainder(self, figure: Figures) -> Decimal | None:
        if self.is_replaced(figure):
            return Decimal(0)
        amount = self.amount(figure)
        return None if amount is None else amount - self.taken_out(figure)

    # Places and years

    def own_places(self, item: Item) -> Where:
        if isinstance(item, Funding):
            return Where(villages=frozenset({item.village_id} if item.village_id else ()))
        if isinstance(item, Outcome):
            if item.village_id:
                return Where(villages=frozenset({item.village_id}))
        elif self.named[key(item)]:
            return Where(villages=frozenset(self.named[key(item)]))
        return Where(region=item.region_id or "")

    def places(self, item: Item) -> Where:
        stated = [self.own_places(item)]
        project: AidProject | None
        if isinstance(item, AidProject):
            whole, project = None, self.parent_of(item)
        else:
            whole, project = self.whole_of(item), self.project_of(item)
        if not isinstance(item, AidProject) and whole is not None and project == self.project_of(whole):
            stated.append(self.places(whole))
        while project is not None:
            stated.append(self.own_places(project))
            project = self.parent_of(project)
        if whole is not None:
            stated.append(self.places(whole))
        return next((places for places in stated if places.is_stated), Where())

    def years(self, item: Item) -> frozenset[int]:
        first, last = item.year_from or EVERY_YEAR.start, item.year_to
        if isinstance(item, AidProject):
            if last is None:
                last = item.source.published_on.year if item.source else EVERY_YEAR.stop
                last = max(last, first)
            return frozenset(year for year in EVERY_YEAR if first <= year <= last)
        whole = self.whole_of(item)
        within = self.years(whole) if whole else frozenset(EVERY_YEAR)
        if whole and item.year_from is None and last is None and item.as_of is None:
            return within
        if item.year_from is None and within:
            first = min(within)
        if last is None:
            dated = item.as_of or item.source.published_on
            last = min(dated.year, max(within)) if within else dated.year
        return frozenset(year for year in EVERY_YEAR if first <= year <= last)

    # Selections and buckets

    @staticmethod
    def position(village: Village) -> str:
        return village.code or village.region_id

    def choose(
        self,
        regions: Iterable[str] = (),
        villages: Iterable[int] = (),
        year_from: int | None = None,
        year_to: int | None = None,
    ) -> Chosen:
        regions, villages = set(regions), set(villages)
        years = {
            year
            for year in EVERY_YEAR
            if (year_from is None or year >= year_from) and (year_to is None or year <= year_to)
        }
        if not regions and not villages:
            return Chosen(None, None, frozenset(years))
        of_regions = {v.pk for v in self.villages for code in regions if self.position(v).startswith(code)}
        return Chosen(frozenset(villages | of_regions), frozenset(regions), frozenset(years), not regions)

    def region_relation(self, code: str, chosen: Chosen) -> str:
        """Whether a region lies in the selection, reaches beyond it, or is elsewhere."""
        assert chosen.regions is not None and chosen.villages is not None
        if any(code.startswith(selected) for selected in chosen.regions):
            return "contained"
        if any(selected.startswith(code) for selected in chosen.regions):
            return "overlapping"
        if any(self.position(v).startswith(code) for v in self.villages if v.pk in chosen.villages):
            return "overlapping"
        return "elsewhere"

    def bucket(self, item: Item, chosen: Chosen) -> str:
        years, places = self.years(item), self.places(item)
        if not years & chosen.years:
            return "outside"
        everywhere = chosen.villages is None or chosen.regions is None
        if not everywhere:
            if places.villages and not places.villages & chosen.villages:
                return "outside"
            if places.region and self.region_relation(places.region, chosen) == "elsewhere":
                return "outside"
            if not places.is_stated:
                return "unplaced"
            if places.region and self.region_relation(places.region, chosen) == "overlapping":
                return "wider"
            if not places.villages <= chosen.villages:
                return "partly"
        if not years <= chosen.years:
            return "partly"
        if not isinstance(item, AidProject) and item.may_overlap:
            return "partly"
        return "inside"

    def sums(self, figures: Sequence[Figures], chosen: Chosen, aggregation: str = "sum") -> Sums:
        """`figures` are those of one kind that the exact attributes keep."""
        found = Sums()
        largest = Decimal(0)
        for figure in figures:
            if figure.state != "published":
                continue
            bucket, remainder = self.bucket(figure, chosen), self.remainder(figure)
            found.rows[bucket] += 1
            if remainder is None:
                found.not_stated[bucket] += 1
                continue
            found.amounts[bucket] += remainder
            if bucket == "inside":
                largest = max(largest, remainder)
        found.lower = largest if aggregation == "overlap" else found.amounts["inside"]
        found.upper = found.amounts["inside"] + found.amounts["partly"]
        return found

    # Villages reached

    def reached(self, chosen: Chosen) -> tuple[int, int]:
        named: set[int] = set()
        unnamed: list[tuple[str, int]] = []
        for item in self.items.values():
            if item.state != "published" or self.bucket(item, chosen) == "outside":
                continue
            if not isinstance(item, AidProject) and self.is_replaced(item):
                continue
            places = self.places(item)
            named |= {pk for pk in places.villages if chosen.villages is None or pk in chosen.villages}
            if isinstance(item, AidProject) and item.unnamed_villages and not places.villages:
                unnamed.append((places.region, item.unnamed_villages))
        upper = len(named) + sum(count for _, count in unnamed)
        if chosen.asked_for_villages_only and chosen.villages is not None:
            upper = min(upper, len(chosen.villages))
        certain = [
            (code, count)
            for code, count in unnamed
            if chosen.regions is None or (code and self.region_relation(code, chosen) == "contained")
        ]
        return self._reached_in("", named, certain), upper

    def _smallest_region(self, position: str) -> str:
        return max((code for code in self.regions if position.startswith(code)), key=len)

    def _reached_in(self, code: str, named: set[int], unnamed: Sequence[tuple[str, int]]) -> int:
        below = [
            other
            for other in self.regions
            if other != code
            and other.startswith(code)
            and not any(len(code) < len(m) < len(other) and other.startswith(m) for m in self.regions)
        ]
        here = sum(1 for v in self.villages if v.pk in named and self._smallest_region(self.position(v)) == code)
        own = max((count for place, count in unnamed if place == code), default=0)
        return max(own, here + sum(self._reached_in(other, named, unnamed) for other in below))

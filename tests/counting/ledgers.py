"""Whole ledgers, made up by hypothesis: every kind, nested parts, replaced figures, shared and unnamed villages.

They hold what validation guarantees: parts fit into their whole in amount, place and years.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any, TypeVar

from hypothesis import strategies as st

from projects.counting import Selection, ledger
from projects.models import (
    AidProject,
    Donation,
    Enterprise,
    Funding,
    Indicator,
    Outcome,
    Purchase,
    Region,
    Source,
    Village,
)
from tests.counting.naive import Book, Chosen, Figures, Where, key

T = TypeVar("T")

REGIONS = ["15", "1501", "150101", "150101100", "150101101", "150102", "1502", "150201", "150201100", "61", "6101"]
VILLAGES = [  # region, code: known down to the town, only to the county, the prefecture, the province
    ("150101100", "150101100200"),
    ("150101100", None),
    ("150101101", None),
    ("150101", None),
    ("150101", "150101100201"),
    ("150102", "150102103200"),
    ("1501", None),
    ("150201100", "150201100200"),
    ("15", "150202103200"),
    ("6101", None),
]
SOURCES = [2013, 2019, 2021]
INDICATORS = ["sum", "sum", "overlap", "none"]
YEARS = [2011, 2013, 2016, 2019, 2020, 2022]
MODELS: list[type[Figures]] = [Funding, Donation, Purchase, Outcome]
DEPTH = 3


class World:
    """What every ledger is about. Primary keys are fixed, so that ledgers can be drawn without the database."""

    def __init__(self) -> None:
        self.regions = [
            Region(
                code=code, name_zh=code, parent_id=next((c for c in (code[:6], code[:4], code[:2]) if c != code), None)
            )
            for code in REGIONS
        ]
        self.villages = [
            Village(pk=pk, ref=f"v{pk}", name_zh=f"v{pk}", region_id=region, code=code, position=code or region,
                    state="published")
            for pk, (region, code) in enumerate(VILLAGES, 9001)
        ]  # fmt: skip
        self.enterprises = [Enterprise(pk=pk, ref=f"e{pk}", name_zh=f"e{pk}", state="published") for pk in (9001, 9002)]
        self.sources = [
            Source(pk=pk, ref=f"s{pk}", title=f"s{pk}", publisher="x", published_on=date(y, 3, 9), state="published")
            for pk, y in enumerate(SOURCES, 9001)
        ]
        self.indicators = [
            Indicator(pk=pk, ref=f"i{pk}", name_zh=f"i{pk}", unit="x", aggregation=aggregation)
            for pk, aggregation in enumerate(INDICATORS, 9001)
        ]

    def store(self) -> None:
        for records in (self.regions, self.villages, self.enterprises, self.sources, self.indicators):
            type(records[0]).objects.bulk_create(records)

    def book(self) -> Book:
        return Book(self.regions, self.villages)


def store(book: Book) -> None:
    """Write a drawn ledger in a few statements, and count it."""
    AidProject.objects.bulk_create(book.projects)
    write(book, book.figures, book.projects)


def write(book: Book, figures: Sequence[Figures], projects: Sequence[AidProject] = ()) -> None:
    for model in MODELS:
        model.objects.bulk_create([figure for figure in figures if type(figure) is model])
    for model in (AidProject, Donation, Purchase):
        through = model.villages.through
        through.objects.bulk_create(
            through(**{f"{model.__name__.lower()}_id": item.pk, "village_id": village})
            for item in (*figures, *projects)
            if type(item) is model
            for village in sorted(book.named[key(item)])
        )
    ledger.rebuild()


# Drawing


class Chance(Random):
    """Ledgers are drawn from a seed: choosing hundreds of traits one by one, hypothesis prefers dull ones."""

    def rarely(self, one_in: int = 5) -> bool:
        return self.randrange(one_in) == 0

    def subset(self, population: Sequence[T], most: int) -> frozenset[T]:
        return frozenset(self.sample(population, min(self.randint(1, most), len(population))))

    def years(self) -> tuple[int | None, int | None]:
        first, last = sorted(self.choices(YEARS, k=2))
        return self.choice([None, first]), self.choice([None, last])


def within(part: Where, whole: Where, book: Book) -> bool:
    if not part.is_stated or not whole.is_stated:
        return True
    if whole.villages:
        return bool(part.villages) and part.villages <= whole.villages
    if part.villages:
        return all(Book.position(v).startswith(whole.region) for v in book.villages if v.pk in part.villages)
    return part.region.startswith(whole.region)


def draw_places(chance: Chance, book: Book, limit: Where, most: int) -> Where:
    """Places to state, within the limit where one is known."""
    villages = [v.pk for v in book.villages if within(Where(villages=frozenset({v.pk})), limit, book)]
    regions = [code for code in REGIONS if within(Where(region=code), limit, book)]
    how = chance.choice(["region", "villages", "none"])
    if how == "villages" and villages:
        return Where(villages=chance.subset(villages, most))
    if how == "region" and regions:
        return Where(region=chance.choice(regions))
    return Where()


def draw_project(chance: Chance, world: World, book: Book, pk: int) -> AidProject:
    parents = book.projects
    parent = chance.choice([None, *parents]) if parents else None
    places = draw_places(chance, book, Where(), 3)
    year_from, year_to = chance.years()
    project = AidProject(
        pk=pk,
        ref=f"p{pk}",
        title_zh=f"p{pk}",
        enterprise=chance.choice(world.enterprises),
        parent=parent,
        measure=chance.choice(["industry", "health"]),
        region_id=places.region or None,
        unnamed_villages=None if places.villages else chance.choice([None, 0, 1, 2, 3, 5]),
        year_from=year_from,
        year_to=year_to,
        source=chance.choice([None, *world.sources]),
        state="draft" if chance.rarely(8) or (parent and parent.state == "draft") else "published",
    )
    book.items[key(project)] = project
    book.named[key(project)] = set(places.villages)
    return project


@dataclass
class Budget:
    """How much of each figure's amount its parts may still take."""

    left: dict[tuple[str, int], int] = field(default_factory=dict)
    given_back: set[tuple[str, int]] = field(default_factory=set)

    def holder(self, book: Book, figure: Figures | None) -> tuple[str, int] | None:
        """The nearest figure outwards that states an amount."""
        while figure is not None and key(figure) not in self.left:
            figure = book.whole_of(figure)
        return key(figure) if figure is not None else None

    def draw_amount(self, chance: Chance, book: Book, figure: Figures, whole: Figures | None) -> Decimal | None:
        holder = self.holder(book, whole)
        older = figure.replaces
        if (
            holder and whole and older and older.part_of_id == whole.pk and figure.state == "published"
            and key(older) in self.left and key(older) not in self.given_back
        ):  # fmt: skip
            self.given_back.add(key(older))
            amount = Book.amount(older)
            assert amount is not None
            self.left[holder] += int(amount * 100)
        if chance.rarely(6):
            return None
        most = self.left[holder] if holder else chance.choice([10**4, 10**9, 10**17])
        fen = chance.choice([most, chance.randint(0, most)])
        if holder:
            self.left[holder] -= fen
        self.left[key(figure)] = fen
        return Decimal(fen).scaleb(-2)


def draw_figure(chance: Chance, world: World, book: Book, budget: Budget, pk: int) -> None:
    model = chance.choice(MODELS)
    others = [other for other in book.figures if type(other) is model]
    wholes = [
        other
        for other in others
        if depth(book, other) < DEPTH and not (isinstance(other, Outcome) and other.indicator.aggregation == "none")
    ]
    whole = chance.choice([None, *wholes]) if wholes else None
    figure = model(pk=pk, ref=f"f{pk}", part_of=whole, locator="¶1", source=chance.choice(world.sources))
    figure.may_overlap = chance.rarely()
    figure.state = "draft" if chance.rarely(6) else "published"
    draw_nature(chance, world, book, figure, whole)
    book.items[key(figure)] = figure
    project = book.project_of(figure)
    if project is not None and project.state != "published":
        figure.state = "draft"
    draw_where(chance, book, figure, whole)
    draw_when(chance, book, figure, whole)

    older = [other for other in others if may_replace(book, figure, other)]
    if older and chance.rarely(3):
        figure.replaces = chance.choice(older)
    amount = budget.draw_amount(chance, book, figure, whole)
    setattr(figure, "value" if isinstance(figure, Outcome) else "amount", amount)


def depth(book: Book, figure: Figures) -> int:
    whole = book.whole_of(figure)
    return 1 + (depth(book, whole) if whole else 0)


def draw_nature(chance: Chance, world: World, book: Book, figure: Figures, whole: Any) -> None:
    """What kind it is (a part is of its whole's), whose, and which project's."""
    if isinstance(figure, Funding | Outcome):
        own = chance.choice(book.projects if isinstance(figure, Funding) else [None, *book.projects])
        figure.project = whole.project if whole and not chance.rarely(3) else own
    if isinstance(figure, Funding):
        figure.enterprise = chance.choice([None, *world.enterprises])
        kinds = [("", ""), ("paid", "own"), ("", "mobilised"), ("committed", "mobilised")]
        figure.stage, figure.origin = (whole.stage, whole.origin) if whole else chance.choice(kinds)
    elif isinstance(figure, Outcome):
        figure.indicator = whole.indicator if whole else chance.choice(world.indicators)
    else:
        figure.enterprise = chance.choice(world.enterprises)
    if isinstance(figure, Purchase):
        figure.mode = whole.mode if whole else chance.choice(["", "purchase", "assisted_sale"])


def draw_where(chance: Chance, book: Book, figure: Figures, whole: Any) -> None:
    limit = book.places(whole) if whole else Where()
    stated = draw_places(chance, book, limit, 1 if isinstance(figure, Funding | Outcome) else 3)
    if isinstance(figure, Funding | Outcome):
        figure.village_id = next(iter(stated.villages), None)
    else:
        book.named[key(figure)] = set(stated.villages)
    if not isinstance(figure, Funding):
        figure.region_id = stated.region or None
    if whole and not within(book.places(figure), limit, book):
        figure.project = whole.project  # it stated no place, and its project's is elsewhere


def draw_when(chance: Chance, book: Book, figure: Figures, whole: Any) -> None:
    figure.year_from, figure.year_to = chance.years()
    figure.as_of = date(chance.choice(YEARS), 6, 30) if chance.rarely(3) else None
    years = book.years(figure)
    if not years or (whole and not years <= book.years(whole)):
        figure.year_from = figure.year_to = figure.as_of = None


def may_replace(book: Book, figure: Figures, older: Figures) -> bool:
    whole = book.whole_of(figure)
    if book.kind(figure) != book.kind(older):
        return False
    outer = whole
    while outer is not None:
        if outer is older:
            return False
        outer = book.whole_of(outer)
    return not older.part_of_id or (whole is not None and older.part_of_id in (whole.pk, whole.replaces_id))


@st.composite
def ledgers(draw: st.DrawFn, most: int = 14) -> Book:
    seed, projects, figures = draw(st.integers(0, 2**32)), draw(st.integers(1, 6)), draw(st.integers(1, most))
    world, budget = World(), Budget()
    book = world.book()
    for pk in range(9001, 9001 + projects):
        draw_project(Chance(f"{seed} project {pk}"), world, book, pk)
    for pk in range(9001, 9001 + figures):
        draw_figure(Chance(f"{seed} figure {pk}"), world, book, budget, pk)
    return book


@dataclass(frozen=True)
class Asked:
    """A selection as somebody asks for it."""

    regions: frozenset[str] = frozenset()
    villages: frozenset[int] = frozenset()
    year_from: int | None = None
    year_to: int | None = None

    def selection(self, book: Book) -> Selection:
        positions = {v.pk: Book.position(v) for v in book.villages if v.pk in self.villages}
        return Selection.of(set(self.regions), positions, self.year_from, self.year_to)

    def chosen(self, book: Book) -> Chosen:
        return book.choose(self.regions, self.villages, self.year_from, self.year_to)


@st.composite
def selections(draw: st.DrawFn) -> Asked:
    chance = Chance(draw(st.integers(0, 2**32)))
    regions, villages = chance.choice([(1, 0), (0, 1), (1, 1), (0, 0), (2, 0), (0, 3), (2, 2)])
    return Asked(
        chance.subset(REGIONS, regions) if regions else frozenset(),
        chance.subset(range(9001, 9001 + len(VILLAGES)), villages) if villages else frozenset(),
        *chance.years(),
    )

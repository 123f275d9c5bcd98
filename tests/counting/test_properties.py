"""The product's totals against the naive ones, and what must hold of them, on made-up ledgers."""

from collections.abc import Iterator
from decimal import Decimal

from django.db.models import Q
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from projects.counting import Bucket, Selection, Totals, bucket_case, summarise, village_bounds, villages_reached
from projects.models import Aggregation, CountedFigure, Funding, Indicator, Kind, Outcome, Village
from tests.counting.ledgers import (
    REGIONS,
    VILLAGES,
    Asked,
    Chance,
    World,
    draw_nature,
    draw_when,
    draw_where,
    ledgers,
    selections,
    store,
    write,
)
from tests.counting.naive import Book, Figures, Sums, key

EVERYTHING = Asked()
some_selections = st.lists(selections(), min_size=1, max_size=4)


class MadeUp(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        World().store()


def by_kind(book: Book) -> dict[str, list[Figures]]:
    """The figures of every kind and indicator, published or not."""
    found: dict[str, list[Figures]] = {}
    for figure in book.figures:
        found.setdefault(book.kind(figure), []).append(figure)
    return found


def aggregation_of(figures: list[Figures]) -> str:
    return figures[0].indicator.aggregation if isinstance(figures[0], Outcome) else "sum"


def product(asked: Asked, book: Book, keep: Q | None = None) -> dict[str, Totals]:
    """What the product says, by kind or by the indicator's ref."""
    summary = summarise(
        CountedFigure.objects.filter(keep or Q()),
        asked.selection(book),
        Indicator.objects.filter(ref__startswith="i900"),
    )
    return {**{str(kind.value): totals for kind, totals in summary.money.items()}, **summary.outcomes}


def naively(asked: Asked, book: Book) -> dict[str, Sums]:
    chosen = asked.chosen(book)
    return {kind: book.sums(figures, chosen, aggregation_of(figures)) for kind, figures in by_kind(book).items()}


def assert_same(found: dict[str, Totals], expected: dict[str, Sums]) -> None:
    for kind, totals in found.items():
        should = expected.get(kind, Sums())
        assert {bucket.value: totals.amounts[bucket] for bucket in Bucket} == should.amounts, kind
        assert {bucket.value: totals.rows[bucket] for bucket in Bucket} == should.rows, kind
        assert {bucket.value: totals.not_stated[bucket] for bucket in Bucket} == should.not_stated, kind
        assert (totals.lower, totals.upper) == (should.lower, should.upper), kind


def split(chance: Chance, book: Book, whole: Figures, number: int) -> None:
    """Say of some of a figure's money where and when it went, as unflagged parts."""
    left = int((book.remainder(whole) or 0) * 100)
    for pk in range(9501, 9501 + number):
        part = type(whole)(pk=pk, ref=f"f{pk}", part_of=whole, locator="¶2", source=whole.source, state="published")
        draw_nature(chance, World(), book, part, whole)
        book.items[key(part)] = part
        draw_where(chance, book, part, whole)
        draw_when(chance, book, part, whole)
        fen = chance.choice([left, chance.randint(0, left)])
        left -= fen
        setattr(part, "value" if isinstance(part, Outcome) else "amount", Decimal(fen).scaleb(-2))
    write(book, [figure for figure in book.figures if figure.pk > 9500])


POSITIONS = {code: code for code in REGIONS} | {
    f"v{pk}": code or region for pk, (region, code) in enumerate(VILLAGES, 9001)
}
"""Where each region, and each village (v9001), stands."""


def share_villages(one: str, two: str) -> bool:
    contains = [(REGIONS, one, two), (REGIONS, two, one)]
    return any(outer in known and POSITIONS[inner].startswith(outer) for known, outer, inner in contains)


@st.composite
def disjoint_pairs(draw: st.DrawFn) -> tuple[Asked, Asked]:
    """Two selections of the same years with no village in common."""
    chance = Chance(draw(st.integers(0, 2**32)))
    sides: list[list[str]] = [[], []]
    for place in chance.sample(sorted(POSITIONS), len(POSITIONS)):
        smaller, other = sorted(sides, key=len)
        if len(smaller) < 3 and not any(share_villages(place, there) for there in other):
            smaller.append(place)
    years = chance.years()
    one, two = (
        Asked(
            frozenset(place for place in side if place in REGIONS),
            frozenset(int(place[1:]) for place in side if place not in REGIONS),
            *years,
        )
        for side in sides
    )
    return one, two


def money_and_sums(book: Book) -> Iterator[str]:
    for kind, figures in by_kind(book).items():
        if aggregation_of(figures) == Aggregation.SUM:
            yield kind


class AgainstTheTwin(MadeUp):
    @given(ledgers(), some_selections)
    def test_every_total_is_the_naive_one(self, drawn: Book, several: list[Asked]) -> None:
        store(drawn)
        book = Book.from_database()
        everything = product(EVERYTHING, book)
        for asked in (EVERYTHING, *several):
            found = product(asked, book)
            assert_same(found, naively(asked, book))
            for kind, totals in found.items():  # the identity, to the fen
                five = (totals.inside, totals.partly, totals.wider, totals.unplaced, totals.outside)
                whole = everything[kind].inside + everything[kind].partly
                assert sum(five, Decimal(0)) == totals.grand_total == whole, kind

    @given(
        ledgers(), selections(), st.sampled_from([9001, 9002]), st.sampled_from(["industry", "health", "consumption"])
    )
    def test_exact_attributes_keep_or_drop_figures(
        self, drawn: Book, asked: Asked, enterprise: int, measure: str
    ) -> None:
        store(drawn)
        book = Book.from_database()
        chosen = asked.chosen(book)
        for keep, kept in (
            (Q(enterprise=enterprise), lambda figure: book.enterprise(figure) == enterprise),
            (Q(measure=measure), lambda figure: book.measure(figure) == measure),
        ):
            expected = {
                kind: book.sums([f for f in figures if kept(f)], chosen, aggregation_of(figures))
                for kind, figures in by_kind(book).items()
            }
            assert_same(product(asked, book, keep), expected)

    @given(ledgers(), selections())
    def test_every_row_is_in_its_naive_bucket_whichever_way_it_is_reached(self, drawn: Book, asked: Asked) -> None:
        store(drawn)
        book = Book.from_database()
        selection, chosen = asked.selection(book), asked.chosen(book)
        for model, name in ((Funding, "funding"), (Outcome, "outcome")):
            expected = {f.pk: (book.bucket(f, chosen), book.remainder(f)) for f in book.figures
                        if type(f) is model and f.state == "published"}  # fmt: skip
            rows = model.objects.filter(counted__isnull=False).annotate(bucket=bucket_case(selection, "counted__"))
            assert {pk: (b, r) for pk, b, r in rows.values_list("pk", "bucket", "counted__remainder")} == expected
            counted = CountedFigure.objects.filter(**{f"{name}__isnull": False}).annotate(bucket=bucket_case(selection))
            assert dict(counted.values_list(name, "bucket")) == {pk: bucket for pk, (bucket, _) in expected.items()}

    @given(ledgers(), some_selections)
    def test_villages_reached_are_the_naive_ones(self, drawn: Book, several: list[Asked]) -> None:
        store(drawn)
        book = Book.from_database()
        for asked in (EVERYTHING, *several):
            found = villages_reached(CountedFigure.objects.all(), asked.selection(book))
            assert (found.lower, found.upper) == book.reached(asked.chosen(book)), asked
            assert found.lower <= found.upper

    @given(ledgers(), selections())
    def test_each_village_of_a_list_has_the_bounds_it_has_alone(self, drawn: Book, asked: Asked) -> None:
        store(drawn)
        years = Selection.of(year_from=asked.year_from, year_to=asked.year_to)
        kinds = {kind.value: Q(counted__kind=kind) for kind in (Kind.FUNDING, Kind.DONATIONS, Kind.COMMITMENTS)}
        kinds |= {ref: Q(counted__indicator__ref=ref) for ref in ("i9001", "i9002")}
        for name, figures in kinds.items():
            lower, upper = village_bounds(figures, years)
            rows = Village.objects.annotate(at_least=lower, at_most=upper).values_list("pk", "at_least", "at_most")
            found = {pk: (at_least, at_most) for pk, at_least, at_most in rows}
            for village in drawn.villages:
                alone = Asked(frozenset(), frozenset({village.pk}), asked.year_from, asked.year_to)
                sums = drawn.sums(by_kind(drawn).get(name, []), alone.chosen(drawn))
                assert found[village.pk] == (sums.lower, sums.upper), (name, village)


class Consequences(MadeUp):
    """What counting.md says must follow, of the product's numbers alone."""

    @given(ledgers())
    def test_everything_selected_and_nothing_flagged_is_exact(self, drawn: Book) -> None:
        for figure in drawn.figures:
            figure.may_overlap = False
        store(drawn)
        totals = product(EVERYTHING, drawn)
        for kind in money_and_sums(drawn):
            assert totals[kind].lower == totals[kind].upper == totals[kind].grand_total
            assert totals[kind].is_exact

    @given(ledgers(), selections(), st.data())
    def test_widening_a_selection_lowers_neither_bound(self, drawn: Book, asked: Asked, data: st.DataObject) -> None:
        store(drawn)
        more = data.draw(selections())
        if data.draw(st.booleans()) or not (asked.regions or asked.villages):
            places: tuple[frozenset[str], frozenset[int]] = (frozenset(), frozenset())
        else:
            places = asked.regions | more.regions, asked.villages | more.villages
        year_from = None if None in (asked.year_from, more.year_from) else min(asked.year_from, more.year_from)
        year_to = None if None in (asked.year_to, more.year_to) else max(asked.year_to, more.year_to)
        narrow, wide = product(asked, drawn), product(Asked(*places, year_from, year_to), drawn)
        for kind in narrow:
            assert narrow[kind].lower <= wide[kind].lower, kind
            assert narrow[kind].upper <= wide[kind].upper, kind

    @given(ledgers(), disjoint_pairs())
    def test_disjoint_selections_add_up_within_bounds(self, drawn: Book, pair: tuple[Asked, Asked]) -> None:
        one, two = pair
        assert not one.chosen(drawn).villages & two.chosen(drawn).villages  # type: ignore[operator]
        store(drawn)
        both = Asked(one.regions | two.regions, one.villages | two.villages, one.year_from, one.year_to)
        of_one, of_two, of_both = product(one, drawn), product(two, drawn), product(both, drawn)
        for kind in money_and_sums(drawn):
            x, y, union = of_one[kind], of_two[kind], of_both[kind]
            assert x.lower + y.lower <= union.lower, kind
            assert union.upper <= x.upper + x.wider + y.upper + y.wider, kind

    @given(ledgers(), some_selections, st.integers(0, 2**32), st.integers(1, 3))
    def test_splitting_into_unflagged_parts_never_widens_an_interval(
        self, drawn: Book, several: list[Asked], seed: int, number: int
    ) -> None:
        chance = Chance(seed)
        store(drawn)
        splittable = [
            f
            for f in drawn.figures
            if f.state == "published" and drawn.kind(f) in money_and_sums(drawn) and (drawn.remainder(f) or 0) > 0
        ]
        if not splittable:
            return
        whole = chance.choice(splittable)
        kind, before = drawn.kind(whole), [product(asked, drawn) for asked in several]
        where = [drawn.bucket(whole, asked.chosen(drawn)) for asked in several]
        split(chance, drawn, whole, number)
        for asked, bucket, totals in zip(several, where, before, strict=True):
            was, now = totals[kind], product(asked, drawn)[kind]
            assert was.grand_total == now.grand_total
            assert was.lower <= now.lower
            assert now.upper + now.wider + now.unplaced <= was.upper + was.wider + was.unplaced
            if bucket in ("inside", "partly", "outside"):  # what was wider or unplaced enters the interval when placed
                assert now.upper <= was.upper

    @given(ledgers(), st.data())
    def test_a_joint_sum_counts_once_however_many_of_its_villages_are_selected(
        self, drawn: Book, data: st.DataObject
    ) -> None:
        store(drawn)
        joint = [
            f for f in drawn.figures if len(drawn.places(f).villages) > 1 and drawn.kind(f) in money_and_sums(drawn)
        ]
        if not joint:
            return
        figure = data.draw(st.sampled_from(joint))
        named = drawn.places(figure).villages
        mine = Q(funding=figure.pk) if isinstance(figure, Funding) else Q(**{type(figure).__name__.lower(): figure.pk})
        remainder = (drawn.remainder(figure) or 0) if figure.state == "published" else 0
        for chosen in (frozenset([min(named)]), named, named | {9001, 9010}):
            totals = product(Asked(frozenset(), chosen), drawn, mine)[drawn.kind(figure)]
            assert totals.upper == remainder
            assert totals.lower == (remainder if named <= chosen and not figure.may_overlap else 0)

"""The read model stays what the records say, whatever is edited, one by one or together."""

from decimal import Decimal

from django.test import override_settings
from hypothesis import given, note
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from projects.counting import ledger
from projects.counting.sync import together
from projects.models import CountedFigure
from tests.counting.edits import EDITS, Edit
from tests.counting.ledgers import Chance, World, ledgers, store
from tests.counting.naive import Book
from tests.support.profiles import examples

seeds = st.integers(0, 2**32)
steps = st.lists(st.tuples(st.sampled_from(EDITS), seeds), min_size=1, max_size=12)


def as_the_twin_reads_it(book: Book) -> dict[tuple[str, int], tuple[Decimal | None, str, set[int]]]:
    found = {}
    for (model, pk), item in book.items.items():
        if item.state == "published":
            places = book.places(item)
            remainder = None if model == "AidProject" else book.remainder(item)  # type: ignore[arg-type]
            found[model, pk] = remainder, places.region, set(places.villages)
    return found


def as_counted() -> dict[tuple[str, int], tuple[Decimal | None, str, set[int]]]:
    columns = {"project": "AidProject", "funding": "Funding", "donation": "Donation", "purchase": "Purchase",
               "outcome": "Outcome"}  # fmt: skip
    found = {}
    for row in CountedFigure.objects.prefetch_related("named_villages"):
        for column, model in columns.items():
            if (pk := getattr(row, f"{column}_id")) is not None:
                villages = {named.village_id for named in row.named_villages.all()}
                assert row.village_count == len(villages)
                found[model, pk] = row.remainder, row.region_code, villages
    return found


@override_settings(SIMPLE_HISTORY_ENABLED=False)
class Edits(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        World().store()

    @examples(0.5)
    @given(ledgers(), steps)
    def test_after_every_edit(self, drawn: Book, edits: list[tuple[Edit, int]]) -> None:
        store(drawn)
        for edit, seed in edits:
            note(f"{edit.__name__}, {seed}")
            edit(Chance(seed))
            assert ledger.differences() == [], edit.__name__
        assert as_counted() == as_the_twin_reads_it(Book.from_database())

    @examples(0.7)
    @given(ledgers(), steps)
    def test_after_many_edits_made_together(self, drawn: Book, edits: list[tuple[Edit, int]]) -> None:
        store(drawn)
        with together():
            for edit, seed in edits:
                edit(Chance(seed))
        assert ledger.differences() == []
        assert as_counted() == as_the_twin_reads_it(Book.from_database())

    @examples(0.1)
    @given(ledgers(), seeds)
    def test_a_damaged_read_model_is_noticed_and_mended(self, drawn: Book, seed: int) -> None:
        store(drawn)
        row = Chance(seed).choice(list(CountedFigure.objects.order_by("pk")) or [None])
        if row is None:
            return
        CountedFigure.objects.filter(pk=row.pk).update(year_from=row.year_from + 1)
        assert len(ledger.differences()) == 1
        ledger.rebuild()
        assert ledger.differences() == []

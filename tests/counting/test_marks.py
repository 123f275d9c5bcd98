"""What is written in bulk is counted once it is marked."""

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from hypothesis import given, note
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from projects.counting import ledger, mark, together
from projects.models import CountedFigure, Enterprise, Funding
from tests.counting.bulk import BULK_EDITS, in_bulk
from tests.counting.edits import Edit
from tests.counting.ledgers import World, ledgers, store
from tests.counting.naive import Book
from tests.counting.test_edits import as_counted, as_the_twin_reads_it, seeds
from tests.factories import make_funding, make_project, make_source, make_village
from tests.support.profiles import examples

steps = st.lists(st.tuples(st.sampled_from(BULK_EDITS), seeds), min_size=1, max_size=8)


@override_settings(SIMPLE_HISTORY_ENABLED=False)
class BulkEdits(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        World().store()

    @examples(0.7)
    @given(ledgers(), st.lists(steps, min_size=1, max_size=3))
    def test_what_was_marked_is_counted(self, drawn: Book, several: list[list[tuple[Edit, int]]]) -> None:
        store(drawn)
        for edits in several:
            in_bulk(edits, note)
            assert ledger.differences() == []
        assert as_counted() == as_the_twin_reads_it(Book.from_database())


@pytest.mark.django_db
class TestMarking:
    def test_outside_together_it_is_counted_at_once(self) -> None:
        figure = make_funding(project=make_project([make_village()]), amount="5")
        Funding.objects.filter(pk=figure.pk).update(amount=7)
        assert ledger.differences() == [figure.ref]
        mark(Funding, [figure.pk])
        assert CountedFigure.objects.get(funding=figure).remainder == 7

    def test_what_it_was_part_of_is_whole_again(self) -> None:
        whole = make_funding(project=make_project(), amount="9")
        part = make_funding(project=whole.project, amount="4", part_of=whole)
        Funding.objects.filter(pk=part.pk).update(part_of=None)
        mark(Funding, [part.pk], left_behind=[whole.pk, None])
        assert CountedFigure.objects.get(funding=whole).remainder == 9

    def test_many_are_counted_in_as_many_queries_as_few(self) -> None:
        project, source = make_project([make_village()]), make_source()

        def queries_of(number: int) -> int:
            made = Funding.objects.bulk_create(
                Funding(
                    ref=f"x-{number}-{n}", project=project, amount=n, source=source, locator="¶1", state="published"
                )
                for n in range(number)
            )
            with CaptureQueriesContext(connection) as captured, together():
                mark(Funding, [figure.pk for figure in made])
            return len(captured)

        assert queries_of(2) == queries_of(30)
        assert ledger.differences() == []

    def test_what_is_not_counted_is_refused(self) -> None:
        with pytest.raises(TypeError):
            mark(Enterprise, [1])

"""The share of what is reported that recorded entries substantiate."""

from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Q
from hypothesis import given
from hypothesis.extra.django import TestCase

from projects.counting import Substance, substance
from projects.models import CountedFigure, Funding, Kind, Outcome, State
from tests.counting.ledgers import MODELS, World, ledgers, store
from tests.counting.naive import Book, Figures
from tests.factories import make_donation, make_enterprise, make_funding, make_project, make_purchase


def reported(book: Book, claims: list[Figures]) -> tuple[Decimal, Decimal]:
    """All that stands below the claims, each once, and what of it is recorded."""
    below: list[Figures] = []
    edge = claims
    while edge:
        below += [figure for figure in edge if figure not in below]
        edge = [part for figure in edge for part in book.parts_of(figure)]
    counted = [figure for figure in below if figure.state == State.PUBLISHED]
    sums = [
        sum(((book.remainder(figure) or Decimal(0)) for figure in figures), Decimal(0))
        for figures in (counted, [figure for figure in counted if figure.basis == "recorded"])
    ]
    return sums[0], sums[1]


class AgainstTheTwin(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        World().store()

    @given(ledgers())
    def test_it_is_the_naive_one(self, drawn: Book) -> None:
        store(drawn)
        for model in MODELS:
            dated = Q(year_from__isnull=False) | Q(year_to__isnull=False) | Q(as_of__isnull=False)
            odd = [pk for pk in model._default_manager.filter(dated).values_list("pk", flat=True) if pk % 2]
            model._default_manager.filter(pk__in=odd).update(basis="recorded")
        book = Book.from_database()
        for enterprise in (None, 9001, 9002):
            found = substance(CountedFigure.objects.filter(Q(enterprise=enterprise) if enterprise else Q()))
            expected = {}
            for kind in ("funding", "mobilised", "donations", "purchases", "assisted_sales"):
                claims = [
                    figure
                    for figure in book.figures
                    if book.kind(figure) == kind
                    and not isinstance(figure, Outcome)
                    and (figure.state, figure.basis) == ("published", "reported")
                    and book.amount(figure) is not None
                    and not book.is_replaced(figure)
                    and enterprise in (None, book.enterprise(figure))
                ]
                amount, recorded = reported(book, claims)
                if amount:
                    expected[kind] = Substance(amount, recorded)
            assert {str(kind): of_kind for kind, of_kind in found.items()} == expected


@pytest.mark.django_db
class TestExamples:
    def claim(self, **fields: Any) -> Funding:
        return make_funding(amount="7000000", year_from=2011, year_to=2021, **fields)

    def entry(self, whole: Funding, amount: str | None = "800000", **fields: Any) -> Funding:
        values = {"basis": "recorded", "year_from": 2012, "year_to": 2012, "project": whole.project, **fields}
        return make_funding(part_of=whole, amount=amount, **values)

    def found(self, **keep: Any) -> dict[Kind, Substance]:
        return substance(CountedFigure.objects.filter(**keep))

    def test_an_entry_within_a_claim(self) -> None:
        self.entry(self.claim())
        assert self.found() == {Kind.FUNDING: Substance(Decimal(7000000), Decimal(800000))}
        assert self.found()[Kind.FUNDING].percent == 11

    def test_an_of_which_that_is_itself_a_claim_substantiates_nothing(self) -> None:
        self.entry(self.claim(), basis="reported")
        assert self.found()[Kind.FUNDING] == Substance(Decimal(7000000), Decimal(0))

    def test_vouchers_of_an_entry_count_once(self) -> None:
        entry = self.entry(self.claim())
        self.entry(entry, "300000")
        self.entry(entry, "500000")
        assert self.found()[Kind.FUNDING] == Substance(Decimal(7000000), Decimal(800000))

    def test_an_entry_of_its_own_substantiates_no_claim(self) -> None:
        make_funding(amount="5000", basis="recorded", year_from=2020, year_to=2020)
        assert self.found() == {}

    def test_what_is_not_published_is_no_evidence(self) -> None:
        self.entry(self.claim(), state=State.DRAFT)
        assert self.found()[Kind.FUNDING].substantiated == 0

    def test_a_claim_without_an_amount_has_no_share(self) -> None:
        whole = make_funding(amount=None, year_from=2011, year_to=2021)
        self.entry(whole)
        assert self.found() == {}

    def test_an_entry_of_a_subsidiary_substantiates_the_claim_of_its_parent(self) -> None:
        parent, subsidiary = make_enterprise(), make_enterprise()
        whole = self.claim(project=make_project(enterprise=parent))
        self.entry(whole, enterprise=subsidiary)
        assert self.found(enterprise=parent)[Kind.FUNDING].substantiated == 800000
        assert self.found(enterprise=subsidiary) == {}

    def test_all_of_it_is_said_only_where_nothing_is_missing(self) -> None:
        self.entry(self.claim(), "6999999.99")
        assert self.found()[Kind.FUNDING].percent == 99

    def test_kinds_stay_apart_and_commitments_are_left_out(self) -> None:
        self.claim(origin="mobilised")
        self.claim(stage="committed")
        make_donation(amount="10")
        make_purchase(amount="20")
        make_purchase(amount="30", mode="assisted_sale")
        assert {kind: of_kind.reported for kind, of_kind in self.found().items()} == {
            Kind.MOBILISED: 7000000,
            Kind.DONATIONS: 10,
            Kind.PURCHASES: 20,
            Kind.ASSISTED_SALES: 30,
        }

    def test_it_asks_once(self, django_assert_num_queries: Any) -> None:
        for _ in range(3):
            self.entry(self.claim())
        with django_assert_num_queries(1):
            self.found()

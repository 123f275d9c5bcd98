"""The page of one figure: parts and wholes, older and newer, where its places and years come from."""

import datetime
import random
from typing import Any

import pytest
from django.test import Client

from projects.counting import ledger
from projects.models import Donation, Figure, Funding, Outcome, Purchase
from projects.views.details.origins import origin_of_figure_places
from tests.factories import (
    make_donation,
    make_funding,
    make_outcome,
    make_project,
    make_purchase,
    make_region,
    make_village,
)
from tests.views.reading import read, text_of

pytestmark = pytest.mark.django_db


def test_parts_are_taken_out_of_their_whole(client: Client) -> None:
    village = make_village(name_en="Here")
    whole = make_funding(ref="whole", project=make_project([village]), amount="1000")
    make_funding(ref="part", project=whole.project, amount="300", part_of=whole)
    text = text_of(client, "/en/funding/whole/")
    assert "Its parts Apart from these, RMB 700 of it remains." in text
    assert "Of RMB 1,000, only the rest is added to totals: RMB 700." in text
    page = read(client, "/en/funding/part/")
    assert "/en/funding/whole/" in page.leads_to("RMB 1,000")
    assert "It adds RMB 300 to totals, once." in page.text


def test_a_part_that_is_not_published_is_not_shown(client: Client) -> None:
    whole = make_funding(ref="whole", amount="1000")
    make_funding(ref="hidden-part", project=whole.project, amount="300", part_of=whole, state="draft")
    text = text_of(client, "/en/funding/whole/")
    assert "It adds RMB 1,000 to totals, once." in text
    assert "RMB 300" not in text and "Its parts" not in text
    assert client.get("/en/funding/hidden-part/").status_code == 404


def hide(*records: Any) -> None:
    """As records may stand that were taken back before their rules were."""
    for record in records:
        type(record).objects.filter(pk=record.pk).update(state="draft")
    ledger.rebuild()


def test_a_whole_that_is_not_published_is_not_named(client: Client) -> None:
    village = make_village(name_en="Known Village")
    whole = make_donation([village], ref="hidden-whole", amount="98765")
    make_donation(ref="part", amount="300", part_of=whole)
    hide(whole)
    page = read(client, "/en/donations/part/")
    assert "Taken from the larger figure it is part of." in page.text
    assert "98,765" not in page.text and "hidden-whole" not in page.source
    assert "Known Village" in page.text


def test_a_village_that_is_not_published_is_not_named(client: Client) -> None:
    secret, known = make_village(ref="secret", name_en="Secret Village"), make_village(name_en="Known Village")
    whole = make_donation([secret, known], amount="900")
    make_donation(ref="part", amount="300", part_of=whole)
    hide(whole, secret)
    page = read(client, "/en/donations/part/")
    assert "Known Village, one more village" in page.text
    assert "Secret Village" not in page.source and "villages/secret" not in page.source


def test_what_is_replaced_is_readable_and_not_counted(client: Client) -> None:
    older = make_donation(ref="older", amount="500", year_to=2019)
    make_donation(ref="newer", amount="600", year_to=2020, replaces=older)
    text = text_of(client, "/en/donations/older/")
    assert "It is not counted: a newer figure replaces it" in text
    assert "Replaced by" in text and "RMB 600" in text
    text = text_of(client, "/en/donations/newer/")
    assert "Replaces RMB 500" in text
    assert "It adds RMB 600 to totals, once." in text


def test_a_replacement_that_is_not_published_is_not_shown(client: Client) -> None:
    older = make_donation(ref="older", amount="500", year_to=2019)
    make_donation(amount="600", year_to=2020, replaces=older, state="in_review")
    text = text_of(client, "/en/donations/older/")
    assert "Replaced by" not in text and "RMB 600" not in text
    assert "It adds RMB 500 to totals, once." in text


def test_an_amount_that_is_not_stated(client: Client) -> None:
    make_purchase(ref="goods", amount=None, products="木耳", products_en="wood-ear")
    text = text_of(client, "/en/purchases/goods/")
    assert text.startswith("Purchases not stated wood-ear")
    assert "That is unknown, not zero" in text
    assert "RMB 0" not in text


@pytest.mark.parametrize(
    ("years", "said"),
    [
        ({}, ["up to 2021", "No first year is stated", "up to the publication of its source on 9 March 2021"]),
        ({"year_from": 2011}, ["2011–2021", "up to the publication of its source"]),
        ({"as_of": datetime.date(2019, 6, 30)}, ["up to 2019", "It counts as of 30 June 2019."]),
        ({"year_from": 2018, "year_to": 2018}, ["Years2018 Places"]),
    ],
)
def test_the_period_says_where_it_comes_from(client: Client, years: dict[str, object], said: list[str]) -> None:
    make_donation(ref="gift", **years)
    text = text_of(client, "/en/donations/gift/")
    assert all(words in text for words in said), text


def test_what_each_kind_says_of_itself(client: Client) -> None:
    make_funding(ref="money", stage="committed", terms="repayable", form="in_kind", basis="recorded", year_to=2020)
    text = text_of(client, "/en/funding/money/")
    for said in (
        "Commitments",
        "StageCommitted",
        "TermsRepayable",
        "FormIn kind",
        "BasisRecorded",
        "A commitment is not a payment",
    ):
        assert said in text
    make_donation(ref="gift", payer="employees", campaign="博爱一日捐", recipient_en="Red Cross", purpose="救灾")
    text = text_of(client, "/en/donations/gift/")
    for said in ("PayerEmployees", "Campaign博爱一日捐", "RecipientRed Cross", "Purpose救灾"):
        assert said in text
    make_purchase(ref="goods", mode="assisted_sale", channel="公益中国")
    text = text_of(client, "/en/purchases/goods/")
    for said in ("Assisted sales", "ModeAssisted sale", "Channel公益中国", "A purchase is an exchange, not a gift"):
        assert said in text


def test_text_in_the_other_language_is_marked(client: Client) -> None:
    make_donation(ref="gift", campaign="博爱一日捐", note_en="Only in English", as_written="1万元")
    english = client.get("/en/donations/gift/").content.decode()
    assert '<bdi lang="zh-Hans">博爱一日捐</bdi>' in english
    assert '<bdi lang="zh-Hans">1万元</bdi>' in english
    assert "<bdi>Only in English</bdi>" in english
    chinese = client.get("/zh-hans/donations/gift/").content.decode()
    assert '<bdi lang="en">Only in English</bdi>' in chinese
    assert "<bdi>博爱一日捐</bdi>" in chinese


def test_the_origin_of_places_is_that_of_the_counting() -> None:
    """Over random chains of wholes, projects and programmes: the record named is the one whose places count."""
    rng = random.Random(1)
    villages = [make_village() for _ in range(3)]
    county = make_region("152224")

    def places() -> tuple[list[object], dict[str, object]]:
        chosen = rng.choice(["villages", "region", "nothing", "nothing"])
        return (rng.sample(villages, 2) if chosen == "villages" else []), (
            {"region": county} if chosen == "region" else {}
        )

    projects = []
    for _ in range(8):
        named, region = places()
        projects.append(make_project(named, parent=rng.choice([None, *projects[-2:]]) if projects else None, **region))
    figures: list[Figure] = []
    for _ in range(30):
        model = rng.choice([Funding, Donation, Purchase, Outcome])
        of_model = [figure for figure in figures if type(figure) is model]
        figure = model(part_of=rng.choice([None, *of_model[-3:]]))
        if model in (Funding, Outcome):
            figure.project = rng.choice(projects)
            figure.village = rng.choice([None, None, villages[0]])
        else:
            named, region = places()
            figure.pending_villages = named
            figure.region = region.get("region")
        figures.append(figure)
        origin = origin_of_figure_places(figure)
        resolved = figure.resolved_places()
        assert (origin.own_places() if origin else figure.own_places()) == resolved
        assert bool(origin) == bool(resolved)
    assert len({type(figure) for figure in figures}) == 4


def test_a_figure_of_an_outcome_of_its_own(client: Client) -> None:
    village = make_village(name_en="Here")
    make_outcome(ref="lifted", village=village, value=1)
    text = text_of(client, "/en/outcomes/lifted/")
    assert text.startswith("Outcome 1 household Households lifted out of poverty")
    assert "It is only added to figures of the same indicator." in text

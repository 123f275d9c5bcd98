"""What the public reads of a correction, and what it never reads."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from projects.models import Source, State
from projects.views.details.corrections import corrections_of, latest_corrections
from tests.factories import (
    make_award,
    make_enterprise,
    make_funding,
    make_outcome,
    make_project,
    make_source,
    make_village,
)
from tests.views.reading import text_of

pytestmark = pytest.mark.django_db


def correct(record: Any, reason: str = "", **fields: Any) -> None:
    for field, value in fields.items():
        setattr(record, field, value)
    record._change_reason = reason
    record.full_clean()
    record.save()


def test_from_what_to_what_and_why(client: Client) -> None:
    figure = make_funding(project=make_project([make_village()]), amount="1000000")
    correct(figure, "来源更正", amount=Decimal(1_200_000), year_from=2015)
    text = text_of(client, "/en/")
    assert "Amount: RMB 1,000,000 → RMB 1,200,000" in text
    assert "First year: not stated → 2015" in text and "Reason: 来源更正" in text


def test_work_before_publication_is_nobodys_business() -> None:
    figure = make_funding(state=State.DRAFT, amount="1")
    correct(figure, amount=Decimal(2))
    correct(figure, state=State.PUBLISHED)
    assert corrections_of(figure) == []
    correct(figure, note="")
    assert corrections_of(figure) == [], "a save that changes nothing"
    correct(figure, amount=Decimal(3))
    assert len(corrections_of(figure)) == 1
    correct(figure, state=State.DRAFT)
    assert latest_corrections(5) == [], "it is no longer public"


def test_names_and_units_stand_for_keys(client: Client) -> None:
    outcome = make_outcome(village=make_village(name_zh="甲村"), value="10")
    correct(outcome, value=Decimal(12), village=make_village(name_zh="乙村"))
    text = text_of(client, "/en/")
    assert "Value: 10 households → 12 households" in text
    assert "Village: 甲村 → 乙村" in text


def test_villages_are_told_by_name(client: Client) -> None:
    first, second = make_village(name_zh="甲村"), make_village(name_zh="乙村")
    project = make_project([first], ref="p")
    assert corrections_of(project) == [], "its villages were stored after it"
    project.villages.add(second)
    text = text_of(client, "/en/projects/p/")
    assert "Villages: 甲村 → 乙村, 甲村" in text
    project.villages.clear()
    assert "甲村 → not stated" in text_of(client, "/en/projects/p/")


def test_another_record_that_is_not_public_is_not_named() -> None:
    figure = make_funding(project=make_project([make_village()]), source=make_source(title="旧报告"))
    correct(figure, source=make_source(title="新报告"))
    Source.objects.filter(title="旧报告").update(state=State.DRAFT)
    [change] = corrections_of(figure)[0].changes
    assert "旧报告" not in change.before and change.after == "新报告"


@pytest.mark.parametrize(
    ("kind", "make", "fields", "said"),
    [
        ("awards", make_award, {"year": 2019}, "Year: 2020 → 2019"),
        ("projects", make_project, {"year_to": 2019}, "Last year: not stated → 2019"),
        ("enterprises", make_enterprise, {"name_en": "New"}, "Name in English: not stated → New"),
        ("villages", make_village, {"name_en": "New"}, "Name in English: not stated → New"),
        ("sources", make_source, {"publisher": "新华社"}, "→ 新华社"),
    ],
)
def test_every_kind_says_it_on_its_own_page(
    client: Client, kind: str, make: Any, fields: dict[str, Any], said: str
) -> None:
    record = make(ref="it", **({"year": 2020} if kind == "awards" else {}))
    page = f"/en/{kind}/it/"
    assert "Its history" not in text_of(client, page)
    correct(record, "来源更正", **fields)
    text = text_of(client, page)
    assert said in text and "Reason: 来源更正" in text


def test_queries_do_not_grow_with_corrections() -> None:
    figures = [make_funding(project=make_project([make_village()])) for _ in range(12)]

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            latest_corrections(20)
        return len(captured)

    correct(figures[0], amount=Decimal(7), source=make_source())
    one = asked()
    for number, figure in enumerate(figures):
        correct(figure, amount=Decimal(100 + number), source=make_source())
    assert asked() == one
    assert len(latest_corrections(5)) == 5

"""Numbers, years and dates as people read them."""

import datetime
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from projects import formatting
from projects.amounts import parse_amount


@pytest.mark.parametrize(
    ("yuan", "zh", "en"),
    [
        ("0", "0元", "RMB 0"),
        ("0.01", "0.01元", "RMB 0.01"),
        ("3500", "3,500元", "RMB 3,500"),
        ("9999.50", "9,999.5元", "RMB 9,999.50"),
        ("10000", "1万元", "RMB 10,000"),
        ("1456400", "145.64万元", "RMB 1,456,400"),
        ("7000000.00", "700万元", "RMB 7,000,000"),
        ("9794000", "979.4万元", "RMB 9,794,000"),
        ("53180000", "5,318万元", "RMB 53,180,000"),
        ("120000000", "1.2亿元", "RMB 120,000,000"),
        ("123456700", "12,345.67万元", "RMB 123,456,700"),
        ("1234567.89", "1,234,567.89元", "RMB 1,234,567.89"),
        ("1000000000000000", "10,000,000亿元", "RMB 1,000,000,000,000,000"),
        ("-5000", "−5,000元", "−RMB 5,000"),
    ],
)
def test_money(yuan: str, zh: str, en: str) -> None:
    with translation.override("zh-hans"):
        assert formatting.money(Decimal(yuan)) == zh
    with translation.override("en"):
        assert formatting.money(Decimal(yuan)) == en.replace(" ", "\N{NO-BREAK SPACE}")


@given(st.integers(min_value=0, max_value=10**17).map(lambda fen: Decimal(fen).scaleb(-2)))
def test_chinese_money_reads_back_exactly(yuan: Decimal) -> None:
    with translation.override("zh-hans"):
        assert parse_amount(formatting.money(yuan)) == yuan


@given(st.integers(min_value=0, max_value=10**17).map(lambda fen: Decimal(fen).scaleb(-2)))
def test_english_money_reads_back_exactly(yuan: Decimal) -> None:
    with translation.override("en"):
        assert parse_amount(formatting.money(yuan)) == yuan


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_not_stated_is_never_zero(language: str) -> None:
    with translation.override(language):
        for shown in (formatting.money(None), formatting.quantity(None), formatting.quantity(None, "座")):
            assert shown == {"zh-hans": "未说明", "en": "not stated"}[language]


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        ("350.00", "", "350", "350"),
        ("2800", "", "2,800", "2,800"),
        ("0", "", "0", "0"),
        ("100", "", "100", "100"),
        ("12.50", "%", "12.5%", "12.5%"),
        ("350", "座", "350座", "350 座"),
        ("0", "households", "0households", "0 households"),
        ("1", "households", "1households", "1 household"),
        ("1", "people", "1people", "1 person"),
        ("1", "boxes", "1boxes", "1 box"),
        ("1", "families", "1families", "1 family"),
        ("1", "yuan", "1yuan", "1 yuan"),
        ("1.5", "km", "1.5km", "1.5 km"),
    ],
)
def test_quantity(value: str, unit: str, zh: str, en: str) -> None:
    with translation.override("zh-hans"):
        assert formatting.quantity(Decimal(value), unit) == zh
    with translation.override("en"):
        assert formatting.quantity(Decimal(value), unit) == en


@pytest.mark.parametrize(
    ("first", "last", "zh", "en"),
    [
        (2011, 2021, "2011—2021年", "2011–2021"),
        (2020, 2020, "2020年", "2020"),
        (None, 2021, "截至2021年", "up to 2021"),
        (0, 2021, "截至2021年", "up to 2021"),
        (2011, None, "2011年起", "from 2011"),
        (2011, 9999, "2011年起", "from 2011"),
        (None, None, "年份未说明", "years not stated"),
        (0, 9999, "年份未说明", "years not stated"),
    ],
)
def test_years(first: int | None, last: int | None, zh: str, en: str) -> None:
    with translation.override("zh-hans"):
        assert formatting.years(first, last) == zh
    with translation.override("en"):
        assert formatting.years(first, last) == en


def test_date() -> None:
    day = datetime.date(2021, 3, 9)
    with translation.override("zh-hans"):
        assert formatting.date(day) == "2021年3月9日"
    with translation.override("en"):
        assert formatting.date(day) == "9 March 2021"


def test_interval_is_one_number_only_where_the_bounds_meet() -> None:
    zero, seven = Decimal(0), Decimal(7_000_000)
    with translation.override("zh-hans"):
        assert formatting.interval(seven, seven) == "700万元"
        assert formatting.interval(zero, seven) == "至少0元，至多700万元"
        assert (
            formatting.interval(zero, Decimal(247), lambda value: formatting.quantity(value, "户"))
            == "至少0户，至多247户"
        )
    with translation.override("en"):
        assert formatting.interval(zero, zero) == "RMB\N{NO-BREAK SPACE}0"
        assert (
            formatting.interval(zero, seven)
            == "at least RMB\N{NO-BREAK SPACE}0, at most RMB\N{NO-BREAK SPACE}7,000,000"
        )


def test_english_names_the_unit_of_an_interval_once() -> None:
    zero, many = Decimal(0), Decimal(247)
    with translation.override("zh-hans"):
        assert formatting.quantity_interval(zero, many, "户") == "至少0户，至多247户"
    with translation.override("en"):
        assert formatting.quantity_interval(zero, many, "households") == "at least 0, at most 247 households"
        assert formatting.quantity_interval(zero, Decimal(1), "people") == "at least 0, at most 1 person"
        assert formatting.quantity_interval(many, many, "households") == "247 households"

"""Amounts as people write them."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from projects.amounts import MAX_AMOUNT, check_amount, last_digit, parse_amount
from projects.fields import AmountFormField, MoneyField

UNITS = {"": 1, "元": 1, "万": 10**4, "万元": 10**4, "亿": 10**8, "亿元": 10**8}


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("0", "0"),
        ("7000000", "7000000"),
        ("700万元", "7000000"),
        ("979.4万元", "9794000"),
        ("979.4 万 元", "9794000"),
        ("979.4万", "9794000"),
        ("1.2亿元", "120000000"),
        ("1.2亿", "120000000"),
        ("0.00000001亿元", "1"),
        ("0.000001万元", "0.01"),
        ("145.64万元", "1456400"),
        ("12.5元", "12.50"),
        (".5万", "5000"),
        ("53,180,000", "53180000"),
        ("53,180,000.25元", "53180000.25"),
        ("1,232万元", "12320000"),
        ("５，３１８万元", "53180000"),
        ("７００万元", "7000000"),
        ("９７９．４万元", "9794000"),
        ("7 000 000", "7000000"),
        ("7\u3000000\u00a0000", "7000000"),
        ("  700万元\n", "7000000"),
        ("¥700", "700"),
        ("￥700万", "7000000"),
        ("RMB 53180000", "53180000"),
        ("1000000000000000", "1000000000000000"),
        ("0007", "7"),
        ("1.10", "1.10"),
        ("1.000", "1"),
    ],
)
def test_reads(text: str, yuan: str) -> None:
    found = parse_amount(text)
    assert found == Decimal(yuan)
    assert found is not None and found.as_tuple().exponent == -2


@pytest.mark.parametrize("text", ["", " ", "\u3000", "\n\t"])
def test_an_empty_text_is_not_stated_and_not_zero(text: str) -> None:
    assert parse_amount(text) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("-1", "negative_amount"),
        ("-0.01万元", "negative_amount"),
        ("－5", "negative_amount"),
        ("0.001", "amount_precision"),
        ("0.0000001万元", "amount_precision"),
        ("1.005元", "amount_precision"),
        ("10000001亿元", "amount_too_large"),
        ("9" * 40, "amount_too_large"),
        ("9" * 41, "invalid_amount"),
        ("1000000000000000.01", "amount_too_large"),
        ("NaN", "invalid_amount"),
        ("Infinity", "invalid_amount"),
        ("1e5", "invalid_amount"),
        ("0x10", "invalid_amount"),
        ("约700万元", "invalid_amount"),
        ("700万美元", "invalid_amount"),
        ("700-800万元", "invalid_amount"),
        ("七百万元", "invalid_amount"),
        ("1,23", "invalid_amount"),
        ("1,2345", "invalid_amount"),
        ("1.234.567", "invalid_amount"),
        ("1.5.", "invalid_amount"),
        ("1万2", "invalid_amount"),
        ("万元", "invalid_amount"),
        (".", "invalid_amount"),
        ("--5", "invalid_amount"),
        ("5 per cent", "invalid_amount"),
        ("٣٤", "invalid_amount"),
        ("1_000", "invalid_amount"),
        ("=1+1", "invalid_amount"),
        ("\x00", "invalid_amount"),
        ("<script>", "invalid_amount"),
    ],
)
def test_refuses(text: str, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        parse_amount(text)
    assert refused.value.code == code
    assert refused.value.messages


def test_a_refusal_does_not_repeat_a_text_of_any_length() -> None:
    with pytest.raises(ValidationError) as refused:
        parse_amount("x" * 10_000)
    assert len(refused.value.messages[0]) < 300


@given(st.integers(0, int(MAX_AMOUNT) * 100), st.sampled_from(sorted(UNITS)), st.booleans())
def test_what_is_written_is_read_back_to_the_fen(fen: int, unit: str, full_width: bool) -> None:
    yuan = Decimal(fen).scaleb(-2)
    text = f"{yuan / UNITS[unit]:f}{unit}"
    if full_width:
        text = text.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789."})
    assert parse_amount(text) == yuan


@given(st.integers(0, int(MAX_AMOUNT)), st.integers(0, 99))
def test_grouped_digits_are_read_back(yuan: int, fen: int) -> None:
    amount = Decimal(yuan) + Decimal(fen) / 100
    if amount <= MAX_AMOUNT:
        assert parse_amount(f"{amount:,.2f}") == amount


@given(st.text())
def test_any_text_is_an_amount_or_a_clear_refusal(text: str) -> None:
    try:
        amount = parse_amount(text)
    except ValidationError as refused:
        assert refused.messages[0]
    else:
        assert amount is None or 0 <= amount <= MAX_AMOUNT


@pytest.mark.parametrize("amount", [Decimal("NaN"), Decimal("Infinity"), Decimal("-Infinity"), Decimal("sNaN")])
def test_what_is_no_number_is_refused(amount: Decimal) -> None:
    with pytest.raises(ValidationError):
        check_amount(amount)


@pytest.mark.parametrize(
    ("wording", "yuan"),
    [
        ("700万元", "10000"),
        ("979.4万元", "1000"),
        ("145.64万元", "100"),
        ("1.2亿元", "10000000"),
        ("7000000", "1"),
        ("7000000.50元", "0.01"),
        ("５，３１８万元", "10000"),
        ("53,180,000", "1"),
        ("", "0"),
        ("约700万元", "0"),
        ("三百余户", "0"),
    ],
)
def test_the_last_digit_a_wording_shows(wording: str, yuan: str) -> None:
    assert last_digit(wording) == Decimal(yuan)


class TestTheField:
    @pytest.mark.parametrize(
        ("value", "yuan"),
        [(None, None), ("", None), ("979.4万元", "9794000"), (5, "5"), (Decimal("5.10"), "5.1"), ("0", "0")],
    )
    def test_takes(self, value: Any, yuan: str | None) -> None:
        assert MoneyField().to_python(value) == (None if yuan is None else Decimal(yuan))

    @pytest.mark.parametrize("value", [object(), [], Decimal("0.001"), -1, Decimal("NaN"), "x", float("inf")])
    def test_refuses(self, value: Any) -> None:
        with pytest.raises(ValidationError):
            MoneyField().to_python(value)

    def test_never_stores_parts_of_a_fen(self) -> None:
        assert MoneyField().get_prep_value(Decimal("126594021989.18")) == 12_659_402_198_918
        with pytest.raises(ValueError):
            MoneyField().get_prep_value(Decimal("0.001"))


class TestTheFormField:
    @pytest.mark.parametrize(
        ("initial", "typed", "changed"),
        [
            (Decimal("7000000.00"), "700万元", False),
            (Decimal("7000000.00"), "7000000", False),
            (Decimal("7000000.00"), "7000001", True),
            (Decimal("0.00"), "", True),
            (None, "", False),
            (None, "0", True),
            (Decimal("5.00"), "five", True),
        ],
    )
    def test_sees_a_change_of_the_amount_not_of_its_writing(self, initial: Any, typed: str, changed: bool) -> None:
        assert AmountFormField(required=False).has_changed(initial, typed) is changed

    def test_cleans_a_text_to_yuan(self) -> None:
        assert AmountFormField(required=False).clean("979.4万元") == Decimal("9794000.00")
        assert AmountFormField(required=False).clean("") is None

    def test_shows_whole_yuan_without_decimals(self) -> None:
        field = AmountFormField()
        assert field.prepare_value(Decimal("7000000.00")) == "7000000"
        assert field.prepare_value(Decimal("7000000.50")) == "7000000.50"
        assert field.prepare_value("half typed") == "half typed"

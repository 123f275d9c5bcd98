"""Cells as people type them, read into a field's value or refused with what was expected."""

import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from projects.imports.reading import Cell
from projects.imports.values import read, text_of
from projects.models import AidProject, Award, Donation, Funding, Indicator, Outcome, Source, Village


def field(model: Any, name: str) -> Any:
    return model._meta.get_field(name)


def refusal(target: Any, cell: Cell) -> str:
    """What is said in both languages, which must be two texts."""
    with pytest.raises(ValidationError) as refused:
        target.clean(read(target, cell), None)
    said = []
    for language in ("en", "zh-hans"):
        with override(language):
            said.append(" ".join(refused.value.messages))
    assert said[0] != said[1]
    return said[0]


class TestCoordinates:
    LATITUDE, LONGITUDE = field(Village, "latitude"), field(Village, "longitude")

    @pytest.mark.parametrize("cell", ["45.38211", "４５.３８２１１", " 45.38211 ", 45.38211])
    def test_forms_people_type(self, cell: Cell) -> None:
        assert self.LATITUDE.clean(read(self.LATITUDE, cell), None) == Decimal("45.38211")

    @pytest.mark.parametrize("cell", ["90.1", "-90.00001", "45.382111", "45°22′", "NaN", "1e400"])
    def test_refused(self, cell: Cell) -> None:
        assert refusal(self.LATITUDE, cell)

    def test_farthest(self) -> None:
        assert self.LONGITUDE.clean(read(self.LONGITUDE, "-180"), None) == -180
        assert refusal(self.LONGITUDE, "180.00001")


class TestDays:
    PUBLISHED = field(Source, "published_on")
    AS_OF = field(Funding, "as_of")

    @pytest.mark.parametrize(
        "cell",
        [
            "2018-05-03", "2018-5-3", "2018/5/3", "2018.5.3", "2018年5月3日", "2018年05月03号", "20180503",
            "２０１８年５月３日", " 2018 年 5 月 3 日 ", "２０１８／５／３", "2018\u3000-\u300005-03", "2018年5月3",
            "2018/5/3 0:00", "2018-05-03 00:00:00", "2018-05-03T10:30:00.000", "2018/5/3\u300023:59",
            43223, 43223.0, 43223.75, "43223", datetime(2018, 5, 3, 10, 30), date(2018, 5, 3),
        ],
    )  # fmt: skip
    def test_forms_people_type(self, cell: Cell) -> None:
        assert read(self.PUBLISHED, cell) == read(self.AS_OF, cell) == date(2018, 5, 3)

    def test_a_time_of_day_does_not_run_into_the_day(self) -> None:
        assert read(self.PUBLISHED, "2018/5/30 0:00") == date(2018, 5, 30)
        assert read(self.PUBLISHED, "2018/5/3 00:00") == date(2018, 5, 3)

    @pytest.mark.parametrize(
        ("cell", "day"),
        [
            ("2018年5月", date(2018, 5, 31)), ("2018年2月底", date(2018, 2, 28)), ("2020-02", date(2020, 2, 29)),
            ("2018/5", date(2018, 5, 31)), ("２０１８年１２月末", date(2018, 12, 31)), ("2018年底", date(2018, 12, 31)),
            ("2018年末", date(2018, 12, 31)),
        ],
    )  # fmt: skip
    def test_up_to_a_month_is_up_to_its_last_day(self, cell: Cell, day: date) -> None:
        assert read(self.AS_OF, cell) == day
        assert "full date" in refusal(self.PUBLISHED, cell)

    @pytest.mark.parametrize(
        "cell",
        [
            "2018", 2018, "2018年", 2018.5, "2018.10", "18-5-3", "3.5.2018", "2018-5", "20188-05-03", "2018年5月3日前",
            "2018-2020", "2018-05-03 10:30 +08", 99999, -5, 1e30, "1e4", True, time(10, 30), "昨天", "²018-05-03x",
        ],
    )  # fmt: skip
    def test_what_names_no_day_for_certain(self, cell: Cell) -> None:
        assert "full date" in refusal(self.PUBLISHED, cell)

    @pytest.mark.parametrize("cell", ["2018-02-30", "2018年13月1日", "2019/2/29", "20181301", "0000-01-01"])
    def test_a_day_the_calendar_does_not_have(self, cell: Cell) -> None:
        assert "calendar" in refusal(self.PUBLISHED, cell)

    @pytest.mark.parametrize("cell", ["2018年13月", "2018-00", "0000-05"])
    def test_a_month_the_calendar_does_not_have(self, cell: Cell) -> None:
        assert "calendar" in refusal(self.AS_OF, cell)


class TestYears:
    YEARS = (field(Funding, "year_from"), field(AidProject, "year_to"), field(Award, "year"))

    @pytest.mark.parametrize(
        "cell",
        [
            2018, 2018.0, "2018", "2018年", "２０１８", " 2018 年", "2018年5月", "2018年底", "2018年12月末",
            "2018-05-03",
            "2018年5月3日", datetime(2018, 5, 3), date(2018, 1, 1),
        ],
    )  # fmt: skip
    def test_forms_people_type(self, cell: Cell) -> None:
        assert [read(target, cell) for target in self.YEARS] == [2018] * 3

    @pytest.mark.parametrize(
        "cell", ["2018-2020", "2010-11", "2010/11", "2018-", 2018.5, "18x", "十八", "2018年13月", "1" * 5000, True]
    )
    def test_what_is_no_single_year(self, cell: Cell) -> None:
        assert all("four digits" in refusal(target, cell) for target in self.YEARS)

    @pytest.mark.parametrize(("cell", "limit"), [("20188", "2100"), (201, "1900"), (43223, "2100")])
    def test_a_year_out_of_all_bounds(self, cell: Cell, limit: str) -> None:
        assert all(limit in refusal(target, cell) for target in self.YEARS)


class TestAmounts:
    AMOUNT = field(Donation, "amount")

    @pytest.mark.parametrize(
        ("cell", "yuan"),
        [
            ("979.4万元", "9794000.00"), ("1.2亿元", "120000000.00"), ("1.2亿", "120000000.00"),
            ("7000000", "7000000.00"), ("1.23456万元", "12345.60"),
            ("53,180,000", "53180000.00"), ("53，180，000元", "53180000.00"), ("5,318万元", "53180000.00"),
            ("９７９．４　万　元", "9794000.00"), ("￥1,234.56", "1234.56"), ("¥ 7", "7.00"), ("RMB 7元", "7.00"),
            (7000000, "7000000.00"), (7000000.0, "7000000.00"), (1234.56, "1234.56"), (0, "0.00"), ("0元", "0.00"),
            (0.1 + 0.2, "0.30"), (1234.5600000000002, "1234.56"), (Decimal("0.01"), "0.01"), ("10万", "100000.00"),
            (999999999999.99, "999999999999.99"),
        ],
    )  # fmt: skip
    def test_forms_people_type(self, cell: Cell, yuan: str) -> None:
        assert str(read(self.AMOUNT, cell)) == yuan

    @pytest.mark.parametrize(
        ("cell", "expected"),
        [
            ("-5", "negative"), (-5, "negative"), ("－５万元", "negative"), (1e30, "larger"),
            ("1" + "0" * 30, "larger"),
            ("10000001亿元", "larger"), ("1.234", "two decimals"), (0.005, "two decimals"),
            ("1.2345678万元", "two decimals"), ("12,34", "no amount"), ("1,2345", "no amount"),
            ("约700万元", "no amount"),
            ("700万美元", "no amount"), ("3-5万元", "no amount"), ("1e5", "no amount"), ("NaN", "no amount"),
            ("无", "no amount"), (True, "no amount"), (datetime(2018, 5, 3), "no amount"), ("9" * 5000, "no amount"),
        ],
    )  # fmt: skip
    def test_what_is_no_amount(self, cell: Cell, expected: str) -> None:
        assert expected in refusal(self.AMOUNT, cell)

    def test_a_value_of_an_indicator_reads_as_an_amount_does(self) -> None:
        assert read(field(Outcome, "value"), "１,２００") == Decimal("1200.00")


class TestOthers:
    @pytest.mark.parametrize(("cell", "number"), [(13, 13), (13.0, 13), ("１３", 13), ("1,300", 1300), (" 13 ", 13)])
    def test_whole_numbers(self, cell: Cell, number: int) -> None:
        assert read(field(AidProject, "unnamed_villages"), cell) == number

    @pytest.mark.parametrize("cell", [13.5, "13个", "-1", "1,30", "十三", "1" * 5000])
    def test_what_is_no_whole_number(self, cell: Cell) -> None:
        assert "whole number" in refusal(field(AidProject, "unnamed_villages"), cell)

    def test_a_place_in_an_order_is_no_year(self) -> None:
        assert read(field(Indicator, "position"), 5) == 5

    @pytest.mark.parametrize(("cell", "said"), [(True, True), ("是", True), ("YES", True), (0, False), ("ｎｏ", False)])
    def test_yes_and_no(self, cell: Cell, said: bool) -> None:
        assert read(field(Donation, "may_overlap"), cell) is said
        assert "yes or no" in refusal(field(Donation, "may_overlap"), f"{cell}?")

    @pytest.mark.parametrize("cell", ["employees", "Employees", "职工", " 职 工 ", "ＥＭＰＬＯＹＥＥＳ"])
    def test_choices_by_code_or_label_in_either_language(self, cell: Cell) -> None:
        assert read(field(Donation, "payer"), cell) == "employees"
        for language, said in (
            ("en", ": the enterprise (enterprise), employees."),
            ("zh-hans", "企业 (enterprise)、职工 (employees)"),
        ):
            with override(language), pytest.raises(ValidationError, match=re.escape(said)):
                read(field(Donation, "payer"), "工会")

    @pytest.mark.parametrize(
        ("cell", "text"),
        [
            (152224103200.0, "152224103200"), (152224103, "152224103"), ("'=1+1", "=1+1"),
            ("'apostrophe", "'apostrophe"),
            ("''＝1", "'＝1"), (2.50, "2.5"), ("  text\u3000", "text"),
        ],
    )  # fmt: skip
    def test_text_of_a_cell(self, cell: Cell, text: str) -> None:
        assert text_of(cell) == text

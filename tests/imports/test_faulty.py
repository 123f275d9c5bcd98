"""The workbook of faulty rows: it says what is wrong, and comes back in once that is mended."""

import io
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from projects.imports.faulty import faulty_rows
from projects.imports.kinds import KINDS, LANGUAGES
from projects.imports.load import Import, RowFault
from projects.imports.reading import REMARKS, Cell, Row, read_table
from projects.models import Donation
from tests.factories import make_enterprise

DONATIONS = KINDS["donations"]
HEADER = ("编号", "企业", "金额", "截至", "note")
RED = "FFFFC7CE"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


def workbook(*lines: tuple[object, ...]) -> io.BytesIO:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"default_date_format": "yyyy-mm-dd", "strings_to_formulas": False})
    sheet = book.add_worksheet()
    for number, line in enumerate(lines):
        sheet.write_row(number, 0, line)
    book.close()
    file.seek(0)
    return file


def faulty_of(file: io.BytesIO, header: tuple[str, ...]) -> io.BytesIO:
    table = Import(DONATIONS, file, "ledger.xlsx")
    outcome = table.run()
    assert outcome.faults
    rows = [line.source for line in outcome.faulty_lines.values() if line.source]
    return io.BytesIO(faulty_rows(DONATIONS, header, rows, outcome.faults))


def sheet_of(file: io.BytesIO) -> Any:
    return openpyxl.load_workbook(file).worksheets[0]


def back(header: tuple[str, ...], rows: list[Row], faults: list[RowFault]) -> list[tuple[Cell, ...]]:
    """The cells as they are read again, without the last, that of the remarks."""
    file = io.BytesIO(faulty_rows(DONATIONS, header, rows, faults))
    return [row.cells[:-1] for row in read_table(file, "x.xlsx", DONATIONS.headers.__contains__).rows]


def alone(rows: list[Row], faults: list[RowFault]) -> Any:
    return sheet_of(io.BytesIO(faulty_rows(DONATIONS, ("ref", "enterprise", "note"), rows, faults)))


def test_every_message_has_room_beside_its_row() -> None:
    """Some programs show a row as tall as the file says, whatever its cells hold."""
    faults = [
        RowFault(2, "ref", "a", "Short."),
        RowFault(2, "note", "b", "Long. " * 40),
        RowFault(3, "ref", "c", "Short."),
    ]
    sheet = alone([Row(2, ("a", "e", "b")), Row(3, ("c", "e", "d"))], faults)
    heights = [sheet.row_dimensions[number].height for number in (2, 3)]
    assert heights[0] >= 15 * 6 and heights[1] == 15 * 2


@pytest.mark.django_db
class TestRoundTrip:
    HEADER = ("ref", "企业", "Amount", "as_of", "note")

    def lines(self) -> tuple[tuple[object, ...], ...]:
        return (
            ("某集团捐赠台账",),
            self.HEADER,
            ("good", "e", "1万元", date(2020, 5, 3), ""),
            ("b1", "nobody", "-5", date(2020, 5, 3), "=no formula"),
            ("b2", "e", 7.5, "2020-02-30", ""),
        )

    def test_only_faulty_rows_are_in_it_each_with_its_messages(self) -> None:
        make_enterprise(ref="e")
        sheet = sheet_of(faulty_of(workbook(*self.lines()), self.HEADER))
        assert [cell.value for cell in sheet[1]] == [*self.HEADER, str(REMARKS)]
        assert sheet.max_row == 3
        red = {cell.coordinate for row in sheet.iter_rows(min_row=2) for cell in row if cell.fill.fgColor.rgb == RED}
        assert red == {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment} == {
            "B2", "C2", "D3",
        }  # fmt: skip
        assert "negative" in sheet["C2"].comment.text
        first, second = sheet["F2"].value, sheet["F3"].value
        assert "Row 4" in first and "Amount: " in first and "企业: " in first and "nobody" in first
        assert "Row 5" in second and "as_of: " in second and second.count("\n") == 1

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_mended_it_comes_in_as_it_stands(self, language: str) -> None:
        make_enterprise(ref="e")
        with override(language):
            book = openpyxl.load_workbook(faulty_of(workbook(*self.lines()), self.HEADER))
        for address, value in {"B2": "e", "C2": "5万元", "D3": "2020-02-29"}.items():
            book.worksheets[0][address] = value
        mended = io.BytesIO()
        book.save(mended)
        outcome = Import(DONATIONS, mended, "mended.xlsx").run()
        assert (outcome.faults, outcome.new) == ([], 2)
        stored = [(d.ref, str(d.amount), d.as_of, d.note) for d in Donation.objects.order_by("ref")]
        assert stored == [
            ("b1", "50000.00", date(2020, 5, 3), "=no formula"), ("b2", "7.50", date(2020, 2, 29), ""),
        ]  # fmt: skip

    def test_what_is_still_wrong_gives_one_again(self) -> None:
        make_enterprise(ref="e")
        once = faulty_of(workbook(*self.lines()), self.HEADER)
        table = read_table(once, "x.xlsx", DONATIONS.headers.__contains__)
        assert table.header == (*self.HEADER, "")
        twice = faulty_of(once, table.header)
        assert [c.value for c in sheet_of(twice)[1]] == [c.value for c in sheet_of(once)[1]]
        assert "Row 2" in sheet_of(twice)["F2"].value

    def test_a_formula_is_its_value_from_then_on(self) -> None:
        make_enterprise(ref="e")
        file = io.BytesIO()
        book = xlsxwriter.Workbook(file)
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ("ref", "enterprise", "amount"))
        sheet.write_row(1, 0, ("a", "e"))
        sheet.write_formula("C2", "=1+1", value=2)
        sheet.write_row(2, 0, ("b", "e", 1, "beyond the header"))
        book.close()
        faulty = sheet_of(faulty_of(file, ("ref", "enterprise", "amount")))
        assert (faulty["C2"].value, "=1+1" in faulty["C2"].comment.text) == (2, True)
        assert (faulty["D1"].value, faulty["D3"].value, bool(faulty["D3"].comment)) == ("", "beyond the header", True)


class TestCells:
    HEADER = ("ref", "enterprise", "note")

    @pytest.mark.parametrize("name", [str(REMARKS), " WHAT  to mend", "需要改正之处"])
    def test_remarks_are_passed_over_in_every_file(self, name: str) -> None:
        lines = f"{name},ref,name_zh\nremark,e,某企业\nonly a remark,,\n"
        table = read_table(io.BytesIO(lines.encode()), "x.csv", KINDS["enterprises"].headers.__contains__)
        assert table.header == ("", "ref", "name_zh")
        assert [(row.cells, row.faults) for row in table.rows] == [((None, "e", "某企业"), ())]

    @given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=30))
    def test_any_text_comes_back(self, text: str) -> None:
        row = Row(2, ("a", "e", text))
        assert back(self.HEADER, [row], [RowFault(2, "note", text, "!")]) == [
            ("a", "e", None if text.isspace() else text)
        ]

    @pytest.mark.parametrize(
        "cell",
        [0, 13, -7.25, 979.4, True, False, datetime(2018, 5, 3, 10, 30), 10**14 + 1, "0012", "1e5", "2018-05-03"],
    )
    def test_any_kind_of_cell_comes_back(self, cell: Cell) -> None:
        assert back(self.HEADER, [Row(2, ("a", cell, None))], [RowFault(2, "", "", "!")]) == [("a", cell, None)]

    def test_a_day_comes_back(self) -> None:
        rows = back(self.HEADER, [Row(2, ("a", date(2018, 5, 3), date(1899, 12, 31)))], [RowFault(2, "note", "", "!")])
        assert rows == [("a", date(2018, 5, 3), "1899-12-31")]

    def test_numbers_no_sheet_holds_stay_text(self) -> None:
        rows = [Row(2, (10**15 + 1, float("inf"), 1e30))]
        assert back(self.HEADER, rows, [RowFault(2, "note", "", "!")]) == [("1000000000000001", "inf", "1e+30")]

    def test_what_looks_like_a_formula_is_text_even_when_edited(self) -> None:
        sheet = alone([Row(2, ("=1+1", "@x", "\t-1"))], [RowFault(2, "ref", "", "!")])
        assert [(cell.data_type, cell.quotePrefix, cell.number_format) for cell in sheet[2][:3]] == [
            ("s", True, "@")
        ] * 3

    def test_a_text_too_long_for_a_cell_says_so(self) -> None:
        sheet = alone([Row(2, ("a", "e", "长" * 40000))], [RowFault(2, "ref", "", "!")])
        assert len(sheet["C2"].value) == 32767
        assert "beginning" in sheet["C2"].comment.text and "note: " in sheet["D2"].value

    def test_a_fault_of_a_column_that_is_not_there_is_named(self) -> None:
        faults = [RowFault(2, "as_of", "", "missing"), RowFault(2, "", "", "as a whole")]
        remark = alone([Row(2, ("a", "e", None))], faults)["D2"].value
        assert remark.split("\n")[1:] == ["as of: missing", "as a whole"]

    def test_thousands_of_faults_have_their_remarks_but_not_each_a_comment(self) -> None:
        rows = [Row(number, (f"d{number}", "e", "n")) for number in range(2, 6002)]
        faults = [RowFault(row.number, "enterprise", "e", f"message {row.number}") for row in rows]
        sheet = alone(rows, faults)
        assert sheet.max_row == 6001 and "message 6001" in sheet["D6001"].value
        assert sheet["B6001"].fill.fgColor.rgb == RED
        assert sum(bool(row[1].comment) for row in sheet.iter_rows(min_row=2)) == 5000

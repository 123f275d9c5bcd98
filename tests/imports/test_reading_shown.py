"""Workbooks that show something else than their cells hold: merged cells, and formats of another magnitude."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.utils.translation import override

from projects.imports import reading_sheet, reading_xlsx
from projects.imports.reading import Row, UnreadableFileError
from projects.imports.reading_format import shows_another
from tests.imports.test_reading import read

HEADER = ["ref", "name_zh", "note", "note_en"]


def rows_of(fill: Callable[[Any], None]) -> list[Row]:
    book = openpyxl.Workbook()
    fill(book.active)
    file = io.BytesIO()
    book.save(file)
    return read(file.getvalue(), "ledger.xlsx")[1]


def said(rows: list[Row]) -> list[list[tuple[str, str | None]]]:
    return [[(fault.address, fault.error.code) for fault in row.faults] for row in rows]


def table(sheet: Any) -> None:
    sheet.append(HEADER)
    for number in range(2, 6):
        sheet.append([f"e-{number}", "甲", number, "x"])


class TestMerged:
    def test_each_row_they_cover_is_named(self) -> None:
        def fill(sheet: Any) -> None:
            table(sheet)
            sheet.merge_cells("C2:C4")
            sheet.merge_cells("A5:B5")

        rows = rows_of(fill)
        assert said(rows) == [[("C2", "merged")], [("C3", "merged")], [("C4", "merged")], [("A5", "merged")]]
        with override("en"):
            assert "C2:C4" in rows[1].faults[0].error.messages[0]
        with override("zh-hans"):
            assert "合并" in rows[1].faults[0].error.messages[0]

    def test_a_title_and_empty_cells_may_be(self) -> None:
        def fill(sheet: Any) -> None:
            sheet.append(["台账"])
            sheet.append([])
            table(sheet)
            sheet["D6"] = sheet["D7"] = None
            for area in ("A1:D2", "D6:D7", "A20:D30"):
                sheet.merge_cells(area)

        rows = rows_of(fill)
        assert [row.number for row in rows] == [4, 5, 6, 7] and not any(said(rows))

    def test_a_header_of_two_lines_may_be(self) -> None:
        def fill(sheet: Any) -> None:
            sheet.append(HEADER)
            sheet.append([])
            sheet.append(["e", "甲"])
            for letter in "ABCD":
                sheet.merge_cells(f"{letter}1:{letter}2")

        assert said(rows_of(fill)) == [[]]

    def test_more_than_anybody_looks_through(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def fill(sheet: Any) -> None:
            table(sheet)
            sheet.merge_cells("C2:C5")
            sheet.merge_cells("D2:D5")

        for module, most in ((reading_sheet, 1), (reading_xlsx, 3)):
            with monkeypatch.context() as patch, pytest.raises(UnreadableFileError) as caught:
                patch.setattr(module, "MAX_FORMULAS", most)
                rows_of(fill)
            assert caught.value.code == "too_many_merged"


class TestFormats:
    @pytest.mark.parametrize(
        "code", ['0.0"万元"', "0.0万", '#,##0"亿"', "0%", "0.00%", "#,##0,", '0.0,,"M"', '[>=10000]0.0,"万";0',
                 '0"千元"', "0!万", r"0\万", "[$万元]0", "0‰", '0" million"', '0;-0"万"'],
    )  # fmt: skip
    def test_another_magnitude(self, code: str) -> None:
        assert shows_another(code)

    @pytest.mark.parametrize(
        "code", ["General", "0.00", "#,##0", "#,##0.00", '0"元"', '#,##0.00"元"', "yyyy-mm-dd", 'yyyy"年"m"月"', "@",
                 '_(* #,##0.00_);_(* \\(#,##0.00\\);_(* "-"??_);_(@_)', "[$¥-804]#,##0.00", '"¥"#,##0', '0"户"',
                 '0"千克"', "0.00E+00", "[Red]0"],
    )  # fmt: skip
    def test_the_same_number(self, code: str) -> None:
        assert not shows_another(code)

    def test_the_cell_and_its_format_are_named(self) -> None:
        def fill(sheet: Any) -> None:
            table(sheet)
            sheet["C2"].number_format = '0.0"万元"'
            sheet["C3"].number_format = '#,##0.00"元"'
            sheet["C4"].number_format = "0%"
            sheet["D5"].number_format = '0.0"万元"'  # a text is shown as it stands

        rows = rows_of(fill)
        assert said(rows) == [[("C2", "number_format")], [], [("C4", "number_format")], []]
        with override("en"):
            assert '0.0"万元"' in rows[0].faults[0].error.messages[0]

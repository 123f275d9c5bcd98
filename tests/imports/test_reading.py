"""Files as people send them: read as a table, or refused as a whole with a reason."""

import io
import struct
import tempfile
import zipfile
from collections.abc import Callable
from datetime import date, datetime

import pytest
import xlsxwriter
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from projects.imports.kinds import KINDS
from projects.imports.reading import Row, Table, UnreadableFileError, read_table

HEADER = ("ref", "name_zh", "note")
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read(data: bytes, name: str = "ledger.csv") -> tuple[Table, list[Row]]:
    table = read_table(io.BytesIO(data), name, KINDS["enterprises"].headers.__contains__)
    return table, list(table.rows)


def cells(data: bytes) -> list[tuple[object, ...]]:
    return [row.cells for row in read(data)[1]]


def refused(data: bytes, name: str = "ledger.csv") -> tuple[str | None, str]:
    """The code of the refusal and its English text; it has another in Chinese."""
    with pytest.raises(UnreadableFileError) as caught:
        read(data, name)
    with override("zh-hans"):
        chinese = caught.value.messages[0]
    with override("en"):
        (english,) = caught.value.messages
    assert chinese != english
    return caught.value.code, english


def workbook(fill: Callable[[xlsxwriter.Workbook], None], **options: object) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"strings_to_formulas": False, "in_memory": True, **options})
    fill(book)
    book.close()
    return file.getvalue()


def sheet(*lines: tuple[object, ...]) -> bytes:
    def fill(book: xlsxwriter.Workbook) -> None:
        table = book.add_worksheet()
        for number, line in enumerate(lines):
            table.write_row(number, 0, line)

    return workbook(fill, default_date_format="yyyy-mm-dd")


def repacked(data: bytes, **parts: bytes) -> bytes:
    """The workbook with other content in the parts whose name ends so."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            changed = next((content for end, content in parts.items() if name.endswith(f"{end}.xml")), None)
            new.writestr(name, old.read(name) if changed is None else changed)
    return target.getvalue()


def archive(*names: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return target.getvalue()


class TestNoTable:
    @pytest.mark.parametrize(
        ("data", "code", "said"),
        [
            (b"", "empty", "empty"), (b"%PDF-1.7\n%\xe2", "no_table", "PDF"),
            (b"\x89PNG\r\n\x1a\n", "no_table", "image"),
            (b"\xff\xd8\xff\xe0", "no_table", "image"), (b"MZ\x90\0\3", "no_table", "program"),
            (b"SQLite format 3\0", "no_table", "database"), (b"{\\rtf1 x}", "no_table", "word processor"),
            (b"Rar!\x1a\x07\x01", "no_table", "archive"), (b"\x1f\x8b\x08\0", "no_table", "archive"),
            (b"ref,\0\0\0", "no_table", "neither text"), (b"\xef\xbb\xbf <html><table>", "no_table", "web page"),
            ("<?xml version='1.0'?>".encode("utf-16"), "no_table", "web page"),
            (b"PK\x03\x04broken", "damaged", "damaged"),
            (archive("readme.txt"), "no_table", "archive"),
            (archive("word/document.xml"), "no_table", "word processor"),
            (archive("content.xml"), "no_table", "OpenDocument"), (archive("xl/workbook.bin"), "no_table", "xlsb"),
            (OLE2 + b"\0" * 600, "xls", "Excel 97"), (b"\n\n  \n", "no_header", "headers"),
        ],
    )  # fmt: skip
    def test_is_refused_by_what_it_is(self, data: bytes, code: str, said: str) -> None:
        found, message = refused(data)
        assert found == code
        assert said in message

    def test_a_password_is_told_from_the_old_format(self) -> None:
        encrypted = OLE2 + b"\0" * 70_000 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600
        assert refused(encrypted, "secret.xlsx")[0] == "password"
        locked = bytearray(archive("xl/workbook.xml"))
        locked[locked.rindex(b"PK\x01\x02") + 8] |= 1
        assert refused(bytes(locked))[0] == "password"

    def test_200_megabytes_are_not_read(self) -> None:
        with tempfile.TemporaryFile() as file:
            file.truncate(200_000_000)
            with pytest.raises(UnreadableFileError) as caught:
                read_table(file, "big.csv", bool)
        assert caught.value.code == "too_large"
        assert all(said in caught.value.messages[0] for said in ("big.csv", "200.0 MB", "100.0 MB"))


class TestWorkbooksThatHarm:
    HONEST = sheet(HEADER, ("e", "某企业", ""))

    def test_a_bomb(self) -> None:
        code, message = refused(repacked(self.HONEST, sheet1=b" " * 20_000_000))
        assert (code, "20 MB" in message) == ("bomb", True)

    def test_a_bomb_that_lies_about_its_size(self) -> None:
        data = bytearray(repacked(self.HONEST, sheet1=b" " * 20_000_000))
        size = struct.pack("<I", 20_000_000)
        while (at := data.find(size)) >= 0:
            data[at : at + 4] = struct.pack("<I", 1000)
        assert refused(bytes(data))[0] == "damaged"

    def test_a_bomb_of_countless_parts(self) -> None:
        assert refused(b"PK\x03\x04" + b"PK\x01\x02" * 10_001)[0] == "bomb"

    def test_a_document_type(self) -> None:
        attack = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet><sheetData/></worksheet>'
        assert refused(repacked(self.HONEST, sheet1=attack))[0] == "damaged"

    def test_a_cell_at_the_end_of_the_sheet(self) -> None:
        far = b'<worksheet><sheetData><row r="1048576"><c r="GR1048576"><v>1</v></c></row></sheetData></worksheet>'
        assert refused(repacked(self.HONEST, sheet1=far))[0] == "too_many_cells"
        right = far.replace(b"1048576", b"1").replace(b"GR", b"XFD")
        assert refused(repacked(self.HONEST, sheet1=right))[0] == "too_many_columns"

    def test_no_visible_sheet_with_a_table(self) -> None:
        names = b'<workbook xmlns:r="x"><sheets><sheet name="a" r:id="rId1" state="hidden"/></sheets></workbook>'
        assert refused(repacked(self.HONEST, workbook=names))[0] == "no_sheet"

    @pytest.mark.parametrize("part", range(1, 20))
    def test_cut_off(self, part: int) -> None:
        assert refused(self.HONEST[: len(self.HONEST) * part // 20])[0] == "damaged"

    @given(st.data())
    def test_any_damage_is_noticed_or_harmless(self, data: st.DataObject) -> None:
        damaged = bytearray(self.HONEST)
        for _ in range(data.draw(st.integers(1, 4))):
            damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
        try:
            read(bytes(damaged))
        except UnreadableFileError as error:
            assert error.messages[0]


class TestText:
    LINES = "ref,name_zh,note\ne,某企业,好\nf,另一企业,\n"

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
    @pytest.mark.parametrize("separator", [",", ";", "\t"])
    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_as_spreadsheet_programs_write_it(self, encoding: str, separator: str, end: str) -> None:
        text = self.LINES.replace(",", separator).replace("\n", end)
        assert cells(text.encode(encoding)) == [("e", "某企业", "好"), ("f", "另一企业", None)]

    @pytest.mark.parametrize("separator", [",", ";", "\t"])
    def test_a_separator_inside_quotes_divides_nothing(self, separator: str) -> None:
        text = separator.join(["ref", "name_zh", "note"]) + "\n" + separator.join(["e", '"甲;乙,丙\t丁\n""戊"""', "n"])
        assert cells(text.encode()) == [("e", '甲;乙,丙\t丁\n"戊"', "n")]

    @pytest.mark.parametrize(
        ("encoding", "broken", "named"),
        [
            ("utf-8", b"\xff", "UTF-8"), ("utf-8", b"\xe6\x9f", "UTF-8"), ("gb18030", b"\xff", "GB18030"),
            ("utf-8-sig", b"\x80", "UTF-8"), ("utf-16-le", b"\x00\xd8", "UTF-16"),
        ],
    )  # fmt: skip
    def test_a_broken_byte_in_the_middle_is_named_by_line_and_place(
        self, encoding: str, broken: bytes, named: str
    ) -> None:
        head, row = "ref,name_zh,note\n", "e,某企业有限责任公司,这是一条说明\n"
        before = ("\ufeff" if encoding == "utf-16-le" else "") + head + row * 5000 + "x,"
        data = before.encode(encoding) + broken + ("某企业,\n" + row * 5000).encode(encoding.removesuffix("-sig"))
        code, message = refused(data)
        assert code == "broken_byte"
        assert "Line 5002 " in message and named in message
        assert f"byte {len(before.encode(encoding)) + 1} " in message

    @pytest.mark.parametrize("place", range(18))
    @pytest.mark.parametrize("broken", [b"\xff", b"\x80", b"\xe6\x9f"])
    def test_utf_8_stays_utf_8_wherever_it_is_broken(self, place: int, broken: bytes) -> None:
        """Of many such files GB18030 makes characters up to a later byte, or to the end."""
        good = "ref,name_zh,note\ne,某企业有限责任公司,好\n".encode()
        at = len("ref,name_zh,note\ne,") + place
        code, message = refused(good[:at] + broken + good[at:] + "f,另一企业,说明\n".encode() * 3)
        assert code == "broken_byte" and "Line 2 " in message and "in UTF-8" in message

    @pytest.mark.parametrize("name", ["某企业", "鞍钢", "沅陵", "骐骥", "碲锗", "酉阳", "濮阳", "〇", "深圳", "a"])
    def test_gb18030_is_known_by_one_name(self, name: str) -> None:
        assert cells(f"ref,name_zh\ne,{name}\n".encode("gb18030")) == [("e", name)]

    def test_an_open_quotation_mark_is_named(self) -> None:
        code, message = refused(b'ref,name_zh\na,b\ne,"open\n' + b"f,x\n" * 10)
        assert (code, "Row 3 " in message) == ("quotes", True)

    @pytest.mark.parametrize(
        "data", [b'ref,name_zh\ne,"' + b"x" * 200_000 + b'"\n', b"ref,name_zh\n" + b"x" * 2_000_000]
    )
    def test_a_row_beyond_measure(self, data: bytes) -> None:
        code, message = refused(data)
        assert code in ("cell_too_long", "row_too_long") and "Row 2 " in message

    def test_too_many_columns(self) -> None:
        assert refused(b"ref,name_zh\n" + b"x," * 300 + b"x\n")[0] == "too_many_columns"


class TestTable:
    def test_rows_keep_the_numbers_the_spreadsheet_shows(self) -> None:
        lines = (("2020年度台账",), (), HEADER, (), ("e", "甲"), ("", " ", "\u3000"), ("f", "乙"))
        text = "\n".join(",".join(map(str, line)) for line in lines)
        for data in (text.encode(), sheet(*lines)):
            table, rows = read(data)
            assert (table.header, table.header_row) == (HEADER, 3)
            assert [(row.number, row.cells) for row in rows] == [(5, ("e", "甲", None)), (7, ("f", "乙", None))]

    def test_a_header_beyond_the_thirtieth_row_is_none(self) -> None:
        title = (("",),) * 30
        assert refused(sheet(*title, HEADER))[0] == "no_header"
        assert read(sheet(*title[1:], HEADER))[0].header_row == 30

    def test_headers_in_any_width_case_and_language(self) -> None:
        table, _rows = read("ＲＥＦ , 中文名称 ,NOTE\n".encode())
        assert [KINDS["enterprises"].headers[text.strip().casefold()] for text in table.header[1:]] == [
            "name_zh",
            "note",
        ]

    def test_a_cell_under_no_header_is_a_fault(self) -> None:
        (row,) = read(b"ref,,name_zh\ne,stray,x,y\n")[1]
        with override("en"):
            said = [(fault.address, fault.error.messages[0]) for fault in row.faults]
        assert [address for address, _text in said] == ["B2", "D2"]
        assert "stray" in said[0][1] and "no header" in said[0][1]

    def test_cells_of_a_workbook(self) -> None:
        stored = ("007", 152224103200, datetime(2018, 5, 3), datetime(2018, 5, 3, 10, 30), True, 0.1, "１２", "  x ")
        (row,) = cells(sheet(("ref", "a", "b", "c", "d", "e", "f", "name_zh"), stored))
        assert row == ("007", 152224103200.0, date(2018, 5, 3), datetime(2018, 5, 3, 10, 30), True, 0.1, "１２", "  x ")

    def test_days_of_a_workbook_that_counts_from_1904(self) -> None:
        def fill(book: xlsxwriter.Workbook) -> None:
            table = book.add_worksheet()
            table.write_row(0, 0, HEADER)
            table.write_datetime(1, 0, date(2018, 5, 3), book.add_format({"num_format": "yyyy年m月d日"}))

        assert cells(workbook(fill, date_1904=True))[0][0] == date(2018, 5, 3)

    def test_the_first_visible_sheet_is_read(self) -> None:
        def fill(book: xlsxwriter.Workbook) -> None:
            hidden, shown = book.add_worksheet("lists"), book.add_worksheet("ledger")
            hidden.write_row(0, 0, ("ref", "name_zh", "note"))
            shown.write_row(0, 0, ("name_zh", "ref"))
            hidden.hide()
            shown.activate()

        assert read(workbook(fill))[0].header == ("name_zh", "ref")

    def test_formulas_and_error_values_are_faults_with_their_cell(self) -> None:
        def fill(book: xlsxwriter.Workbook) -> None:
            table = book.add_worksheet()
            table.write_row(0, 0, HEADER)
            table.write_formula("A2", "=B9&C9", value="cached")
            table.write_formula("B3", "=1/0", value="#DIV/0!")
            table.write_array_formula("C4:C5", "{=A1:A2}", value=1)
            table.write_row(5, 0, ("e", "甲"))

        rows = read(workbook(fill))[1]
        assert [[fault.address for fault in row.faults] for row in rows] == [["A2"], ["B3"], ["C4"], ["C5"], []]
        with override("en"):
            assert "=B9&C9" in rows[0].faults[0].error.messages[0]

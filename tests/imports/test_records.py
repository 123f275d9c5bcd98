"""Tables of records in and out, as the commands do it."""

import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from projects.imports.kinds import KINDS
from projects.imports.load import Import, Outcome
from projects.imports.reading import UnreadableFileError, read_table
from projects.models import Donation, Funding, State, Village
from tests.factories import make_enterprise, make_project, make_region, make_source, make_village

pytestmark = pytest.mark.django_db

Line = Iterable[object]


def table(*lines: Line, encoding: str = "utf-8", separator: str = ",") -> io.BytesIO:
    return io.BytesIO("\n".join(separator.join(str(cell) for cell in line) for line in lines).encode(encoding))


def take(kind: str, *lines: Line, **options: Any) -> Outcome:
    return Import(KINDS[kind], table(*lines), "test.csv", publish=options.pop("publish", False)).run(**options)


class TestFaults:
    def test_a_latitude_without_its_longitude(self) -> None:
        make_region("15")
        head = ("ref", "name_zh", "region", "latitude", "longitude")
        outcome = take("villages", head, ("v", "甲村", "15", "45.38211", ""), ("w", "乙村", "15", "91", "121"))
        assert {(fault.row, fault.column) for fault in outcome.faults} == {(2, ""), (3, "latitude")}
        assert not Village.objects.exists()

    def test_all_are_named_at_once_and_nothing_is_written(self) -> None:
        make_project(ref="p")
        outcome = take(
            "funding",
            ("ref", "project", "amount", "year_from", "year_to", "stage", "as_of", "may_overlap"),
            ("good", "p", "979.4万元", 2018, 2019, "paid", "2019/5/3", "否"),
            ("f1", "nowhere", "much", "20188", 2019, "perhaps", "2018-02-30", "2"),
            ("f2", "p", "-5", 2020, 2019, "某阶段", "", ""),
            ("good", "p", "1", "", "", "", "", ""),
            ("", "p", "1", "", "", "", "", ""),
            ("f 3", "p", "1" + "0" * 30, "", "", "", "", ""),
        )  # fmt: skip
        found = {(fault.row, fault.column) for fault in outcome.faults}
        assert {(3, column) for column in ("project", "amount", "stage", "as_of", "may_overlap")} <= found
        assert {(4, "amount"), (4, "stage"), (5, "ref"), (6, "ref"), (7, "amount")} <= found
        assert not {fault for fault in outcome.faults if fault.row == 2}
        assert all(fault.message and str(fault.row) in str(fault) for fault in outcome.faults)
        assert not Funding.objects.exists()

    @pytest.mark.parametrize(
        ("cells", "column"),
        [
            (("f", "p", "1", 20188, ""), "year_from"), (("f", "p", "1", 2020, 2019), "year_from"),
            (("f!", "p", "1", "", ""), "ref"), (("f", "", "1", "", ""), "project"),
        ],
    )  # fmt: skip
    def test_the_rules_of_the_forms_hold(self, cells: Line, column: str) -> None:
        make_project(ref="p")
        outcome = take("funding", ("ref", "project", "amount", "year_from", "year_to"), cells)
        assert column in {fault.column for fault in outcome.faults}
        assert not Funding.objects.exists()

    def test_a_circle_names_both_ends(self) -> None:
        make_enterprise(ref="e")
        head = ("ref", "enterprise", "amount", "part_of")
        outcome = take("donations", head, ("a", "e", 5, "b"), ("b", "e", 5, "a"))
        assert [(fault.row, fault.value) for fault in outcome.faults] == [(2, "b"), (3, "a")]
        assert all("a" in fault.message and "b" in fault.message for fault in outcome.faults)

    def test_a_row_that_leans_on_a_faulty_one_says_so(self) -> None:
        make_enterprise(ref="e")
        outcome = take("donations", ("ref", "enterprise", "amount", "part_of"), ("a", "e", 5, "b"), ("b", "e", "x", ""))
        assert [(fault.row, fault.column) for fault in outcome.faults] == [(2, "part_of"), (3, "amount")]

    def test_parts_cannot_exceed_their_whole(self) -> None:
        make_enterprise(ref="e")
        outcome = take("donations", ("ref", "enterprise", "amount", "part_of"), ("a", "e", 6, "b"), ("b", "e", 5, ""))
        assert [(fault.row, fault.column) for fault in outcome.faults] == [(3, "amount")]
        assert not Donation.objects.exists()

    @pytest.mark.parametrize(
        "header", [("ref", "amount"), ("ref", "enterprise", "amount", "Amount"), ("ref", "enterprise", "amount", "x")]
    )
    def test_a_header_that_is_missing_doubled_or_unknown(self, header: Line) -> None:
        with pytest.raises(ValidationError) as refused:
            take("donations", header, ("a", "b", "c", "d"))
        assert refused.value.messages[0]

    def test_nothing_published_is_taken_back(self) -> None:
        make_enterprise(ref="e")
        outcome = take("enterprises", ("ref", "name_zh", "state"), ("e", "某企业", "draft"), publish=True)
        assert [fault.column for fault in outcome.faults] == ["state"]


class TestRows:
    def test_a_part_may_stand_before_its_whole(self) -> None:
        make_enterprise(ref="e")
        outcome = take("donations", ("ref", "enterprise", "amount", "part_of"), ("a", "e", 5, "b"), ("b", "e", 6, ""))
        assert (outcome.new, outcome.faults) == (2, [])
        assert Donation.objects.get(ref="a").part_of == Donation.objects.get(ref="b")

    def test_headers_and_choices_by_label_in_either_language(self) -> None:
        make_enterprise(ref="e")
        outcome = take("donations", ("REF", "企业", "Amount", "payer"), ("a", "e", "１.２亿元", "职工"))
        assert outcome.faults == []
        assert [(d.payer, f"{d.amount}", d.as_written) for d in Donation.objects.all()] == [
            ("employees", "120000000.00", "１.２亿元")
        ]

    def test_new_records_are_drafts_unless_publication_is_asked_for(self) -> None:
        make_enterprise(ref="e")
        make_source(ref="s")
        head = ("ref", "enterprise", "amount", "source", "locator")
        take("donations", head, ("a", "e", "", "s", "p. 1"))
        assert Donation.objects.get().state == State.DRAFT
        assert take("donations", head, ("a", "e", "", "s", "p. 1"), publish=True).changed == 1
        assert Donation.objects.get().counted.remainder is None
        assert take("donations", head, ("a", "e", "", "s", "p. 1")).unchanged == 1

    def test_a_dry_run_writes_nothing(self) -> None:
        assert take("enterprises", ("ref", "name_zh"), ("e", "某企业"), dry_run=True).new == 1
        assert not KINDS["enterprises"].model._default_manager.exists()

    def test_an_import_is_in_the_history(self) -> None:
        take("enterprises", ("ref", "name_zh"), ("e", "某企业"))
        assert "test.csv" in KINDS["enterprises"].model.history.get().history_change_reason  # type: ignore[attr-defined]

    def test_villages_of_a_cell_and_their_change(self) -> None:
        make_enterprise(ref="e")
        for ref in "vw":
            make_village(ref=ref)
        head = ("ref", "enterprise", "amount", "villages")
        take("donations", head, ("a", "e", 1, "v；w"))
        assert {village.ref for village in Donation.objects.get().villages.all()} == {"v", "w"}
        assert take("donations", head, ("a", "e", 1, "w")).changed == 1
        assert {village.ref for village in Donation.objects.get().villages.all()} == {"w"}

    def test_the_national_list_needs_codes_and_names_alone(self) -> None:
        make_region("152224")
        lines = (("code", "name_zh"), ("152224103", "某镇"), ("65", "某自治区"))
        assert take("regions", *lines).new == 2
        assert take("villages", ("code", "name_zh"), ("152224103200", "某村")).new == 1
        assert [(v.ref, v.region_id) for v in Village.objects.all()] == [("152224103200", "152224103")]


class TestFiles:
    HEAD = ("ref", "name_zh")

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
    @pytest.mark.parametrize("separator", [",", ";", "\t"])
    def test_csv_as_spreadsheet_programs_write_it(self, encoding: str, separator: str) -> None:
        file = table(self.HEAD, ("e", "某企业有限公司"), encoding=encoding, separator=separator)
        read = read_table(file, "x.csv", KINDS["enterprises"].headers.__contains__)
        assert [row.cells for row in read.rows] == [("e", "某企业有限公司")]

    def test_a_workbook_with_lines_above_its_header(self) -> None:
        file = io.BytesIO()
        book = xlsxwriter.Workbook(file)
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["2020年度台账"])
        sheet.write_row(2, 0, self.HEAD)
        sheet.write_row(4, 0, [152224103, "某企业"])
        sheet.write_formula(5, 0, "=1+1")
        book.close()
        rows = list(read_table(file, "x.xlsx", KINDS["enterprises"].headers.__contains__).rows)
        assert [(row.number, bool(row.faults)) for row in rows] == [(5, False), (6, True)]
        outcome = Import(KINDS["enterprises"], file, "x.xlsx").run()
        assert {fault.row for fault in outcome.faults} == {6}

    @pytest.mark.parametrize(
        "data",
        [
            b"", b"%PDF-1.7\n\0", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
            b"<html><table>", "ref,name_zh\ne,某企业".encode()[:-1] + b"\xff\n" + "f,某企业".encode(),
        ],
    )  # fmt: skip
    def test_what_is_no_table_is_refused_with_a_reason(self, data: bytes) -> None:
        with pytest.raises(UnreadableFileError) as refused:
            list(read_table(io.BytesIO(data), "x.csv", KINDS["enterprises"].headers.__contains__).rows)
        assert refused.value.messages[0]

    def test_one_that_is_too_large(self) -> None:
        with pytest.raises(UnreadableFileError, match=r"x\.csv"):
            read_table(table(self.HEAD), "x.csv", bool, max_bytes=5)

    @given(st.binary(max_size=200))
    def test_any_bytes_are_a_table_or_refused(self, data: bytes) -> None:
        try:
            list(read_table(io.BytesIO(data), "x", bool).rows)
        except UnreadableFileError as refused:
            assert refused.messages[0]

    def test_the_command_speaks_one_language_and_says_each_thing_once(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        make_project(ref="p", source=make_source(ref="s"))
        path = tmp_path / "funding.csv"
        path.write_text(
            "ref,project,amount,year_from,source,locator,part_of\nwhole,p,3,2015,s,x,\npart,p,1,2015,s,x,whole\n"
        )
        call_command("import_records", "funding", path, publish=True)
        said = [line for line in capsys.readouterr().err.splitlines() if line.startswith("row ")]
        assert [line.split(",")[0] for line in said] == ["row 2"]
        assert said[0].count("It states neither a last year") == 1
        assert Funding.objects.get(ref="whole").history.first().history_change_reason == "导入：funding.csv"

    def test_the_export_says_where_nothing_can_be_written(self, tmp_path: Path) -> None:
        file = tmp_path / "file"
        file.touch()
        for folder in (file, file / "below", Path("/dev/null"), Path("/proc/x")):
            with pytest.raises(CommandError, match="cannot be written"):
                call_command("export_records", folder, verbosity=0)

    def test_the_command_fails_with_all_faults(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        path = tmp_path / "bad.csv"
        path.write_text("ref,name_zh\n!,x\n?,y\n")
        with pytest.raises(CommandError, match="2 faults"):
            call_command("import_records", "enterprises", path)
        assert len(capsys.readouterr().err.splitlines()) == 2
        with pytest.raises(CommandError, match="cannot be read"):
            call_command("import_records", "enterprises", tmp_path / "absent.csv")

"""A ledger of 500 rows with 40 faults of 20 kinds: all of them named at once, and nothing else."""

import csv
import io

import pytest
from django.utils.translation import override

from projects.imports.kinds import KINDS, LANGUAGES
from projects.imports.load import Import, RowFault
from projects.models import Funding
from tests.factories import make_enterprise, make_funding, make_project, make_source, make_village

HEADER = (
    "ref", "project", "amount", "enterprise", "village", "year_from", "year_to", "as_of", "stage", "basis", "origin",
    "terms", "form", "part_of", "replaces", "may_overlap", "source", "locator",
)  # fmt: skip
FIRST_ROW = 2
ROWS = 500

# column, what is typed there, what the English message says; twice each, in rows of their own
FAULTS: list[tuple[str, tuple[str, str], str]] = [
    ("ref", ("f 7", "资金八"), "Latin letters"),
    ("ref", ("f0", "f1"), "already"),
    ("ref", ("", " "), "Every row needs this"),
    ("project", ("p9", "v"), "There is no aid project"),
    ("project", ("", "\u3000"), "cannot be"),
    ("amount", ("约700万元", "七百万"), "no amount"),
    ("amount", ("-5", "－1万元"), "negative"),
    ("amount", ("1" + "0" * 30, "99999999亿元"), "larger"),
    ("amount", ("1.234", "0.0000001万元"), "two decimals"),
    ("year_from", ("20188", "201"), "equal to"),
    ("year_to", ("2018-2020", "去年"), "four digits"),
    ("year_from", ("2021", "2022年"), "after the last year"),
    ("as_of", ("2018-02-30", "2019/13/1"), "calendar"),
    ("as_of", ("2018", "5月3日"), "full date"),
    ("stage", ("到位了", "payed"), "none of: paid, committed"),
    ("may_overlap", ("2", "也许"), "yes or no"),
    ("enterprise", ("e9", "p"), "There is no enterprise"),
    ("village", ("v9", "某村"), "There is no village"),
    ("part_of", ("f9999", "d-1"), "There is no funding"),
    ("part_of", ("other", "other"), "places"),
]


@pytest.fixture
def _records(db: None) -> None:
    make_enterprise(ref="e")
    make_source(ref="s")
    village = make_village(ref="v")
    make_project(ref="p", villages=[village])
    make_funding(ref="other", project=make_project(ref="p2", villages=[make_village(ref="v2")]), amount="900万元")


def sound(number: int) -> dict[str, str]:
    return {
        "ref": f"f{number}", "project": "p", "amount": ("979.4万元", "1.2亿元", "53,180,000", "7000", "")[number % 5],
        "village": ("", "v")[number % 2], "year_from": ("2018", "2018年", "２０１７")[number % 3], "year_to": "2020",
        "as_of": ("2020-05-03", "2020年5月3日", "2020/5/3", "43954", "")[number % 5], "source": "s", "locator": "¶1",
        "stage": ("paid", "已到位", "")[number % 3], "may_overlap": ("", "否", "no")[number % 3],
    }  # fmt: skip


def planted() -> dict[int, tuple[str, str, str]]:
    """Column, value and message by the row of the fault."""
    every = [(column, typed, said) for column, both, said in FAULTS for typed in both]
    return {FIRST_ROW + 10 + 12 * place: fault for place, fault in enumerate(every)}


def ledger(*, is_faulty: bool = True, is_sound: bool = True) -> io.BytesIO:
    """With the rows that have a fault, and those that have none."""
    text = io.StringIO()
    writer = csv.DictWriter(text, HEADER, restval="")
    writer.writeheader()
    faults = planted()
    for number in range(ROWS):
        row = sound(number)
        if fault := faults.get(FIRST_ROW + number):
            row[fault[0]] = fault[1]
        if is_faulty if fault else is_sound:
            writer.writerow(row)
    return io.BytesIO(text.getvalue().encode("gb18030"))


def faults_of(file: io.BytesIO, language: str = "en", *, on_screen: bool = False) -> list[RowFault]:
    with override(language):
        return Import(KINDS["funding"], file, "ledger.csv", keeps_changes=on_screen).run(dry_run=True).faults


@pytest.mark.usefixtures("_records")
class TestLedger:
    @pytest.mark.parametrize("on_screen", [True, False])
    def test_all_forty_are_named_at_once(self, on_screen: bool) -> None:
        wanted, found = planted(), faults_of(ledger(), on_screen=on_screen)
        assert (len(FAULTS), len(wanted)) == (20, 40)
        named = {fault.row: (fault.column, fault.value) for fault in found}
        assert named == {row: (column, typed.strip()[:60]) for row, (column, typed, _said) in wanted.items()}
        assert len(found) == 40
        for fault in found:
            assert wanted[fault.row][2] in fault.message, fault
        assert Funding.objects.count() == 1

    def test_they_are_named_in_either_language(self) -> None:
        english, chinese = (faults_of(ledger(is_sound=False), language) for language in LANGUAGES)
        assert [(fault.row, fault.column) for fault in english] == [(fault.row, fault.column) for fault in chinese]
        assert not {fault.message for fault in english} & {fault.message for fault in chinese}

    @pytest.mark.parametrize("on_screen", [True, False])
    def test_a_known_record_may_not_lose_what_it_must_name(self, on_screen: bool) -> None:
        (fault,) = faults_of(io.BytesIO(b"ref,project,amount\nother,,1\n"), on_screen=on_screen)
        assert (fault.row, fault.column) == (2, "project") and "cannot be" in fault.message

    def test_without_them_every_row_comes_in(self) -> None:
        outcome = Import(KINDS["funding"], ledger(is_faulty=False), "ledger.csv").run()
        assert (outcome.faults, outcome.new) == ([], ROWS - 40)
        assert Funding.objects.count() == ROWS - 40 + 1

"""Workbooks to fill in: what they offer is what the importer takes."""

import io
import re
from typing import Any

import openpyxl
import pytest
from django.utils.translation import override

from projects.imports.guide import STATE, guides
from projects.imports.kinds import KINDS, LANGUAGES, Kind
from projects.imports.load import Import
from projects.imports.reading import header_key
from projects.imports.templates import template
from projects.imports.values import plain
from projects.models import Award, Donation, Funding, Outcome, Purchase

LEAVES = {"funding": Funding, "donations": Donation, "purchases": Purchase, "awards": Award, "outcomes": Outcome}
in_both = pytest.mark.parametrize("language", LANGUAGES)
of_each = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


def book_of(kind: Kind, language: str) -> openpyxl.Workbook:
    with override(language):
        return openpyxl.load_workbook(io.BytesIO(template(kind)))


def sheets(book: openpyxl.Workbook) -> list[Any]:
    return [book[name] for name in book.sheetnames]


def stored(kind: Kind) -> list[list[str]]:
    records = kind.model._default_manager.order_by(kind.key_column)
    return [[plain(record, column) for column in kind.columns] for record in records]


@in_both
@of_each
class TestTemplate:
    def test_its_example_is_the_record_of_the_seed(self, kind: Kind, language: str, seeded: None) -> None:
        with override(language):
            file = io.BytesIO(template(kind))
        outcome = Import(kind, file, "template.xlsx").run()
        assert (outcome.faults, outcome.new, outcome.changed, outcome.unchanged) == ([], 0, 0, 1)

    def test_every_header_leads_to_its_column(self, kind: Kind, language: str) -> None:
        table = sheets(book_of(kind, language))[0]
        headers = [cell.value for cell in table[1]]
        assert [kind.headers[header_key(header)] for header in headers] == [c for c in kind.columns if c != STATE]

    def test_required_columns_look_it(self, kind: Kind, language: str) -> None:
        table = sheets(book_of(kind, language))[0]
        with override(language):
            columns = list(guides(kind))
        dark = [g.column for g, cell in zip(columns, table[1], strict=True) if cell.fill.fgColor.rgb == "FF1F4E79"]
        assert set(dark) == set(kind.required)

    def test_every_choice_of_a_list_is_taken(self, kind: Kind, language: str) -> None:
        table, _explained, hidden = sheets(book_of(kind, language))
        assert hidden.sheet_state == "hidden"
        offered = {}
        for rule in table.data_validations.dataValidation:
            (first,) = rule.sqref.ranges
            cells = hidden[rule.formula1.partition("!")[2].replace("$", "")]
            offered[first.min_col - 1] = [row[0].value for row in (cells if isinstance(cells, tuple) else ((cells,),))]
            assert (first.min_row, first.max_row) == (2, 1048576)
        with override(language):
            columns = list(guides(kind))
        expected = {i: list(guide.choices.values()) for i, guide in enumerate(columns) if guide.choices}
        assert offered == expected

    def test_text_stays_text_and_days_are_days(self, kind: Kind, language: str) -> None:
        table = sheets(book_of(kind, language))[0]
        alike = table.column_dimensions.values()
        formats = {number: columns.number_format for columns in alike for number in range(columns.min, columns.max + 1)}
        for number, column in enumerate((c for c in kind.columns if c != STATE), start=1):
            if column in ("ref", "code", "source", "region", "locator", "villages"):
                assert formats[number] == "@"
            if column in ("as_of", "published_on"):
                assert formats[number] == "yyyy-mm-dd"

    def test_explanations_have_room(self, kind: Kind, language: str) -> None:
        """Some programs show a row as tall as the file says, whatever its cells hold."""
        explained = sheets(book_of(kind, language))[1]
        for row in explained.iter_rows(min_row=2):
            lines = max(str(cell.value or "").count("\n") + 1 for cell in row)
            longest = max(len(str(row[place].value)) / 60 for place in (3, 8))
            assert (explained.row_dimensions[row[0].row].height or 15) >= 15 * max(lines, longest)

    def test_each_column_is_explained_in_both_languages(self, kind: Kind, language: str) -> None:
        explained = sheets(book_of(kind, language))[1]
        rows = {row[0].value: [cell.value for cell in row[1:]] for row in explained.iter_rows(min_row=2)}
        assert list(rows) == [column for column in kind.columns if column != STATE]
        for each in (language, *(other for other in LANGUAGES if other != language)):
            with override(each):
                for guide in guides(kind):
                    label, need, expected, choices, example = rows[guide.column][:5]
                    rows[guide.column] = rows[guide.column][5:]
                    assert (label, need, expected) == (guide.label, guide.need, guide.expected)
                    assert all(label in choices and code in choices for code, label in guide.choices.items())
                    assert (example or None) == (None if guide.example is None else str(guide.example))
                    assert expected
                    assert each == "en" or not re.search(r"\b(the|of|a|or|is)\b", f"{label} {need} {expected}")


@pytest.mark.parametrize("key", LEAVES)
def test_an_example_comes_in_as_the_seed_has_it(key: str, seeded: None) -> None:
    kind = KINDS[key]
    before = stored(kind)
    for record in LEAVES[key].objects.order_by("-pk"):
        record.delete()
    outcome = Import(kind, io.BytesIO(template(kind)), "template.xlsx", publish=True).run()
    assert (outcome.faults, outcome.new) == ([], 1)
    (added,) = stored(kind)
    assert added in before


def test_a_template_asks_the_database_nothing() -> None:
    assert template(KINDS["projects"]).startswith(b"PK")  # without the mark for it, any query would fail the test

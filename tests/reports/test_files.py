"""Spreadsheet and document say what the screen says, cell by cell."""

import re
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.test import Client
from docx import Document

from projects.models import Enterprise
from tests import factories

pytestmark = pytest.mark.usefixtures("seeded")

FORMS = (("listed-2016", 2020), ("listed-2016", 2016), ("listed-2021", 2021), ("central", 2020), ("central", 2023))
every_form = pytest.mark.parametrize(("form", "year"), FORMS)
HOSTILE = '=1+1\x0b<script>&"\'"甲'


class Table(HTMLParser):
    """The rows of the form as the screen shows them."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.below: list[str] = []
        self._target: list[str] | None = None
        self._in_section = False
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "table" and given.get("class") == "report":
            self.rows = []
        if tag == "section":
            self._in_section = True
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
            self._target = self.rows[-1]
        if self._in_section and tag in ("h3", "li"):
            self.below.append("")
            self._target = self.below
        if tag == "a" and given.get("class") == "report-records":
            self._target = None

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "li", "h3"):
            self._target = None

    def handle_data(self, data: str) -> None:
        if self._target is not None:
            self._target[-1] += data


def table_on(client: Client, form: str, year: int, language: str = "zh-hans", giver: str = "zhunneng") -> Table:
    page = client.get(f"/{language}/admin/reports/{form}/{giver}/{year}/").content.decode()
    return Table(page[page.index('<table class="report">') :])


def file(client: Client, form: str, year: int, suffix: str, language: str = "zh-hans", giver: str = "zhunneng") -> Any:
    response = client.get(f"/{language}/admin/reports/{form}/{giver}/{year}.{suffix}")
    assert response.status_code == 200
    assert response["Content-Disposition"] == f'attachment; filename="{form}-{giver}-{year}.{suffix}"'
    return BytesIO(response.content)


def as_text(cell: Any) -> str:
    """A number as a spreadsheet shows it in its format."""
    if cell.value is None:
        return ""
    if isinstance(cell.value, str):
        return cell.value
    decimals = len(cell.number_format.partition(".")[2])
    return f"{cell.value:,.{decimals}f}"


def in_workbook(content: Any, columns: int = 5) -> tuple[Any, list[list[str]]]:
    sheet = openpyxl.load_workbook(content).worksheets[0]
    rows = [[as_text(cell) for cell in row[:columns]] for row in sheet.iter_rows(min_row=3)]
    return sheet, rows


def busy_enterprise() -> Enterprise:
    """Exact numbers of several precisions, a number too long for a spreadsheet, texts that mean harm."""
    giver = factories.make_enterprise(ref="busy", name_zh=HOSTILE)
    for measure, amount in (("health", "12345678.91"), ("ecology", "9794000"), ("industry", "999999999999999.99")):
        project = factories.make_project(enterprise=giver, measure=measure, year_from=2020, year_to=2020)
        factories.make_funding(project=project, amount=amount, year_from=2020, year_to=2020)
    factories.make_project(enterprise=giver, measure="culture", title_zh=HOSTILE, year_from=2020, year_to=2020)
    factories.make_award(enterprise=giver, title_zh=HOSTILE, year=2020)
    return giver


@every_form
def test_the_spreadsheet_is_the_screen(form: str, year: int, admin_client: Client) -> None:
    table = table_on(admin_client, form, year)
    _sheet, rows = in_workbook(file(admin_client, form, year, "xlsx"))
    assert rows[: len(table.rows)] == table.rows
    assert [row[0] for row in rows[len(table.rows) + 1 : -1]] == [text.strip() for text in table.below]


@every_form
def test_the_document_is_the_screen(form: str, year: int, admin_client: Client) -> None:
    table = table_on(admin_client, form, year)
    document = Document(file(admin_client, form, year, "docx"))
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == table.rows
    below = [paragraph.text for paragraph in document.paragraphs[2:-1]]
    assert below == [text.strip() for text in table.below]


@pytest.mark.parametrize("suffix", ["xlsx", "docx"])
def test_exact_numbers_and_hostile_texts(suffix: str, admin_client: Client) -> None:
    busy_enterprise()
    table = table_on(admin_client, "listed-2016", 2020, giver="busy")
    content = file(admin_client, "listed-2016", 2020, suffix, giver="busy")
    if suffix == "xlsx":
        sheet, rows = in_workbook(content)
        assert rows[: len(table.rows)] == table.rows
        assert sheet["A2"].value == '填报单位：=1+1<script>&"\'"甲'
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    else:
        document = Document(content)
        assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == table.rows
    shown = {row[0]: row[2] for row in table.rows}
    assert shown["其中：5.1贫困地区医疗卫生资源投入金额"] == "1,234.567891"
    assert shown["6.2投入金额"] == "979.4"
    assert shown["1.3产业扶贫项目投入金额"] == "99,999,999,999.999999"


def test_numbers_are_numbers_in_the_spreadsheet(admin_client: Client) -> None:
    busy_enterprise()
    sheet, _rows = in_workbook(file(admin_client, "listed-2016", 2020, "xlsx", giver="busy"))
    values = {row[0].value: row[2] for row in sheet.iter_rows(min_row=4)}
    assert values["6.2投入金额"].value == 979.4
    assert values["其中：5.1贫困地区医疗卫生资源投入金额"].value == 1234.567891
    assert values["1.3产业扶贫项目投入金额"].value == "99,999,999,999.999999"  # a double would lose the fen
    assert values["2.物资折款"].value is None  # empty, and no empty text either


@pytest.mark.parametrize("suffix", ["xlsx", "docx"])
def test_files_are_in_chinese_for_everybody(suffix: str, admin_client: Client) -> None:
    chinese, english = (file(admin_client, "listed-2016", 2020, suffix, language) for language in ("zh-hans", "en"))
    if suffix == "xlsx":
        assert in_workbook(chinese)[1] == in_workbook(english)[1]
    else:
        assert [p.text for p in Document(chinese).paragraphs] == [p.text for p in Document(english).paragraphs]


def test_the_form_is_chinese_on_an_english_page(admin_client: Client) -> None:
    chinese, english = (table_on(admin_client, "listed-2016", 2020, language) for language in ("zh-hans", "en"))
    assert chinese.rows == english.rows
    assert chinese.below != english.below
    assert not re.search("没有按年拆分", "".join(english.below))


def test_the_page_is_a4_with_the_fonts_of_official_forms(admin_client: Client) -> None:
    sheet, _rows = in_workbook(file(admin_client, "listed-2016", 2020, "xlsx"))
    assert sheet.page_setup.paperSize == 9 and sheet.page_setup.fitToHeight == 0
    assert sheet.print_title_rows == "$3:$3"
    assert (sheet["A1"].font.name, sheet["A4"].font.name) == ("宋体", "仿宋")
    document = Document(file(admin_client, "listed-2016", 2020, "docx"))
    [section] = document.sections
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    xml = document.element.xml
    assert 'w:eastAsia="宋体"' in xml and 'w:eastAsia="仿宋"' in xml and "w:tblHeader" in xml

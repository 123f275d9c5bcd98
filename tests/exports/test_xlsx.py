"""How a workbook shows its numbers."""

import io

import openpyxl
import pytest
from django.test import Client

from projects.models import Outcome
from tests.listings.formats import body


@pytest.mark.usefixtures("seeded")
def test_a_whole_number_ends_in_no_point(client: Client) -> None:
    Outcome.objects.filter(ref="o-households").update(value="2.5")
    book = openpyxl.load_workbook(io.BytesIO(body(client.get("/en/outcomes.xlsx"))))
    formats = {cell.value: cell.number_format for row in book.worksheets[0].iter_rows() for cell in row}
    assert formats[2.5] == "#,##0.##"
    assert {form for value, form in formats.items() if isinstance(value, float) and not value % 1} == {"#,##0"}

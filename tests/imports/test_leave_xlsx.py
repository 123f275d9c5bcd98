"""Records out as a workbook: what comes back unedited changes nothing, and no digit is lost."""

import io
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from projects.imports import proposals
from projects.imports.kinds import KINDS, LANGUAGES, Kind
from projects.imports.leave_xlsx import workbook_of
from projects.imports.load import Import
from tests.factories import make_donation, make_enterprise

USCC = "91350211M000100Y43"


def cells_of(key: str, ref: str) -> dict[str, Any]:
    """A record's cells by column."""
    with override("zh-hans"):
        sheet = openpyxl.load_workbook(io.BytesIO(workbook_of(KINDS[key]))).worksheets[0]
    (row,) = [row for row in sheet.iter_rows(min_row=2) if row[0].value == ref]
    return dict(zip(KINDS[key].columns, row, strict=True))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_it_comes_back_unchanged(kind: Kind, language: str, seeded: None) -> None:
    with override(language):
        outcome = Import(kind, io.BytesIO(workbook_of(kind)), "out.xlsx").run()
    assert (outcome.faults, outcome.new, outcome.changed) == ([], 0, 0)
    assert outcome.unchanged == kind.model._default_manager.count() > 0


@pytest.mark.django_db
def test_its_cells_are_what_they_say() -> None:
    make_enterprise(ref="e", uscc=USCC, name_zh="=甲")
    make_donation(ref="d", amount="999999999999999.99", as_of="2020-05-03", payer="employees", may_overlap=True)
    enterprise = cells_of("enterprises", "e")
    assert (enterprise["uscc"].value, enterprise["name_zh"].value) == (USCC, "'=甲")
    donation = cells_of("donations", "d")
    assert (donation["amount"].value, donation["payer"].value) == ("999999999999999.99", "职工")
    assert f"{donation['as_of'].value:%Y-%m-%d}" == "2020-05-03" and donation["may_overlap"].value == "是"
    sheet = donation["ref"].parent
    assert sheet.freeze_panes == "B2" and sheet.data_validations.count


@pytest.mark.django_db
def test_more_than_a_screen_takes_are_left_to_the_csv(admin_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proposals, "MOST_ROWS", 1)
    make_enterprise()
    make_enterprise()
    with override("en"):
        address = reverse("admin:projects_proposal_export_workbook", args=["enterprises"])
    assert "Export them as CSV" in admin_client.get(address, follow=True).content.decode()

"""What a workbook says of itself."""

import io
import re

import openpyxl
import pytest
from django.test import Client

from projects.views import files
from tests.factories import make_village
from tests.listings.formats import body


def about(client: Client, address: str) -> list[tuple[str, str]]:
    book = openpyxl.load_workbook(io.BytesIO(body(client.get(address))))
    return [(str(name.value), str(text.value)) for name, text in book.worksheets[1].iter_rows()]


@pytest.mark.usefixtures("seeded")
def test_a_workbook_names_what_it_is_made_of(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in ("villages", "funding", "projects", "awards"):
        assert dict(about(client, f"/en/{kind}.xlsx"))["Source"].startswith("zhunneng-2021-03-09: ")
    make_village(ref="nothing")
    for empty in ("villages.xlsx?q=nothing", "villages.xlsx?year_to=1950", "enterprises.xlsx"):
        assert "Source" not in dict(about(client, f"/en/{empty}"))
    monkeypatch.setattr(files, "MOST_SOURCES", 0)
    assert dict(about(client, "/en/villages.xlsx"))["Source"] == "There are more: http://testserver/en/sources/"
    told = dict(about(client, "/zh-hans/villages.xlsx"))
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\+08:00", told["下载时间"])
    assert (
        "资金" in told["资金（至多）"] and "户" in told["脱贫户数（至多）"] and "资金" not in told["脱贫户数（至多）"]
    )

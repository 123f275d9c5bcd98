"""Charts as files, and the numbers beside them."""

import csv
from xml.etree import ElementTree

import pytest
from django.test import Client

from projects.charts import can_write
from tests.views.reading import read

pytestmark = pytest.mark.django_db

NAMES = ["funding-by-region", "funding-by-measure", "funding-by-year", "timeline"]


def rows_of(client: Client, address: str) -> list[dict[str, str]]:
    content = b"".join(client.get(address).streaming_content)  # type: ignore[attr-defined]
    return list(csv.DictReader(content.decode("utf-8-sig").splitlines()))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_every_chart_as_a_file(client: Client, seeded: None, language: str, name: str) -> None:
    address = f"/{language}/charts/{name}"
    asked = "?village=yongan" if name == "timeline" else ""
    svg = client.get(f"{address}.svg{asked}")
    assert svg["Content-Type"] == "image/svg+xml" and "attachment" in svg["Content-Disposition"]
    words = "".join("".join(ElementTree.fromstring(svg.content).itertext()).split())
    assert ("准能践行初心使命" if language == "zh-hans" else "ZhunnengGroup'saccount") in words
    assert "http://testserver" in words and "CCBY4.0" in words
    if can_write("资金"):
        assert client.get(f"{address}.png{asked}").content.startswith(b"\x89PNG")
    assert rows_of(client, f"{address}.csv{asked}")


def test_the_numbers_of_a_chart_are_those_of_the_page(client: Client, seeded: None) -> None:
    rows = rows_of(client, "/en/charts/funding-by-region.csv")
    assert [(row["key"], row["lower"], row["upper"]) for row in rows][:2] == [
        ("15", "16794000.00", "16794000.00"),
        ("1506", "9794000.00", "9794000.00"),
    ]
    page = read(client, "/en/")
    assert page.text.count("RMB 16,794,000") == 3, "once drawn, twice in the table"
    assert "/en/charts/funding-by-region.csv" in page.leads_to("CSV")


def test_the_timeline_of_a_village(client: Client, seeded: None) -> None:
    rows = {row["key"]: row for row in rows_of(client, "/en/charts/timeline.csv?village=yongan")}
    assert (rows["f-yongan"]["year_from"], rows["f-yongan"]["year_to"]) == ("2011", "2021")
    assert rows["o-cadre"]["amount"] == "1 person"
    assert rows["yongan-fungus"]["year_from"] == "", "not stated is no year"
    assert "f-jungar" not in rows


def test_divisions_of_one_region(client: Client, seeded: None) -> None:
    rows = rows_of(client, "/en/charts/funding-by-region.csv?region=15")
    assert [row["key"] for row in rows] == ["1506", "1522"]


@pytest.mark.parametrize(
    "asked",
    [
        "timeline.svg", "timeline.svg?village=nowhere", "timeline.png?village=%00", "funding-by-region.svg?region=99",
        "funding-by-region.svg?region=%00", "funding-by-region.csv?region=", "salaries.svg", "timeline.gif",
    ],
)  # fmt: skip
def test_what_is_not_there(client: Client, seeded: None, asked: str) -> None:
    assert client.get(f"/en/charts/{asked}").status_code == 404


def test_no_picture_is_offered_without_letters_for_it(
    client: Client, seeded: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("projects.charts.raster._found", lambda names: None)
    assert client.get("/en/charts/funding-by-year.png").status_code == 404
    assert not read(client, "/en/").leads_to("PNG")

"""What a value that cannot be understood is answered with, in both languages: what was expected of it."""

from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from tests.views.reading import LANGUAGES, text_of

pytestmark = pytest.mark.django_db


def said(client: Client, query: str, language: str, kind: str = "funding") -> dict[str, Any]:
    response = client.get(f"/{language}/{kind}.csv?{query}")
    assert response.status_code == 400, query
    errors: dict[str, Any] = response.json()["errors"]
    return errors


@pytest.mark.parametrize("value", ["x", "funding", "nope" * 50])
def test_an_unknown_choice_is_told_which_there_are(client: Client, value: str) -> None:
    known = {"en": "inside, partly, wider, unplaced, outside", "zh-hans": "inside、partly、wider、unplaced、outside"}
    for language in LANGUAGES:
        assert any(known[language] in error for error in said(client, f"bucket={value}", language)["bucket"])
    assert said(client, f"amount={value}", "en") == {"amount": [f"There is no choice “{value[:40]}”, only: yes, no."]}
    assert said(client, f"bucket=inside&bucket={value}", "en").keys() == {"bucket"}
    for name in ("measure", "kind", "stage", "form", "terms", "origin", "basis", "relationship"):
        [error] = said(client, f"{name}=nope", "zh-hans")[name]
        assert error.startswith("没有“nope”这个选项，可选：") and error.count("、")


@pytest.mark.parametrize("name", ["q", "region", "village", "enterprise", "measure", "amount"])
def test_the_character_nul(client: Client, name: str) -> None:
    assert said(client, f"{name}=a%00", "zh-hans") == {name: ["不能含有空字符（NUL）。"]}
    assert said(client, f"{name}=a%00", "en") == {name: ["Null characters are not allowed."]}


@pytest.mark.parametrize("value", ["-1", "0", "12", "１２", "20x8", "1899", "2101", "9" * 20, "9" * 21, "2018.5"])
def test_a_year_is_told_its_range(client: Client, value: str) -> None:
    for name in ("year_from", "year_to"):
        assert said(client, f"{name}={quote(value)}", "en") == {
            name: ["A year from 1900 to 2100 is expected, in four digits."]
        }
        assert said(client, f"{name}={quote(value)}", "zh-hans") == {name: ["年份应为1900至2100之间的四位数字。"]}


def test_a_name_for_a_ref_is_told_what_a_ref_is(client: Client) -> None:
    for name in ("village", "enterprise", "project", "source"):
        [error] = said(client, f"{name}={quote('永安村')}", "en")[name]
        assert error.startswith("Nothing published has the ref “永安村”. A record’s ref is")
        [error] = said(client, f"{name}={quote('永安村')}", "zh-hans")[name]
        assert error == "没有编号为“永安村”的已发布内容。编号即记录页面网址的最后一段。"
    assert said(client, "region=99", "en") == {"region": ["There is no region and no village with the code “99”."]}


def test_a_page_names_the_page_in_its_language(client: Client) -> None:
    assert "页码：“x”不是页码。" in text_of(client, "/zh-hans/funding/?page=x")
    assert "页码：只有1页。" in text_of(client, "/zh-hans/funding/?page=99")
    assert "Page: There is only 1 page." in text_of(client, "/en/funding/?page=99")

"""Errors in the site's own words and language."""

import pytest
from django.test import Client

from tests.views.reading import ReadPage, assert_well_made


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "tag", "said"),
    [("en", "en", "Allow cookies for this site"), ("zh-hans", "zh-Hans", "请允许本站使用 Cookie")],
)
def test_a_form_without_its_token(language: str, tag: str, said: str) -> None:
    response = Client(enforce_csrf_checks=True).post(
        f"/{language}/admin/login/", {"username": "a", "password": "secret"}
    )
    page = ReadPage(response.content.decode())
    assert response.status_code == 403 and said in page.text and "secret" not in page.source
    assert ("html", {"lang": tag}) in page.tags
    assert_well_made(page)

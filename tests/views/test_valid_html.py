"""What browsers would have to guess at, on every kind of page: nothing."""

import html5lib
import pytest
from django.test import Client

from tests.views.every_page import PAGES, add_rare_records
from tests.views.reading import LANGUAGES

pytestmark = pytest.mark.usefixtures("seeded")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_parses_without_an_error(client: Client, language: str) -> None:
    add_rare_records()
    for page in PAGES:
        parser = html5lib.HTMLParser()
        parser.parse(client.get(f"/{language}/{page}").content.decode())
        assert not parser.errors, (page, parser.errors)

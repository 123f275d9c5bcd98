"""The page that says what the published data means."""

import pytest
from django.test import Client

from projects.listings import LISTINGS
from projects.listings.columns import FieldKind
from tests.views.reading import LANGUAGES, assert_well_made, read

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", LANGUAGES)
def test_kinds_of_values_are_told_in_the_readers_language(client: Client, language: str) -> None:
    page = read(client, f"/{language}/data/")
    assert_well_made(page)
    said = {"en": ("whole number", "true or false"), "zh-hans": ("整数", "是（true）或否（false）")}[language]
    assert all(words in page.text for words in said)
    if language != "en":
        assert not [kind for kind in ("boolean", "integer", "degrees", "choice") if kind in page.text.split()]


def test_a_choice_is_followed_by_what_there_is_to_choose() -> None:
    fields = [field for listing in LISTINGS.values() for field in listing.fields]
    assert all(field.choices for field in fields if field.kind == FieldKind.CHOICE)
    assert all(str(kind.label) for kind in FieldKind)

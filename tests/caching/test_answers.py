"""What one page found out serves the next, and never a page of other data."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import caches
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from projects.caching.answers import as_of, while_unchanged
from projects.listings import LISTINGS, Listing, facets, kept
from projects.models import Source
from tests import factories
from tests.listings import world

pytestmark = pytest.mark.usefixtures("kept")

ASKED = ["", "q=永&", "region=15&", "measure=industry&year_from=2012&", "enterprise=e-in&"]


@pytest.fixture
def numbers(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The lists whose facets were found."""
    found: list[str] = []
    find = facets._found

    def noted(query: Any) -> Any:
        found.append(query.listing.key)
        return find(query)

    monkeypatch.setattr(facets, "_found", noted)
    return found


def test_an_answer_is_found_once_for_each_question_and_version() -> None:
    numbers = iter(range(10))

    def ask(question: str, version: str) -> int:
        with as_of(version):
            return while_unchanged((question,), lambda: next(numbers))

    assert [ask("a", "1"), ask("a", "1"), ask("b", "1"), ask("a", "2"), ask("a", "1")] == [0, 0, 1, 2, 0]
    assert [while_unchanged(("a",), lambda: next(numbers)) for _ in range(2)] == [3, 4]  # no version is known


def test_an_answer_of_nothing_is_kept_too() -> None:
    answers: Iterator[None] = iter([None])
    with as_of("1"):
        assert [while_unchanged(("a",), lambda: next(answers)) for _ in range(2)] == [None, None]


@pytest.mark.parametrize("few", [kept.FEW, 0], ids=["few", "many"])
@pytest.mark.parametrize("listing", LISTINGS.values(), ids=LISTINGS)
def test_other_orders_and_languages_show_what_was_found_as_if_found_anew(
    seeded: None, listing: Listing, few: int, numbers: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "FEW", few)
    world.build()
    client = Client()
    for asked in ASKED:
        numbers.clear()
        pages = [f"/{language}/{listing.key}/?{asked}order=-ref" for language in ("en", "zh-hans")]
        client.get(f"/en/{listing.key}/?{asked}order=ref")
        found = [client.get(page).content for page in pages]
        assert numbers == [listing.key], asked
        for page, content in zip(pages, found, strict=True):
            caches["pages"].clear()
            assert client.get(page).content == content
        assert len(numbers) == 3
        caches["pages"].clear()


def test_a_program_that_turns_pages_has_them_counted_once(seeded: None) -> None:
    client = Client()
    for _ in range(2):
        factories.make_source()
    questions = "SELECT COUNT"

    def counted(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).json()["count"] > 1
        return sum(questions in query["sql"] for query in captured)

    assert counted("/api/v1/sources/?year_from=2000") == 1
    assert counted("/api/v1/sources/?year_from=2000&order=-ref") == 0
    assert counted("/api/v1/sources/?year_from=2001") == 1


def test_what_is_refused_leaves_no_answer(seeded: None) -> None:
    client = Client()
    for kind in ("sources", "funding"):
        pages = [f"/en/{kind}/?year_from=2000", f"/en/{kind}/"]
        rightly = [client.get(page).content for page in pages]
        caches["pages"].clear()
        for wrong in ("order=nonsense", "page=99"):
            assert b"error-summary" in client.get(f"/en/{kind}/?{wrong}").content
        assert [client.get(page).content for page in pages] == rightly
    with as_of("1"):
        for asked, number in (("order=nonsense", 0), ("", Source.objects.published().count())):
            assert LISTINGS["sources"].select(QueryDict(asked), strict=False).count() == number


def test_who_is_logged_in_has_it_found_anew(seeded: None, numbers: list[str]) -> None:
    client, staff = Client(), Client()
    staff.force_login(User.objects.create_user("staff", is_staff=True))
    for reader in (client, staff, staff, client):
        reader.get("/en/sources/?order=ref")
        reader.get("/en/sources/?order=-ref")
    assert len(numbers) == 1 + 4

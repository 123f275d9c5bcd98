"""What browsers would have to guess at, on every kind of page: nothing."""

import html5lib
import pytest
from django.test import Client

from projects.listings import LISTINGS
from projects.models import Tombstone
from tests.factories import make_village
from tests.views.reading import LANGUAGES

pytestmark = pytest.mark.usefixtures("seeded")

PAGES = (
    "", *(f"{kind}/" for kind in LISTINGS), "how-we-count/", "data/", "regions/", "regions/15/", "regions/152224103/",
    "villages/yongan/", "villages/nothing/", "projects/yongan-pairing/", "enterprises/zhunneng/", "funding/f-yongan/",
    "donations/d-redcross/", "purchases/p-total/", "awards/a-2015/", "outcomes/o-households/",
    "sources/zhunneng-2021-03-09/", "funding/f-yongan/correction/", "funding/f-yongan/correction/?sent=1",
    "donations/removed/", "funding/?q=nothing", "funding/?year_from=20x8&region=99", "villages/nowhere/",
)  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_parses_without_an_error(client: Client, language: str) -> None:
    make_village(ref="nothing")
    Tombstone.objects.create(model="donation", ref="removed", title_zh="重复的捐款", reason="重复录入。")
    for page in PAGES:
        parser = html5lib.HTMLParser()
        parser.parse(client.get(f"/{language}/{page}").content.decode())
        assert not parser.errors, (page, parser.errors)

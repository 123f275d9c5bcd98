"""How the site is found and followed: feed, sitemap, robots, preview cards, links between the languages."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.test import Client
from PIL import Image

from projects.charts import can_write
from projects.listings import LISTINGS
from projects.models import Village
from tests.factories import make_funding, make_project, make_source, make_village
from tests.views.reading import LANGUAGES, read

ATOM = "{http://www.w3.org/2005/Atom}"
XHTML = "{http://www.w3.org/1999/xhtml}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def entries(client: Client, language: str = "en") -> list[ElementTree.Element]:
    response = client.get(f"/{language}/feed.atom")
    assert response["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(response.content).findall(f"{ATOM}entry")


def told(entry: ElementTree.Element, tag: str) -> str:
    return " ".join((entry.findtext(f"{ATOM}{tag}") or "").split())


@pytest.mark.django_db
def test_the_feed_of_publications_and_corrections(client: Client) -> None:
    assert entries(client) == []
    feed = ElementTree.fromstring(client.get("/en/feed.atom").content)
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Aid tracker", "an Atom feed without it is not valid"
    source = make_source(title_en="Report & more", published_on=date(2020, 1, 2))
    project = make_project([make_village()], title_en="A <b>project</b>", source=source)
    figure = make_funding(ref="f-1", project=project, amount="100", source=source, locator="p. 3")
    make_funding(ref="f-2", project=project, amount="7", source=source, state="draft")
    published = {told(entry, "title"): entry for entry in entries(client)}
    assert set(published) == {"Funding: RMB 100 A <b>project</b>", "Aid project: A <b>project</b>"}
    assert "Report &amp; more, p. 3" in told(published["Funding: RMB 100 A <b>project</b>"], "summary")
    figure.amount = Decimal(120)
    figure._change_reason = "Misread"
    figure.save()
    newest = entries(client)[0]
    assert told(newest, "title") == "Corrected: RMB 120 A <b>project</b>"
    assert told(newest, "summary") == "Amount: RMB 100 → RMB 120. Misread"
    [link] = [element.attrib["href"] for element in newest.findall(f"{ATOM}link")]
    page = read(client, link.removeprefix("http://testserver").partition("#")[0])
    assert link.partition("#")[2] in page.ids
    assert len({told(entry, "id") for entry in entries(client)}) == 3


@pytest.mark.usefixtures("seeded")
class TestSeeded:
    def test_every_public_page_is_on_the_map_in_both_languages(self, client: Client) -> None:
        index = ElementTree.fromstring(client.get("/sitemap.xml").content)
        found: set[str] = set()
        for element in index.iter(f"{MAP}loc"):
            section = ElementTree.fromstring(client.get(urlsplit(element.text or "").path).content)
            found |= {urlsplit(location.text or "").path for location in section.iter(f"{MAP}loc")}
        for language in LANGUAGES:
            expected = {f"/{language}/", f"/{language}/how-we-count/", f"/{language}/regions/15/"}
            for kind, listing in LISTINGS.items():
                expected |= {f"/{language}/{kind}/{ref}/" for ref in listing.published().values_list("ref", flat=True)}
            assert expected <= found
        assert all(client.get(path).status_code == 200 for path in sorted(found)[::9])

    def test_a_file_of_the_map_holds_the_records_between_two_keys(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("projects.views.sitemaps.Records.limit", 2)
        keys = Village.objects.values_list("ref", "pk")
        for ref, key in keys:
            number = (key + 1) // 2
            assert f"/sitemap-villages-en.xml?p={number}<" in client.get("/sitemap.xml").content.decode() or number == 1
            assert f"/en/villages/{ref}/</loc>" in client.get(f"/sitemap-villages-en.xml?p={number}").content.decode()
        assert client.get("/sitemap-villages-en.xml?p=99999").status_code == 404

    def test_the_map_knows_the_other_language(self, client: Client) -> None:
        section = ElementTree.fromstring(client.get("/sitemap-villages-en.xml").content)
        for url in section:
            location = url.findtext(f"{MAP}loc") or ""
            alternates = {link.attrib["hreflang"]: link.attrib["href"] for link in url.findall(f"{XHTML}link")}
            chinese = location.replace("/en/", "/zh-hans/")
            assert alternates == {"zh-Hans": chinese, "en": location, "x-default": chinese}

    def test_robots_find_the_map(self, client: Client) -> None:
        text = client.get("/robots.txt").content.decode()
        assert "Sitemap: http://testserver/sitemap.xml" in text and "Disallow: /en/admin/" in text

    @pytest.mark.parametrize("path", ["", "villages/yongan/", "villages/", "sources/zhunneng-2021-03-09/"])
    def test_pages_know_their_other_language_and_their_card(self, client: Client, path: str) -> None:
        page = read(client, f"/en/{path}")
        links = [attrs for tag, attrs in page.tags if tag == "link"]
        languages = {attrs["hreflang"]: attrs["href"] for attrs in links if attrs.get("hreflang")}
        assert languages == {
            "en": f"http://testserver/en/{path}",
            "zh-Hans": f"http://testserver/zh-hans/{path}",
            "x-default": f"http://testserver/zh-hans/{path}",
        }
        assert [attrs["href"] for attrs in links if attrs.get("rel") == "canonical"] == [f"http://testserver/en/{path}"]
        meta = {
            attrs["property"]: attrs["content"] for tag, attrs in page.tags if tag == "meta" and "property" in attrs
        }
        assert meta["og:title"] and meta["og:description"] and meta["og:url"] == f"http://testserver/en/{path}"
        if can_write("帮扶台账"):
            response = client.get(urlsplit(meta["og:image"] or "").path)
            assert Image.open(BytesIO(response.content)).size == (1200, 630)

    @pytest.mark.parametrize("path", ["villages/nowhere", "villages/%00", "villages/" + "x" * 80, "salaries/x"])
    def test_no_card_of_what_is_not_there(self, client: Client, path: str) -> None:
        assert client.get(f"/en/preview/{path}.png").status_code == 404

    def test_no_card_without_letters(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("projects.charts.raster._found", lambda names: None)
        assert client.get("/en/preview.png").status_code == 404
        assert "og:image" not in client.get("/en/").content.decode()


def test_a_page_that_does_not_exist_offers_no_preview_card(client: Client, seeded: None) -> None:
    assert "og:image" not in client.get("/en/funding/nowhere/").content.decode()
    assert "og:image" in client.get("/en/funding/f-yongan/").content.decode()

"""A public page as a reader meets it: its text, its headings, its links."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

from django.test import Client

VOID = {"meta", "link", "br", "input", "hr", "img"}
LANGUAGES = ("zh-hans", "en")


@dataclass
class ReadPage(HTMLParser):
    source: str
    headings: list[tuple[int, str]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    text: str = ""
    """Of the main part; all white space, no-break spaces too, is one space."""
    title: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[tuple[str, dict[str, str | None], list[str]]] = []
        self.feed(self.source)
        assert not self._open, self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append((tag, given))
        if given.get("id"):
            self.ids.append(given["id"] or "")
        if tag not in VOID:
            self._open.append((tag, given, []))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        opened, given, pieces = self._open.pop()
        assert opened == tag, f"<{opened}> is closed by </{tag}>"
        text = " ".join("".join(pieces).split())
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append((int(tag[1]), text))
        elif tag == "a" and given.get("href"):
            self.links.append((given["href"] or "", text))
        elif tag == "main":
            self.text = text
        elif tag == "title":
            self.title = text

    def handle_data(self, data: str) -> None:
        for _tag, _given, pieces in self._open:
            pieces.append(data)

    def leads_to(self, text: str) -> list[str]:
        return [href for href, shown in self.links if shown == text]


def read(client: Client, address: str) -> ReadPage:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return ReadPage(response.content.decode())


def text_of(client: Client, address: str) -> str:
    return read(client, address).text


def assert_well_made(page: ReadPage) -> None:
    """One first heading, none skipped; ids once; tables with captions and scopes; nothing inline."""
    levels = [level for level, _text in page.headings]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels)), page.headings
    assert len(page.ids) == len(set(page.ids))
    names = [tag for tag, _attrs in page.tags]
    assert names.count("table") == names.count("caption")
    assert all(attrs.get("scope") for tag, attrs in page.tags if tag == "th")
    assert not any("style" in attrs or any(name.startswith("on") for name in attrs) for _tag, attrs in page.tags)
    assert "style" not in names
    for attrs in (attrs for tag, attrs in page.tags if tag == "script"):  # data, or code from a file of ours
        assert attrs == {"type": "application/ld+json"} or attrs["src"].startswith("/static/"), attrs
    assert page.title

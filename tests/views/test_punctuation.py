"""Chinese text has Chinese punctuation: a Latin sign or a space beside one looks like a slip of the pen."""

import re
from collections.abc import Iterator

import html5lib
import pytest
from django.test import Client

from tests.views.every_page import PAGES, add_rare_records

HAN = "\u3400-\u9fff"
SLIPS = re.compile(
    rf"[{HAN}）》”][ \xa0]?[:;,(!?]"  # a Latin sign after Chinese
    rf"|[:;,)!?][ \xa0]?[{HAN}（《“]"  # and before it
    rf"|[{HAN}][ \xa0][，、：；。）]|[，、：；][ \xa0]"  # room that a full-width sign has of itself
)
SPOKEN = ("aria-label", "title", "content", "data-label", "data-failed", "data-copied")
UNREAD = {"script", "style", "code"}
IN_A_LINE = {"a", "abbr", "b", "bdi", "cite", "data", "del", "ins", "q", "span", "strong", "sub", "time"}


def lines(element: html5lib.treebuilders.base.Node) -> Iterator[str]:
    """What is read without a break, whatever markup it lies in, and the attributes that are read out."""
    for node in element.iter():
        yield from (value for name, value in node.attrib.items() if name in SPOKEN)
        if node.tag not in IN_A_LINE | UNREAD:
            yield from (re.sub(r"\s+", " ", line) for line in "".join(_pieces(node)).split(BREAK))


BREAK = "\0"


def _pieces(element: html5lib.treebuilders.base.Node) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        yield from _pieces(child) if child.tag in IN_A_LINE else [BREAK]
        yield child.tail or ""


def slips(html: str) -> list[str]:
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    return [line.strip() for line in lines(tree) if SLIPS.search(line)]


@pytest.mark.parametrize(
    "text",
    [
        "<p>地区: 内蒙古",
        "<p><a>地区</a>: 内蒙古",
        "<p>名称 (编号)",
        "<p>甲村;乙村",
        "<p>覆盖村数： <b>15</b>",
        "<p title='村, 镇'>",
    ],
)
def test_a_slip_is_found(text: str) -> None:
    assert slips(text)


def test_what_is_right_is_no_slip() -> None:
    assert not slips(
        "<p>地区：<b>内蒙古</b>（2个村）<p>“source_zh”、CSV；API: x, y (z)<dl><dt>村<dd>: x</dl><p>约 10 km"
    )


def test_no_page_slips(seeded: None, client: Client) -> None:
    add_rare_records()
    found = {page: slips(client.get(f"/zh-hans/{page}").content.decode()) for page in PAGES}
    assert not {page: lines for page, lines in found.items() if lines}

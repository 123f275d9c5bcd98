"""Whether a reply is right: status, rows, sums."""

import json
import re
from decimal import Decimal
from typing import Any

from benchmarks.server import Reply

PER_PAGE = 50
"""Rows of a page full."""
_COUNT = re.compile(r'<div class="result-line">\s*<p[^>]*>\D*([0-9][0-9,]*)')
BUCKETS = ("inside", "partly", "wider", "unplaced", "outside")


def count_on(page: str) -> int | None:
    found = _COUNT.search(page)
    return int(found[1].replace(",", "")) if found else None


def rows_on(page: str) -> int:
    body = page.partition("<tbody>")[2].partition("</tbody>")[0]
    return body.count("<tr")


def list_page(path: str, reply: Reply) -> str:
    """A first page holds as many rows as it says there are, up to a page full."""
    if reply.status != 200:
        return f"status {reply.status}"
    count, rows = count_on(reply.text), rows_on(reply.text)
    if count is None:
        return "no count on the page"
    return "" if rows == min(count, PER_PAGE) else f"{rows} rows of {count}"


def later_page(path: str, reply: Reply) -> str:
    if reply.status != 200:
        return f"status {reply.status}"
    return "" if 0 < rows_on(reply.text) <= PER_PAGE else "no rows"


def record_page(path: str, reply: Reply) -> str:
    if reply.status != 200:
        return f"status {reply.status}"
    return "" if reply.text.count("<h1") == 1 else "no heading"


def totals(path: str, reply: Reply) -> str:
    """The five buckets of every kind add up to its grand total, to the fen."""
    if reply.status != 200:
        return f"status {reply.status}"
    answer = json.loads(reply.body)
    for kind, amounts in {**answer["money"], **answer["outcomes"]}.items():
        if amounts["grand_total"] is None:
            continue
        if sum(Decimal(amounts[bucket]) for bucket in BUCKETS) != Decimal(amounts["grand_total"]):
            return f"the buckets of {kind} do not add up"
    return ""


def grand_totals(answer: dict[str, Any]) -> dict[str, Decimal]:
    return {kind: Decimal(amounts["grand_total"]) for kind, amounts in answer["money"].items()}

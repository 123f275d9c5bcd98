"""Which rows of a list a page shows, and the way to the others. Of very many, nobody waits for the exact number."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.listings import Query
from projects.listings.base import Row
from projects.views.chips import with_parameter

PER_PAGE = 50


@dataclass(frozen=True)
class Shown:
    rows: list[Row]
    count: int
    is_all: bool = True
    """Whether `count` is the number of rows; else there are more."""
    links: tuple[tuple[str, str], ...] = ()
    """The pages worth offering, each with its address (empty for a gap and for the page at hand)."""
    at: str = ""
    """Which page this is, in words, where there are several."""

    @property
    def grouped(self) -> str:
        return f"{self.count:,}"


def show(query: Query, count: int, *, is_all: bool) -> Shown:
    """The page asked for, of so many rows or more. A page beyond the last is an error of the query's."""
    if query.errors:
        return Shown([], 0)
    start = (query.page_number - 1) * PER_PAGE
    rows = query.page(start, start + PER_PAGE + 1, of=count if is_all else None)
    if not rows and query.page_number > 1:
        last = Paginator(range(count if is_all else query.count()), PER_PAGE).num_pages
        query.errors["page"] = [
            ngettext("There is only %(last)s page.", "There are only %(last)s pages.", last) % {"last": last}
        ]
        return Shown([], 0)
    reached = count if is_all else max(count, start + len(rows))
    pages = Paginator(range(reached), PER_PAGE)
    if pages.num_pages == 1:
        return Shown(rows, count, is_all)
    where = _("Page %(page)s of %(pages)s.") if is_all else _("Page %(page)s.")
    at = where % {"page": query.page_number, "pages": f"{pages.num_pages:,}"}
    return Shown(rows[:PER_PAGE], count, is_all, tuple(_links(query, pages)), at)


def _links(query: Query, pages: "Paginator[int]") -> Iterator[tuple[str, str]]:
    for shown in pages.get_elided_page_range(query.page_number, on_each_side=2, on_ends=1):
        is_link = isinstance(shown, int) and shown != query.page_number
        yield str(shown), with_parameter(query.params, "page", "" if shown == 1 else str(shown)) if is_link else ""

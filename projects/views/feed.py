"""What was published and what was corrected, for feed readers."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape, strip_tags
from django.utils.translation import gettext as _

from projects.templatetags.aid import address
from projects.views.details.corrections import Correction, latest_corrections
from projects.views.details.latest import latest

MOST = 40


@dataclass(frozen=True)
class Entry:
    title: str
    text: str
    link: str
    at: datetime.datetime


class Publications(Feed):  # type: ignore[type-arg]
    feed_type = Atom1Feed

    def title(self) -> str:
        return _("Aid tracker: published and corrected")

    def subtitle(self) -> str:
        return _("Which enterprises gave what to which villages, what came of it, and where that is written.")

    def link(self) -> str:
        return reverse("overview")

    def author_name(self) -> str:
        return _("Aid tracker")

    def feed_url(self) -> str:
        return reverse("feed")

    def items(self) -> list[Entry]:
        entries = [*_published(), *_corrected()]
        return sorted(entries, key=lambda entry: entry.at, reverse=True)[:MOST]

    def item_title(self, item: Entry) -> str:
        return item.title

    def item_description(self, item: Entry) -> str:
        """Atom takes a summary for HTML."""
        return escape(item.text)

    def item_link(self, item: Entry) -> str:
        return item.link

    def item_updateddate(self, item: Entry) -> datetime.datetime:
        return item.at

    item_pubdate = item_updateddate


def _plain(markup: str) -> str:
    return unescape(strip_tags(markup))


def _published() -> Iterator[Entry]:
    for one in latest(MOST):
        title = _("%(kind)s: %(subject)s") % {"kind": one.kind, "subject": _plain(one.title)}
        yield Entry(title, _source_of(one.record), address(one.record), one.record.created_at)


def _source_of(record: Any) -> str:
    source = record.source
    return _("Source: %(source)s, %(place)s.") % {"source": source, "place": record.locator} if source else ""


def _corrected() -> Iterator[Entry]:
    for one in latest_corrections(MOST):
        title = _("Corrected: %(subject)s") % {"subject": _plain(one.title)}
        yield Entry(title, _said(one), f"{address(one.record)}#{one.anchor}", one.at)


def _said(correction: Correction) -> str:
    changes = [
        _("%(label)s: %(before)s → %(after)s") % {"label": change.label, "before": change.before, "after": change.after}
        for change in correction.changes
    ]
    return ". ".join([*changes, *([correction.reason] if correction.reason else [])])

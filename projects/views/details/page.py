"""What every detail page has: a title, a sentence for search engines, the way up."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from projects.listings import LISTINGS
from projects.views.details.corrections import corrections_of
from projects.views.details.linked_data import Thing


@dataclass(frozen=True)
class Crumb:
    label: Any
    url: str = ""
    """Empty for the page itself."""


@dataclass(frozen=True)
class Page:
    template: str
    title: str
    """Plain text: the title of the window, and the last crumb."""
    description: str
    crumbs: list[Crumb]
    context: dict[str, Any] = field(default_factory=dict)
    record: Any = None
    """What the page itself tells the corrections of, unless it tells them among the rest, as that of a figure does."""
    about: Thing = field(default_factory=dict)
    """What the page is about, in the words of schema.org."""

    def as_context(self) -> dict[str, Any]:
        return {
            **self.context,
            "history": corrections_of(self.record) if self.record is not None else [],
            "page_title": self.title,
            "page_description": self.description,
            "page_about": self.about,
            "breadcrumbs": [Crumb(_("Overview"), reverse("overview")), *self.crumbs, Crumb(self.title)],
        }


def crumb_of_list(kind: str) -> Crumb:
    return Crumb(LISTINGS[kind].label, reverse("list", kwargs={"kind": kind}))

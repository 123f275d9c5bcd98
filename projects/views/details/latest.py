"""What was entered last."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from projects.models import AidProject, Award, Donation, Funding, Outcome, Purchase
from projects.templatetags.aid import address, link, text
from projects.views.details import related
from projects.views.details.figures import amount_of, public_figures, subject_of


@dataclass(frozen=True)
class Latest:
    record: Any
    kind: str
    title: SafeString


RECORDS: tuple[type[Any], ...] = (AidProject, Award, Funding, Donation, Purchase, Outcome)


def public_rows(model: type[Any]) -> QuerySet[Any]:
    """Published records of one kind with all that a line about them shows."""
    if model is AidProject:
        return related.public_projects()
    if model is Award:
        return Award.objects.published().select_related("enterprise", "source")
    return public_figures(model)


def latest(most: int) -> list[Latest]:
    """The newest published records of all kinds, in a fixed number of queries."""
    records: list[Any] = []
    for model in RECORDS:
        records += public_rows(model).order_by("-pk")[:most]
    records.sort(key=lambda record: record.created_at, reverse=True)
    return [Latest(record, capfirst(record._meta.verbose_name), titled(record)) for record in records[:most]]


def titled(record: Any) -> SafeString:
    """A record in a line, leading to its page."""
    if isinstance(record, AidProject | Award):
        return link(record, "title")
    subject = text(record.project, "title") if isinstance(record, Funding) else subject_of(record)
    return format_html('<a href="{}">{}</a> {}', address(record), amount_of(record), subject)

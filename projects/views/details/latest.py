"""What was entered last."""

from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from projects.models import AidProject, Award, Donation, Figure, Funding, Outcome, Purchase
from projects.templatetags.aid import address, link, text
from projects.views.details import related
from projects.views.details.figures import amount_of, public_figures, subject_of

MOST = 8


@dataclass(frozen=True)
class Latest:
    record: Any
    kind: str
    title: SafeString


def latest() -> list[Latest]:
    """The newest published records of all kinds, in a fixed number of queries."""
    records: list[Any] = [
        *related.public_projects().order_by("-pk")[:MOST],
        *Award.objects.published().select_related("source").order_by("-pk")[:MOST],
    ]
    models: tuple[type[Figure], ...] = (Funding, Donation, Purchase, Outcome)
    for model in models:
        records += public_figures(model).order_by("-pk")[:MOST]
    records.sort(key=lambda record: record.created_at, reverse=True)
    return [Latest(record, capfirst(record._meta.verbose_name), _title(record)) for record in records[:MOST]]


def _title(record: Any) -> SafeString:
    if isinstance(record, AidProject | Award):
        return link(record, "title")
    subject = text(record.project, "title") if isinstance(record, Funding) else subject_of(record)
    return format_html('<a href="{}">{}</a> {}', address(record), amount_of(record), subject)

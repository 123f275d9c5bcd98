"""What templates need to show records: numbers, years, names in two languages, where it is written."""

import datetime
import json
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from projects import formatting
from projects.counting import Totals

register = template.Library()

NO_MARKUP = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
"""JSON for these signs, so that no text can end the block it stands in."""


@register.filter
def money(amount: Decimal | None) -> SafeString:
    return _data(amount, formatting.money(amount))


@register.filter
def quantity(value: Decimal | None, unit: str = "") -> SafeString:
    return _data(value, formatting.quantity(value, unit))


def _data(value: Decimal | None, text: str) -> SafeString:
    if value is None:
        return format_html('<span class="unknown">{}</span>', text)
    return format_html('<data value="{}">{}</data>', f"{value:.2f}", text)


@register.filter
def day(value: datetime.date) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), formatting.date(value))


@register.simple_tag
def years(year_from: int | None, year_to: int | None) -> str:
    return formatting.years(year_from, year_to)


def two_languages(record: Any, field: str) -> tuple[str, str]:
    """A field's Chinese and English text, whichever of the two naming schemes it follows."""
    zh = getattr(record, f"{field}_zh") if hasattr(record, f"{field}_zh") else getattr(record, field)
    return str(zh or ""), str(getattr(record, f"{field}_en") or "")


def in_its_language(zh: str, en: str) -> SafeString:
    """The text in the reader's language, or in the other one and marked as such. Apart from the text around it."""
    mine, other, language = (en, zh, "zh-Hans") if formatting.is_english() else (zh, en, "en")
    if mine or not other:
        return format_html("<bdi>{}</bdi>", mine)
    return format_html('<bdi lang="{}">{}</bdi>', language, other)


@register.simple_tag
def text(record: Any, field: str) -> SafeString:
    """`{% text village "name" %}`: a bilingual field, marked where it is in the other language."""
    return in_its_language(*two_languages(record, field))


ADDRESSED_BY = {
    "village": "villages",
    "aidproject": "projects",
    "enterprise": "enterprises",
    "funding": "funding",
    "donation": "donations",
    "purchase": "purchases",
    "award": "awards",
    "outcome": "outcomes",
    "source": "sources",
}
"""The list each model's pages lie under."""


def address(record: Any) -> str:
    """The public page of a record or region."""
    model = record._meta.model_name
    if model == "region":
        return reverse("region", kwargs={"code": record.code})
    return reverse("detail", kwargs={"kind": ADDRESSED_BY[model], "ref": record.ref})


@register.filter
def url(record: Any) -> str:
    return address(record)


@register.simple_tag
def link(record: Any, field: str = "name") -> SafeString:
    """`{% link village %}`: the record's name, leading to its page."""
    return format_html('<a href="{}">{}</a>', address(record), text(record, field))


@register.simple_tag
def source_mark(record: Any) -> SafeString:
    """Where a record is written: the passage, leading to its place among all that is taken from the source."""
    if record.source is None:
        return format_html('<span class="unknown">{}</span>', _("no source"))
    return format_html(
        '<a class="source-mark" href="{}">{} <bdi>{}</bdi></a>', passage_address(record), _("Source"), record.locator
    )


@register.simple_tag
def cited(record: Any) -> SafeString:
    """The source by its title, and the passage in it."""
    return format_html(
        '{}{}<a href="{}"><bdi>{}</bdi></a>',
        link(record.source, "title"),
        ", " if formatting.is_english() else "，",
        passage_address(record),
        record.locator or _("place not stated"),
    )


def passage_address(record: Any) -> str:
    at = anchor(record)
    return f"{address(record.source)}?at={at}#{at}"


def anchor(record: Any) -> str:
    """The id a record has on the page of its source."""
    return anchor_of(type(record), record.ref)


def anchor_of(model: type[Any], ref: str) -> str:
    """Refs are unique only within their kind."""
    return f"{ADDRESSED_BY[model._meta.model_name]}-{ref}"


@register.simple_tag(takes_context=True)
def json_ld(context: dict[str, Any], title: str, description: str, about: dict[str, Any]) -> SafeString:
    """A block of data, which the browser never runs: what the page is and what it is about, as schema.org says it."""
    page = {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "name": title,
        "description": description,
        "url": f"{context['origin']}{context['request'].path}",
        "inLanguage": context["page_lang"],
        "license": context["data_licence"],
        **({"about": about} if about else {}),
    }
    data = json.dumps(page, ensure_ascii=False).translate(NO_MARKUP)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(data))


@register.simple_tag
def list_under(kind: str, **params: str) -> str:
    """The address of a list under a filter."""
    return f"{reverse('list', kwargs={'kind': kind})}?{urlencode(params)}"


BAR = 200
"""Units the bar of an interval is wide; what is certain is at least a hairline, so that it is never hidden."""


@register.inclusion_tag("components/interval_bar.html")
def interval_bar(totals: Totals) -> dict[str, Any]:
    """The interval drawn: solid up to “at least”, hatched up to “at most”."""
    certain = int(BAR * totals.lower / totals.upper) if totals.upper else 0
    return {"width": BAR, "certain": max(certain, 1) if totals.lower else 0, "hatches": range(-12, BAR, 8)}

"""Rows for the page: cells with their values as people read them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from projects import formatting
from projects.listings.base import Listing, Row
from projects.listings.columns import Column, FieldKind

NUMBERS = frozenset({FieldKind.MONEY, FieldKind.QUANTITY, FieldKind.INTEGER, FieldKind.YEAR})


def _text(column: Column, value: Any) -> SafeString:
    return format_html("<bdi>{}</bdi>", value)


def _choice(column: Column, value: Any) -> SafeString:
    return format_html('<data value="{}">{}</data>', value, column.choices.get(value, value))


def _money(column: Column, value: Any) -> SafeString:
    return format_html('<data value="{}">{}</data>', f"{value:.2f}", formatting.money(value))


def _quantity(column: Column, value: Any) -> SafeString:
    return format_html('<data value="{}">{}</data>', f"{value:.2f}", formatting.quantity(value))


def _number(column: Column, value: Any) -> SafeString:
    return format_html('<data value="{}">{}</data>', value, value)


def _date(column: Column, value: Any) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), formatting.date(value))


def _boolean(column: Column, value: Any) -> SafeString:
    return format_html('<data value="{}">{}</data>', "true" if value else "false", _("yes") if value else _("no"))


def _url(column: Column, value: Any) -> SafeString:
    if not str(value).startswith(("http://", "https://")):
        return _text(column, value)
    return format_html('<a href="{}" rel="external nofollow">{}</a>', value, value)


def _plain_ref(column: Column, value: Any) -> SafeString:
    return format_html('<data value="{}">{}</data>', value, value)


HTML_VALUE: dict[FieldKind, Callable[[Column, Any], SafeString]] = {
    FieldKind.TEXT: _text,
    FieldKind.REF: _plain_ref,
    FieldKind.PLACES: _plain_ref,
    FieldKind.CHOICE: _choice,
    FieldKind.INTEGER: _number,
    FieldKind.YEAR: _number,
    FieldKind.MONEY: _money,
    FieldKind.QUANTITY: _quantity,
    FieldKind.DATE: _date,
    FieldKind.BOOLEAN: _boolean,
    FieldKind.URL: _url,
}


def address(kind: str, ref: str) -> str:
    """The page of a record of a list; of a region, by its code."""
    if kind == "regions":
        return reverse("region", kwargs={"code": ref})
    return reverse("detail", kwargs={"kind": kind, "ref": ref})


@dataclass
class Head:
    column: Column
    key: str
    label: Any
    is_number: bool
    sorted: str = ""
    """ascending, descending or empty, as aria-sort says it."""
    sort_by: str = ""
    """The order a click asks for; empty where the list cannot be sorted by this."""


@dataclass
class Stack:
    """A column of the page: one column of the list with those shown beneath it."""

    main: Column
    below: list[Column] = field(default_factory=list)


def stacks(listing: Listing) -> list[Stack]:
    found = {c.key: Stack(c) for c in listing.columns if not c.under and not (c.twin and c.is_english)}
    for column in listing.columns:
        if column.under and not (column.twin and column.is_english):
            found[column.under].below.append(column)
    return list(found.values())


def heads(listing: Listing, order: str) -> list[Head]:
    made = []
    for stack in stacks(listing):
        column = stack.main
        head = Head(column, column.key, column.label, column.kind in NUMBERS)
        if column.order:
            if order.removeprefix("-") == column.key:
                head.sorted = "descending" if order.startswith("-") else "ascending"
            numeric_first = "-" if head.is_number else ""
            head.sort_by = {"ascending": f"-{column.key}", "descending": column.key}.get(
                head.sorted, f"{numeric_first}{column.key}"
            )
        made.append(head)
    return made


@dataclass
class Cell:
    label: Any
    html: SafeString
    is_number: bool
    is_head: bool


def cells(listing: Listing, rows: Sequence[Row]) -> Iterator[list[Cell]]:
    """Each row as cells, one per stack. Nothing is shown for what is not stated, except in a main column."""
    layout = stacks(listing)
    keys = [f.key for f in listing.fields]
    english = (get_language() or "").startswith("en")
    for row in rows:
        values = dict(zip(keys, row, strict=True))
        made = []
        for position, stack in enumerate(layout):
            main = _shown(stack.main, values, english)
            if main is None:
                main = format_html('<span class="unknown">{}</span>', NOT_STATED)
            below = format_html_join(
                "",
                '<div class="sub"><span class="sub-label">{}</span> {}</div>',
                (
                    (column.label, shown)
                    for column in stack.below
                    if values[column.key] is not False
                    and not (column.is_usual and column.is_usual(values))
                    and (shown := _shown(column, values, english)) is not None
                ),
            )
            made.append(Cell(stack.main.label, main + below, stack.main.kind in NUMBERS, position == 0))
        yield made


NOT_STATED = gettext_lazy("not stated")


def _shown(column: Column, values: Mapping[str, Any], english: bool) -> SafeString | None:
    if column.twin:
        return _in_one_language(column, values, english)
    value = values[column.key]
    if value is None:
        return None
    inner = HTML_VALUE[column.kind](column, value)
    if column.names:
        keys = [f.key for f in column.fields()][1:]
        mine, other = (keys[1], keys[0]) if english else (keys[0], keys[1])
        key = mine if values[mine] else other
        name = values[key] or value
        inner = format_html('<data value="{}" data-name="{}" lang="{}"><bdi>{}</bdi></data>',
                            value, key, "en" if key == keys[1] else "zh-Hans", name)  # fmt: skip
    if column.link:
        inner = format_html('<a href="{}">{}</a>', address(column.link, str(value)), inner)
    return format_html('<span data-field="{}">{}</span>', column.key, inner)


def _in_one_language(column: Column, values: Mapping[str, Any], english: bool) -> SafeString | None:
    """A text the list holds in two languages: the reader's, or the one there is, marked as such."""
    zh, en = values[column.key], values[column.twin]
    key, shown, language = (column.twin, en, "en") if (en and english) or not zh else (column.key, zh, "zh-Hans")
    if shown is None:
        return None
    return format_html('<span data-field="{}" lang="{}"><bdi>{}</bdi></span>', key, language, shown)

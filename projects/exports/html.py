"""Rows for the page: cells with their values as people read them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from html import escape
from typing import Any
from urllib.parse import quote

from django.urls import get_script_prefix, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from projects import formatting
from projects.listings.base import Listing, Row
from projects.listings.columns import Column, FieldKind

NUMBERS = frozenset({FieldKind.MONEY, FieldKind.QUANTITY, FieldKind.INTEGER, FieldKind.DEGREES, FieldKind.YEAR})

Values = Mapping[str, Any]
"""A row's values by the keys of their fields."""
Shown = Callable[[Any], str]
"""A value as markup. Each escapes what it is given: a page has thousands of values, and this takes a tenth of the
time that format_html does."""
Stated = Callable[[Values], str]
ShownColumn = Callable[[Values], str | None]
"""What a row shows in a column, as markup; None where it states nothing."""


def _text(column: Column) -> Shown:
    if column.holds_names:
        return lambda value: f"<bdi>{_valued(value, formatting.names(value))}</bdi>"
    return lambda value: f"<bdi>{escape(str(value))}</bdi>"


def _data(column: Column) -> Shown:
    def shown(value: Any) -> str:
        text = escape(str(value))
        return f'<data value="{text}">{text}</data>'

    return shown


def _choice(column: Column) -> Shown:
    known = {value: _valued(value, str(label)) for value, label in column.choices.items()}
    return lambda value: known.get(value) or _valued(value, value)


def _valued(value: str, text: str) -> str:
    return f'<data value="{escape(value)}">{escape(text)}</data>'


def _money(column: Column) -> Shown:
    return lambda value: f'<data value="{value:.2f}">{escape(formatting.money(value))}</data>'


def _quantity(column: Column) -> Shown:
    return lambda value: f'<data value="{value:.2f}">{escape(formatting.quantity(value))}</data>'


def _degrees(column: Column) -> Shown:
    return lambda value: f'<data value="{value:.5f}">{value.normalize():f}°</data>'


def _date(column: Column) -> Shown:
    return lambda value: f'<time datetime="{value.isoformat()}">{escape(formatting.date(value))}</time>'


def _boolean(column: Column) -> Shown:
    yes, no = _valued("true", _("yes")), _valued("false", _("no"))
    return lambda value: yes if value else no


def _url(column: Column) -> Shown:
    def shown(value: Any) -> str:
        text = escape(str(value))
        if not text.startswith(("http://", "https://")):
            return f"<bdi>{text}</bdi>"
        return f'<a href="{text}" rel="external nofollow">{text}</a>'

    return shown


VALUES: dict[FieldKind, Callable[[Column], Shown]] = {
    FieldKind.TEXT: _text,
    FieldKind.REF: _data,
    FieldKind.PLACES: _data,
    FieldKind.CHOICE: _choice,
    FieldKind.INTEGER: _data,
    FieldKind.YEAR: _data,
    FieldKind.MONEY: _money,
    FieldKind.QUANTITY: _quantity,
    FieldKind.DEGREES: _degrees,
    FieldKind.DATE: _date,
    FieldKind.BOOLEAN: _boolean,
    FieldKind.URL: _url,
}


def addresses(kind: str) -> Callable[[str], str]:
    """The page of a record of a list by its ref; of a region, by its code."""
    any_ref = "REF"
    if kind == "regions":
        address = reverse("region", kwargs={"code": any_ref})
    else:
        address = reverse("detail", kwargs={"kind": kind, "ref": any_ref})
    before, _ref, after = address.rpartition(any_ref)
    return lambda ref: f"{before}{quote(ref)}{after}"


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


def body(listing: Listing, rows: Iterable[Row]) -> SafeString:
    """The rows of the table, a cell per stack. Nothing is shown for what is not stated, except in a main column."""
    row = _row_of(listing, get_language() or "", get_script_prefix())
    keys = [f.key for f in listing.fields]
    return mark_safe("".join(row(dict(zip(keys, values, strict=True))) for values in rows))


@cache
def _row_of(listing: Listing, language: str, prefix: str) -> Callable[[Values], str]:
    """How a row looks. Labels and addresses depend on the language and on where the site stands, never on the row."""
    is_english = language.startswith("en")
    unknown = f'<span class="unknown">{escape(_("not stated"))}</span>'
    cells = []
    for number, stack in enumerate(stacks(listing)):
        begin, end = '<th scope="row">', "</th>"
        if number:
            of_number = ' class="num"' if stack.main.kind in NUMBERS else ""
            begin, end = f'<td data-label="{escape(str(stack.main.label))}"{of_number}>', "</td>"
        below = [(_label(column), _column(column, is_english), column.key, column.is_usual) for column in stack.below]
        cells.append((begin, _column(stack.main, is_english), below, end))

    def row(values: Values) -> str:
        parts = ["<tr>"]
        for begin, main, below, end in cells:
            parts += (begin, main(values) or unknown)
            for label, column, key, is_usual in below:
                if values[key] is False or (is_usual and is_usual(values)):
                    continue
                if (shown := column(values)) is not None:
                    parts += ('<div class="sub">', label, " ", shown, "</div>")
            parts.append(end)
        parts.append("</tr>\n")
        return "".join(parts)

    return row


def _label(column: Column) -> str:
    return f'<span class="sub-label">{escape(str(column.label))}</span>'


def _column(column: Column, is_english: bool) -> ShownColumn:
    if column.twin:
        return _in_one_language(column, is_english)
    key, stated = column.key, _named(column, is_english) if column.names else _unnamed(column)
    if column.link:
        stated = _linked(column, stated)

    def shown(values: Values) -> str | None:
        return None if values[key] is None else f'<span data-field="{key}">{stated(values)}</span>'

    return shown


def _unnamed(column: Column) -> Stated:
    key, shown = column.key, VALUES[column.kind](column)
    if column.if_nothing is None:
        return lambda values: shown(values[key])
    most, words = column.if_nothing[0], escape(str(column.if_nothing[1]))
    return lambda values: (
        shown(values[key]) if values[most] else f'<data class="unknown" value="{values[key]:.2f}">{words}</data>'
    )


def _named(column: Column, is_english: bool) -> Stated:
    """A ref under its name in the reader's language, or in the one there is, marked as such."""
    ref, in_chinese, in_english = (f.key for f in column.fields())
    mine, other = (in_english, in_chinese) if is_english else (in_chinese, in_english)
    languages = {in_chinese: "zh-Hans", in_english: "en"}

    def shown(values: Values) -> str:
        key = mine if values[mine] else other
        name = f"<bdi>{escape(values[key] or values[ref])}</bdi>"
        return f'<data value="{escape(values[ref])}" data-name="{key}" lang="{languages[key]}">{name}</data>'

    return shown


def _linked(column: Column, inner: Stated) -> Stated:
    key, address = column.key, addresses(column.link)
    return lambda values: f'<a href="{address(values[key])}">{inner(values)}</a>'


def _in_one_language(column: Column, is_english: bool) -> ShownColumn:
    """A text the list holds in two languages: the reader's, or the one there is, marked as such."""
    text_of = _text(column)

    def shown(values: Values) -> str | None:
        zh, en = values[column.key], values[column.twin]
        in_english = (en and is_english) or not zh
        key, text, language = (column.twin, en, "en") if in_english else (column.key, zh, "zh-Hans")
        return None if text is None else f'<span data-field="{key}" lang="{language}">{text_of(text)}</span>'

    return shown

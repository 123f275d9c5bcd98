"""What a public list shows: columns, and the plain values each is made of."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db.models import F, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import NullIf
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from projects.models import CountedVillage
from projects.models.places import NO_FIRST_YEAR, NO_LAST_YEAR

if TYPE_CHECKING:
    from projects.listings.base import Query


class FieldKind(StrEnum):
    """What a value is; one table of formatters per format says how it looks."""

    TEXT = "text"
    REF = "ref"
    PLACES = "places"
    CHOICE = "choice"
    INTEGER = "integer"
    MONEY = "money"
    QUANTITY = "quantity"
    DEGREES = "degrees"
    """Of latitude or longitude, with five decimals in files."""
    YEAR = "year"
    DATE = "date"
    BOOLEAN = "boolean"
    URL = "url"

    @property
    def label(self) -> Any:
        return KIND_LABELS[self]


KIND_LABELS = {
    FieldKind.TEXT: pgettext_lazy("kind of value", "text"),
    FieldKind.REF: pgettext_lazy("kind of value", "ref"),
    FieldKind.PLACES: pgettext_lazy("kind of value", "refs of villages, or a division code"),
    FieldKind.CHOICE: pgettext_lazy("kind of value", "one of:"),
    FieldKind.INTEGER: pgettext_lazy("kind of value", "whole number"),
    FieldKind.MONEY: pgettext_lazy("kind of value", "amount in yuan"),
    FieldKind.QUANTITY: pgettext_lazy("kind of value", "number"),
    FieldKind.DEGREES: pgettext_lazy("kind of value", "degrees"),
    FieldKind.YEAR: pgettext_lazy("kind of value", "year"),
    FieldKind.DATE: pgettext_lazy("kind of value", "date"),
    FieldKind.BOOLEAN: pgettext_lazy("kind of value", "true or false"),
    FieldKind.URL: pgettext_lazy("kind of value", "web address"),
}


Expression = str | Combinable
Source = Expression | Callable[["Query"], Combinable]
"""A model path, an expression, or what makes one from the query at hand (buckets and bounds depend on it)."""


@dataclass(frozen=True)
class Field:
    """One value of a row: a cell of a CSV, a key of a JSON object."""

    key: str
    label: Any
    kind: FieldKind
    source: Source
    choices: Mapping[str, Any] = field(default_factory=dict)
    help: Any = ""

    def expression(self, query: "Query") -> Combinable:
        source = self.source(query) if callable(self.source) else self.source
        return F(source) if isinstance(source, str) else source


@dataclass(frozen=True)
class Column:
    """One thing a reader sees: a value, with the two names it goes by where it is a ref.

    `link` is the list a ref leads to; `names` the sources of its Chinese and English name, `name_keys` what
    files call them. `under` puts it below another column's value on the page; files know no such thing.
    """

    key: str
    label: Any
    kind: FieldKind
    source: Source
    choices: Mapping[str, Any] = field(default_factory=dict)
    names: tuple[Source, Source] | None = None
    name_keys: tuple[str, str] | None = None
    link: str = ""
    order: str = ""
    """The model path or read-model path to sort by; empty where a list cannot be sorted by this."""
    stored: str = ""
    """Of a computed value: where it stands ready for a query that does not ask for its parts, and is at most that."""
    made_of: Callable[["Query"], QuerySet[CountedVillage]] | None = None
    """Of a computed value: the rows whose remainders it is the sum of, by village."""
    under: str = ""
    twin: str = ""
    """The column that says the same in the other language; the page shows the reader's, files both."""
    is_english: bool = False
    is_usual: Callable[[Mapping[str, Any]], bool] | None = None
    """Whether a row's value, given all of them by key, goes without saying on the page. Files always say it."""
    if_nothing: tuple[str, Any] | None = None
    """The key of an upper bound, and what the page says where that is zero: nothing stated, which is not zero."""
    holds_names: bool = False
    """Whether the text is names separated by “;”, which the page separates as its language does."""
    help: Any = ""

    def fields(self) -> Iterator[Field]:
        if not self.names:
            yield Field(self.key, self.label, self.kind, self.source, self.choices, self.help)
        else:
            label = in_brackets(self.label, _("ref"))
            yield Field(self.key, label, self.kind, self.source, self.choices, self.help)
            keys = self.name_keys or (f"{self.key}_zh", f"{self.key}_en")
            labels = [in_brackets(self.label, language) for language in (_("in Chinese"), _("in English"))]
            for key, label, source in zip(keys, labels, self.names, strict=True):
                yield Field(key, label, FieldKind.TEXT, source)


def in_brackets(label: Any, remark: Any) -> Any:
    return format_lazy(_("{label} ({remark})"), label=label, remark=remark)


def known_year(path: str, unknown: int) -> Callable[["Query"], Combinable]:
    return lambda query: NullIf(F(path), Value(unknown))


def first_year(path: str) -> Callable[["Query"], Combinable]:
    """Null where the period reaches back without limit."""
    return known_year(path, NO_FIRST_YEAR)


def last_year(path: str) -> Callable[["Query"], Combinable]:
    return known_year(path, NO_LAST_YEAR)

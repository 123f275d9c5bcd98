"""The kinds of records that come in and go out as tables, and the columns of each."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import models
from django.utils.translation import override

from projects.imports.reading import header_key
from projects.models import (
    AidProject,
    Award,
    Donation,
    Enterprise,
    Funding,
    Indicator,
    Outcome,
    Purchase,
    Region,
    Source,
    Village,
)

LANGUAGES = ("en", "zh-hans")


@dataclass(frozen=True)
class Kind:
    """A record kind. Its columns are the model's editable fields; `first` only says which come first."""

    key: str
    model: type[models.Model]
    required: tuple[str, ...]
    first: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    """Columns that refer to records of the same kind, which may stand further down in the same file."""
    aliases: tuple[tuple[str, str], ...] = ()

    @property
    def key_column(self) -> str:
        return key_column(self.model)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        fields = [f.name for f in self.model._meta.concrete_fields if f.editable and f.name != "id"]
        fields += [f.name for f in self.model._meta.many_to_many]
        return tuple(dict.fromkeys((*self.required, *self.first, *fields)))

    @cached_property
    def headers(self) -> dict[str, str]:
        """The column each accepted header means: its key, or its label in either language."""
        found = dict(self.aliases)
        for language in LANGUAGES:
            with override(language):
                for column in self.columns:
                    label = str(self.model._meta.get_field(column).verbose_name)  # type: ignore[union-attr]
                    found.setdefault(header_key(label), column)
        return found | {column: column for column in self.columns}

    def has_many(self) -> bool:
        return bool(self.model._meta.many_to_many)


def key_column(model: type[models.Model]) -> str:
    """What a record goes by in files: its ref; a region by its division code."""
    return "code" if model is Region else "ref"


WHEN = ("year_from", "year_to", "as_of")
COUNTING = ("basis", "part_of", "replaces", "may_overlap", "as_written", "source", "locator")
WITHIN = ("part_of", "replaces")


def _kinds() -> Iterator[Kind]:
    yield Kind("sources", Source, ("ref", "title", "publisher", "published_on"), ("url", "language", "note"))
    yield Kind("regions", Region, ("code", "name_zh"), ("name_en",), aliases=(("name", "name_zh"),))
    yield Kind(
        "villages", Village, ("ref", "name_zh", "region"), ("name_en", "code", "kind", "latitude", "longitude", "note")
    )
    yield Kind("enterprises", Enterprise, ("ref", "name_zh"), ("name_en", "uscc", "parent", "aliases"), ("parent",))
    yield Kind(
        "projects",
        AidProject,
        ("ref", "title_zh", "enterprise", "measure"),
        ("title_en", "parent", "relationship", "status", "villages", "region", "unnamed_villages", "place_note",
         "year_from", "year_to", "description_zh", "description_en", "source", "locator"),
        ("parent",),
    )  # fmt: skip
    yield Kind(
        "funding",
        Funding,
        ("ref", "project", "amount"),
        ("enterprise", "village", *WHEN, "stage", "basis", "origin", "terms", "form", *COUNTING[1:]),
        WITHIN,
    )
    yield Kind(
        "donations",
        Donation,
        ("ref", "enterprise", "amount"),
        ("payer", "campaign", "recipient", "purpose", "villages", "region", *WHEN, "basis", "form", *COUNTING[1:]),
        WITHIN,
    )
    yield Kind(
        "purchases",
        Purchase,
        ("ref", "enterprise", "amount"),
        ("mode", "products", "channel", "villages", "region", *WHEN, *COUNTING),
        WITHIN,
    )
    yield Kind(
        "awards",
        Award,
        ("ref", "enterprise", "title_zh", "year"),
        ("title_en", "granting_bodies", "level", "source", "locator"),
    )
    yield Kind("indicators", Indicator, ("ref", "name_zh", "unit", "aggregation"), ("name_en", "unit_en"))
    yield Kind(
        "outcomes",
        Outcome,
        ("ref", "indicator", "value"),
        ("project", "village", "region", "concept", *WHEN, *COUNTING),
        WITHIN,
    )


KINDS: dict[str, Kind] = {kind.key: kind for kind in _kinds()}
"""In the order in which an empty database takes them."""


def record_key(record: Any) -> str:
    key: str = getattr(record, key_column(type(record)))
    return key


def kind_of(model: type[models.Model]) -> Kind:
    return next(kind for kind in KINDS.values() if kind.model is model)

"""What is indexed."""

from django.db import connection, models

SHORTEST = 2
"""Characters a text must have for the index to know it."""

INDEXED: dict[str, tuple[str, ...]] = {
    "village": ("ref", "name_zh", "name_en", "code"),
    "enterprise": ("ref", "name_zh", "name_en", "aliases", "uscc"),
    "aidproject": ("ref", "title_zh", "title_en", "description_zh", "description_en", "place_note", "place_note_en"),
    "funding": ("ref", "as_written", "note", "note_en"),
    "donation": (
        "ref", "as_written", "note", "note_en", "campaign", "campaign_en", "recipient", "recipient_en",
        "purpose", "purpose_en",
    ),
    "purchase": ("ref", "as_written", "note", "note_en", "products", "products_en", "channel", "channel_en"),
    "outcome": ("ref", "as_written", "note", "note_en"),
    "award": ("ref", "title_zh", "title_en", "granting_bodies", "granting_bodies_en"),
    "source": ("ref", "title", "title_en", "publisher", "publisher_en"),
}  # fmt: skip
"""By model name. After a change PostgreSQL needs a migration; SQLite follows at the next `migrate`."""
ON_POSTGRESQL: dict[str, tuple[str, ...]] = {"region": ("name_zh", "name_en")}
"""Not on SQLite: its index knows rows by their numbers, and regions have none that lasts. It reads them all."""


def fields_of(model: type[models.Model]) -> tuple[str, ...]:
    return {**INDEXED, **ON_POSTGRESQL}[str(model._meta.model_name)]


def is_indexed(model: type[models.Model], fields: tuple[str, ...]) -> bool:
    indexed = {**INDEXED, **ON_POSTGRESQL} if connection.vendor == "postgresql" else INDEXED
    return {*fields} <= {*indexed.get(str(model._meta.model_name), ())}

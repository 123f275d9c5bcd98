"""The index that finds Chinese words of two characters and more."""

from django.db import migrations

from projects.search import upkeep

INDEXED = {
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
}


def make(apps, editor):
    upkeep.make_all(editor, INDEXED)


def drop(apps, editor):
    upkeep.drop_all(editor, INDEXED)


class Migration(migrations.Migration):
    dependencies = [("projects", "0006_counted_area")]

    operations = [migrations.RunPython(make, drop)]

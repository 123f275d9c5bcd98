from django.db import migrations

from projects.search import postgresql

FIELDS = ("name_zh", "name_en")


def make(apps, editor):
    if editor.connection.vendor == "postgresql":
        postgresql.make(editor, "projects_region", FIELDS)


def drop(apps, editor):
    if editor.connection.vendor == "postgresql":
        postgresql.drop(editor, "projects_region")


class Migration(migrations.Migration):
    dependencies = [("projects", "0033_reach_by_index")]

    operations = [migrations.RunPython(make, drop)]

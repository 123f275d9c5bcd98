from typing import Any

from django.db import migrations

NAME = "countedfigure_alike"
SAMPLE = 500
"""Hundreds of combinations are common; PostgreSQL looks at 300 times as many rows for them."""


def make(apps: Any, schema_editor: Any) -> None:
    """Which kinds, measures, payers and places go together: taken one by one, PostgreSQL guesses wrong by thousands."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"CREATE STATISTICS {NAME} (mcv) ON kind, measure, payer, place_kind FROM projects_countedfigure"
        )
        schema_editor.execute(f"ALTER STATISTICS {NAME} SET STATISTICS {SAMPLE}")
        schema_editor.execute("ANALYZE projects_countedfigure")


def drop(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP STATISTICS {NAME}")


class Migration(migrations.Migration):
    dependencies = [("projects", "0024_village_coordinates")]

    operations = [migrations.RunPython(make, drop)]

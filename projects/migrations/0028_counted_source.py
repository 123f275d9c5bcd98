from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def empty_the_read_model(apps: Any, schema_editor: Any) -> None:
    """Filled anew once all migrations have run (projects/counting/sync.py)."""
    verb = "TRUNCATE" if schema_editor.connection.vendor == "postgresql" else "DELETE FROM"
    for table in ("countedvillage", "countedfigure", "countedsum", "countedspan", "countedreach", "countedbounds"):
        schema_editor.execute(f"{verb} projects_{table}")


class Migration(migrations.Migration):
    dependencies = [("projects", "0027_sort_records_apart")]

    operations = [
        migrations.RunPython(empty_the_read_model, migrations.RunPython.noop),
        migrations.AddField(
            model_name="countedfigure",
            name="source",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                to="projects.source",
            ),
        ),
        migrations.AddIndex(
            model_name="countedfigure",
            index=models.Index(fields=["source", "measure", "area"], name="countedfigure_source"),
        ),
    ]

from django.db import migrations


def empty_the_read_model(apps, schema_editor):
    """Filled anew once all migrations have run (projects/counting/sync.py): an area may now say that it is not stated."""
    for table in ("projects_countedvillage", "projects_countedfigure"):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"TRUNCATE {table}")
        else:
            schema_editor.execute(f"DELETE FROM {table}")


class Migration(migrations.Migration):
    dependencies = [("projects", "0014_data_version")]

    operations = [migrations.RunPython(empty_the_read_model, migrations.RunPython.noop)]

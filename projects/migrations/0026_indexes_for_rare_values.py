from typing import Any

import django.db.models.deletion
from django.db import migrations, models


TABLE = "projects_countedfigure"
COUNTED = ("funding", "donation", "purchase", "outcome", "project")


def index_stated(apps: Any, schema_editor: Any) -> None:
    """Each row is of one record, and four of its five keys are empty: whole indexes hold mostly nothing.

    Django always makes a one-to-one field's index whole. SQLite would have to make the table anew without it.
    """
    if schema_editor.connection.vendor == "postgresql":
        for name in COUNTED:
            key = f"{name}_id"
            schema_editor.execute(f"ALTER TABLE {TABLE} DROP CONSTRAINT {TABLE}_{key}_key")
            schema_editor.execute(f"CREATE UNIQUE INDEX {TABLE}_{key}_key ON {TABLE} ({key}) WHERE {key} IS NOT NULL")


def index_all(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for name in COUNTED:
            key = f"{name}_id"
            schema_editor.execute(f"DROP INDEX {TABLE}_{key}_key")
            schema_editor.execute(f"ALTER TABLE {TABLE} ADD CONSTRAINT {TABLE}_{key}_key UNIQUE ({key})")


class Migration(migrations.Migration):

    dependencies = [
        ('projects', '0025_counted_statistics'),
    ]

    operations = [
        migrations.AlterField(
            model_name='countedvillage',
            name='village',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='counted', to='projects.village'),
        ),
        migrations.AddIndex(
            model_name='aidproject',
            index=models.Index(condition=models.Q(('parent__isnull', False), ('state', 'published')), fields=['parent'], name='aidproject_of_programme'),
        ),
        migrations.AddIndex(
            model_name='donation',
            index=models.Index(fields=['form'], name='donation_of_form'),
        ),
        migrations.AddIndex(
            model_name='funding',
            index=models.Index(fields=['origin'], name='funding_of_origin'),
        ),
        migrations.AddIndex(
            model_name='funding',
            index=models.Index(fields=['form'], name='funding_of_form'),
        ),
        migrations.AddIndex(
            model_name='funding',
            index=models.Index(fields=['terms'], name='funding_of_terms'),
        ),
        migrations.AddIndex(
            model_name='funding',
            index=models.Index(fields=['stage'], name='funding_of_stage'),
        ),
        migrations.AddIndex(
            model_name='outcome',
            index=models.Index(fields=['concept'], name='outcome_of_concept'),
        ),
        migrations.AddIndex(
            model_name='source',
            index=models.Index(fields=['language'], name='source_of_language'),
        ),
        migrations.AddIndex(
            model_name='village',
            index=models.Index(fields=['kind'], name='village_of_kind'),
        ),
        migrations.RunPython(index_stated, index_all),
    ]

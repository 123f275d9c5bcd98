"""The one office, whose rules administrators may change."""

from django.contrib.auth.management import create_permissions
from django.db import migrations


def add_office(apps, schema_editor):
    config = apps.get_app_config("projects")
    config.models_module = True  # the historical app has no module, without which nothing is created
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    apps.get_model("projects", "Office").objects.get_or_create(pk=1)
    allowed = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="projects", codename__in=["view_office", "change_office"]
    )
    for group in apps.get_model("auth", "Group").objects.filter(name="administrator"):
        group.permissions.add(*allowed)


class Migration(migrations.Migration):
    dependencies = [("projects", "0012_review")]
    operations = [migrations.RunPython(add_office, migrations.RunPython.noop)]

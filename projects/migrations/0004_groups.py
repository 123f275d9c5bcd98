"""The three roles of an assistance office."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

RECORDS = ("village", "enterprise", "aidproject", "funding", "donation", "purchase", "award", "outcome", "source")
REFERENCE = ("region", "indicator")


def codenames(actions, models):
    return {f"{action}_{model}" for action in actions for model in models}


GROUPS = {
    "data entry": codenames(("view", "add", "change"), RECORDS) | codenames(("view",), REFERENCE),
    "reviewer": codenames(("view", "change"), RECORDS) | codenames(("view",), REFERENCE) | {"publish_record"},
    "administrator": codenames(("view", "add", "change", "delete"), (*RECORDS, *REFERENCE)) | {"publish_record"},
}
ACCOUNTS = {"view_user", "add_user", "change_user", "view_group"}


def add_groups(apps, schema_editor):
    for label in ("projects", "auth", "contenttypes"):
        config = apps.get_app_config(label)
        config.models_module = True  # the historical app has no module, without which nothing is created
        create_permissions(config, apps=apps, verbosity=0)
        config.models_module = None
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, allowed in GROUPS.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(*Permission.objects.filter(content_type__app_label="projects", codename__in=allowed))
        if name == "administrator":
            group.permissions.add(*Permission.objects.filter(content_type__app_label="auth", codename__in=ACCOUNTS))


def remove_groups(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=GROUPS).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0003_publish_permission"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(add_groups, remove_groups)]

from django.db import migrations
from django.db.models import Exists, OuterRef


def forget_the_others(apps, schema_editor):
    village = apps.get_model("projects", "Village").objects.filter(pk=OuterRef("village"))
    apps.get_model("projects", "CountedBounds").objects.filter(~Exists(village.filter(state="published"))).delete()


class Migration(migrations.Migration):
    """Bounds are kept of published villages alone. Those of the others were in no list: nothing is to be put back."""

    dependencies = [("projects", "0031_measures_by_place")]

    operations = [migrations.RunPython(forget_the_others, migrations.RunPython.noop, elidable=True)]

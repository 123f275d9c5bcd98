from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0030_enterprises_by_place")]

    operations = [
        migrations.RemoveIndex(model_name="countedfigure", name="countedfigure_kind_measure"),
        migrations.AddIndex(
            model_name="countedfigure",
            index=models.Index(fields=["kind", "measure", "area"], name="countedfigure_kind_measure"),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0029_counted_village_facts")]

    operations = [
        migrations.RemoveIndex(model_name="countedfigure", name="countedfigure_enterprise"),
        migrations.AddIndex(
            model_name="countedfigure",
            index=models.Index(fields=["enterprise", "area", "measure", "kind"], name="countedfigure_enterprise"),
        ),
    ]

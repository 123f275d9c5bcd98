from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0028_counted_source")]

    operations = [
        migrations.RemoveIndex(model_name="countedvillage", name="countedvillage_facts"),
        migrations.AddIndex(
            model_name="countedvillage",
            index=models.Index(
                fields=["village", "kind"],
                name="countedvillage_facts",
                include=("counted", "indicator", "measure", "remainder", "is_alone", "year_from", "year_to"),
            ),
        ),
    ]

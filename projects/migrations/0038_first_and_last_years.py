from django.db import migrations, models

SPANS = """SELECT substr(s.position, 1, l.digits) AS division, s.year_from, s.year_to, SUM(s.villages) AS villages
    FROM projects_countedspan s JOIN (
        SELECT 0 AS digits UNION ALL SELECT 2 UNION ALL SELECT 4 UNION ALL SELECT 6 UNION ALL SELECT 9
    ) AS l ON l.digits <= length(s.position)
    GROUP BY 1, 2, 3 HAVING SUM(s.villages) <> 0"""


def fill(apps, editor):
    editor.execute(
        f"""INSERT INTO projects_countedreach (division, year, begun, ended)
        SELECT division, year, SUM(begun), SUM(ended) FROM (
            SELECT division, year_from AS year, villages AS begun, 0 AS ended FROM ({SPANS}) AS a
            UNION ALL SELECT division, year_to, 0, villages FROM ({SPANS}) AS b
        ) AS ends GROUP BY division, year HAVING SUM(begun) <> 0 OR SUM(ended) <> 0"""
    )
    editor.execute(
        f"""INSERT INTO projects_countedgap (division, year_from, year_to, villages)
        SELECT division, year_to + 1, year_from - 1, -villages FROM ({SPANS}) AS spans WHERE year_from > year_to"""
    )


def fill_as_before(apps, editor):
    editor.execute(f"INSERT INTO projects_countedreach (division, year_from, year_to, villages) {SPANS}")


class Migration(migrations.Migration):
    """Years by which villages were reached first and last: a third of the rows that all their spans are."""

    dependencies = [("projects", "0037_concepts_by_indicator")]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, fill_as_before),
        migrations.DeleteModel("CountedReach"),
        migrations.CreateModel(
            name="CountedReach",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("division", models.CharField(blank=True, max_length=9)),
                ("year", models.PositiveSmallIntegerField()),
                ("begun", models.IntegerField()),
                ("ended", models.IntegerField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("division", "year"), name="countedreach_once")],
                "indexes": [
                    models.Index(fields=["division"], include=("year", "begun", "ended"), name="countedreach_in")
                ],
            },
        ),
        migrations.CreateModel(
            name="CountedGap",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("division", models.CharField(blank=True, max_length=9)),
                ("year_from", models.PositiveSmallIntegerField()),
                ("year_to", models.PositiveSmallIntegerField()),
                ("villages", models.IntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("division", "year_from", "year_to"), name="countedgap_once")
                ],
                "indexes": [
                    models.Index(
                        fields=["division", "year_to"], include=("year_from", "villages"), name="countedgap_in"
                    )
                ],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]

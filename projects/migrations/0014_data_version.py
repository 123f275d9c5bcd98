"""Triggers on the tables follow at the end of every migrate: projects/caching/triggers.py."""

from django.db import migrations, models

from projects.caching import triggers


class Migration(migrations.Migration):

    dependencies = [
        ('projects', '0013_office'),
    ]

    operations = [
        migrations.CreateModel(
            name='DataChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('changes', models.BigIntegerField(default=1)),
                ('raised_at', models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.RunPython(triggers.make_function, triggers.drop_all),
    ]

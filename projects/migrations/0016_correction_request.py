"""Readers' reports of mistakes, and who may answer them."""

from django.contrib.auth.management import create_permissions
from django.db import migrations, models

GROUPS = {
    "data entry": ("view",),
    "reviewer": ("view", "change"),
    "administrator": ("view", "change", "delete"),
}


def allow(apps, schema_editor):
    config = apps.get_app_config("projects")
    config.models_module = True  # the historical app has no module, without which nothing is created
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, actions in GROUPS.items():
        group, _ = Group.objects.get_or_create(name=name)
        names = [f"{action}_correctionrequest" for action in actions]
        group.permissions.add(*Permission.objects.filter(content_type__app_label="projects", codename__in=names))


class Migration(migrations.Migration):

    dependencies = [
        ('projects', '0015_area_not_stated'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [
        migrations.CreateModel(
            name='CorrectionRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(editable=False, max_length=20, verbose_name='list')),
                ('ref', models.CharField(editable=False, max_length=64, verbose_name='ref')),
                ('message', models.TextField(max_length=2000, verbose_name='what is wrong')),
                ('evidence', models.CharField(blank=True, max_length=500, verbose_name='where the right figure is written')),
                ('contact', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address')),
                ('language', models.CharField(editable=False, max_length=10, verbose_name='language')),
                ('sender', models.CharField(editable=False, max_length=40)),
                ('received_at', models.DateTimeField(auto_now_add=True, verbose_name='received at')),
                ('status', models.CharField(choices=[('open', 'open'), ('corrected', 'corrected'), ('declined', 'no correction needed')], default='open', max_length=10, verbose_name='status')),
                ('answer', models.TextField(blank=True, verbose_name='what was done')),
            ],
            options={
                'verbose_name': 'correction request',
                'verbose_name_plural': 'correction requests',
                'ordering': ['-received_at', '-pk'],
                'indexes': [models.Index(fields=['status', '-received_at'], name='correctionrequest_queue'), models.Index(fields=['sender', 'received_at'], name='correctionrequest_sender')],
            },
        ),
        migrations.RunPython(allow, migrations.RunPython.noop),
    ]

"""Files beside records, and who may add them."""

import django.db.models.deletion
import projects.intake.store
import projects.models.attachment
import simple_history.models
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models


ACTIONS = {
    "data entry": ("view", "add", "change"),
    "reviewer": ("view", "add", "change"),
    "administrator": ("view", "add", "change", "delete"),
}


def allow(apps, schema_editor):
    config = apps.get_app_config("projects")
    config.models_module = True  # the historical app has no module, without which nothing is created
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    permissions = apps.get_model("auth", "Permission").objects.filter(content_type__app_label="projects")
    for group in apps.get_model("auth", "Group").objects.filter(name__in=ACTIONS):
        names = [f"{action}_attachment" for action in ACTIONS[group.name]]
        group.permissions.add(*permissions.filter(codename__in=names))


class Migration(migrations.Migration):

    dependencies = [
        ('projects', '0016_correction_request'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalAttachment',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('type', models.CharField(choices=[('contract', 'contract'), ('voucher', 'voucher'), ('invoice', 'invoice'), ('acceptance', 'acceptance report'), ('photo', 'photo'), ('announcement', 'announcement'), ('other', 'other document')], max_length=15, verbose_name='type')),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='title')),
                ('title_en', models.CharField(blank=True, max_length=200, verbose_name='title in English')),
                ('dated_on', models.DateField(blank=True, null=True, verbose_name='date of the document')),
                ('is_public', models.BooleanField(default=False, verbose_name='public')),
                ('file', models.TextField(editable=False, max_length=100, verbose_name='file')),
                ('original_name', models.CharField(editable=False, max_length=255, verbose_name='name of the file')),
                ('content_type', models.CharField(editable=False, max_length=100)),
                ('size', models.PositiveIntegerField(editable=False, verbose_name='size')),
                ('sha256', models.CharField(db_index=True, editable=False, max_length=64, verbose_name='SHA-256')),
                ('added_at', models.DateTimeField(blank=True, editable=False, verbose_name='added at')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('award', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='projects.award')),
                ('batch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='projects.proposal')),
                ('donation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='projects.donation')),
                ('enterprise', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='projects.enterprise')),
                ('funding', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='projects.funding')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('outcome', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='projects.outcome')),
                ('project', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='projects.aidproject')),
                ('purchase', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='projects.purchase')),
                ('source', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='projects.source')),
                ('village', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='projects.village')),
            ],
            options={
                'verbose_name': 'historical attachment',
                'verbose_name_plural': 'historical attachments',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('type', models.CharField(choices=[('contract', 'contract'), ('voucher', 'voucher'), ('invoice', 'invoice'), ('acceptance', 'acceptance report'), ('photo', 'photo'), ('announcement', 'announcement'), ('other', 'other document')], max_length=15, verbose_name='type')),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='title')),
                ('title_en', models.CharField(blank=True, max_length=200, verbose_name='title in English')),
                ('dated_on', models.DateField(blank=True, null=True, verbose_name='date of the document')),
                ('is_public', models.BooleanField(default=False, verbose_name='public')),
                ('file', models.FileField(editable=False, storage=projects.intake.store.ByContent(), upload_to=projects.models.attachment.stored_at, verbose_name='file')),
                ('original_name', models.CharField(editable=False, max_length=255, verbose_name='name of the file')),
                ('content_type', models.CharField(editable=False, max_length=100)),
                ('size', models.PositiveIntegerField(editable=False, verbose_name='size')),
                ('sha256', models.CharField(db_index=True, editable=False, max_length=64, verbose_name='SHA-256')),
                ('added_at', models.DateTimeField(auto_now_add=True, verbose_name='added at')),
                ('award', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='projects.award')),
                ('donation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='projects.donation')),
                ('enterprise', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='projects.enterprise')),
                ('funding', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='projects.funding')),
                ('outcome', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='projects.outcome')),
                ('project', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='projects.aidproject')),
                ('purchase', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='projects.purchase')),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='projects.source')),
                ('village', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='projects.village')),
            ],
            options={
                'verbose_name': 'attachment',
                'verbose_name_plural': 'attachments',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('award__isnull', True), ('donation__isnull', True), ('enterprise__isnull', True), ('funding__isnull', True), ('outcome__isnull', True), ('project__isnull', True), ('purchase__isnull', True), ('source__isnull', False), ('village__isnull', True)), models.Q(('award__isnull', True), ('donation__isnull', True), ('enterprise__isnull', False), ('funding__isnull', True), ('outcome__isnull', True), ('project__isnull', True), ('purchase__isnull', True), ('source__isnull', True), ('village__isnull', True)), models.Q(('award__isnull', True), ('donation__isnull', True), ('enterprise__isnull', True), ('funding__isnull', True), ('outcome__isnull', True), ('project__isnull', True), ('purchase__isnull', True), ('source__isnull', True), ('village__isnull', False)), models.Q(('award__isnull', True), ('donation__isnull', True), ('enterprise__isnull', True), ('funding__isnull', True), ('outcome__isnull', True), ('project__isnull', False), ('purchase__isnull', True), ('source__isnull', True), ('village__isnull', True)), models.Q(('award__isnull', True), ('donation__isnull', True), ('enterprise__isnull', True), ('funding__isnull', False), ('outcome__isnull', True), ('project__isnull', True), ('purchase__isnull', True), ('source__isnull', True), ('village__isnull', True)), models.Q(('award__isnull', True), ('donation__isnull', False), ('enterprise__isnull', True), ('funding__isnull', True), ('outcome__isnull', True), ('project__isnull', True), ('purchase__isnull', True), ('source__isnull', True), ('village__isnull', True)), models.Q(('award__isnull', True), ('donation__isnull', True), ('enterprise__isnull', True), ('funding__isnull', True), ('outcome__isnull', True), ('project__isnull', True), ('purchase__isnull', False), ('source__isnull', True), ('village__isnull', True)), models.Q(('award__isnull', True), ('donation__isnull', True), ('enterprise__isnull', True), ('funding__isnull', True), ('outcome__isnull', False), ('project__isnull', True), ('purchase__isnull', True), ('source__isnull', True), ('village__isnull', True)), models.Q(('award__isnull', False), ('donation__isnull', True), ('enterprise__isnull', True), ('funding__isnull', True), ('outcome__isnull', True), ('project__isnull', True), ('purchase__isnull', True), ('source__isnull', True), ('village__isnull', True)), _connector='OR'), name='attachment_belongs_to_one', violation_error_message='An attachment belongs to one record.')],
            },
        ),
        migrations.RunPython(allow, migrations.RunPython.noop),
    ]

"""What this app's migrations up to 0008 make, at once, for a database that has none of them."""

import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from loneliness.records.guards import InstallGuard
from loneliness.records.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ('records', '0001_initial'),
        ('records', '0002_guards'),
        ('records', '0003_mail'),
        ('records', '0004_accepted_gaps'),
        ('records', '0005_guards'),
        ('records', '0006_last_done'),
        ('records', '0007_redaction_length'),
        ('records', '0008_jobs_are_begun_again'),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='LastDone',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(help_text='What was done.', max_length=40, unique=True)),
                    ('done_at', models.DateTimeField(help_text='When, for the last time.')),
                ],
                options={
                    'verbose_name': 'last time',
                    'verbose_name_plural': 'last times',
                    'ordering': ('name',),
                },
            ),
            migrations.CreateModel(
                name='HistoricalAcceptedGap',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('history_change_reason', models.TextField(null=True)),
                    ('identity', models.CharField(db_index=True, help_text='Made from the rule, the address and the record.', max_length=32)),
                    ('rule', models.CharField(help_text='The rule that found it.', max_length=100)),
                    ('record', models.TextField(help_text='The record it was found in, in words.')),
                    ('link', models.CharField(help_text='Where it is mended.', max_length=500)),
                    ('sentence', models.TextField(help_text='What was found; when more or something else is found, it is a gap again.')),
                    ('reason', models.TextField(help_text='Why it may stay open for now.')),
                    ('review_on', models.DateField(help_text='The last day it is accepted.')),
                    ('accepted_on', models.DateField(help_text='The day they did.')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('accepted_by', models.ForeignKey(blank=True, db_constraint=False, help_text='Who accepted it.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'historical accepted gap',
                    'verbose_name_plural': 'historical accepted gaps',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='AcceptedGap',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('identity', models.CharField(help_text='Made from the rule, the address and the record.', max_length=32, unique=True)),
                    ('rule', models.CharField(help_text='The rule that found it.', max_length=100)),
                    ('record', models.TextField(help_text='The record it was found in, in words.')),
                    ('link', models.CharField(help_text='Where it is mended.', max_length=500)),
                    ('sentence', models.TextField(help_text='What was found; when more or something else is found, it is a gap again.')),
                    ('reason', models.TextField(help_text='Why it may stay open for now.')),
                    ('review_on', models.DateField(help_text='The last day it is accepted.')),
                    ('accepted_on', models.DateField(help_text='The day they did.')),
                    ('accepted_by', models.ForeignKey(help_text='Who accepted it.', on_delete=django.db.models.deletion.PROTECT, related_name='accepted_gaps', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('review_on', 'pk'),
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('identity', ''), _negated=True), models.Q(('rule', ''), _negated=True), models.Q(('record', ''), _negated=True), models.Q(('link', ''), _negated=True)), name='accepted_gap_says_which', violation_error_message='Say which gap is accepted.'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='accepted_gap_has_reason', violation_error_message='Say why the gap may stay open for now.'), models.CheckConstraint(condition=models.Q(('review_on__gt', models.F('accepted_on'))), name='accepted_gap_reviewed_later', violation_error_message='Choose a day after today to look at the gap again.')],
                },
            ),
            migrations.CreateModel(
                name='ColumnChoice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('path', models.CharField(help_text="The list's address.", max_length=200)),
                    ('columns', models.CharField(help_text="The columns' names in their order, with commas between them.", max_length=500)),
                    ('owner', models.ForeignKey(help_text='Whose.', on_delete=django.db.models.deletion.PROTECT, related_name='column_choices', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('path',),
                    'constraints': [models.UniqueConstraint(fields=('owner', 'path'), name='column_choice_once', violation_error_message='Your columns for this list are already kept.'), models.CheckConstraint(condition=models.Q(('columns', ''), _negated=True), name='column_choice_not_empty', violation_error_message='Choose at least one column.')],
                },
            ),
            migrations.CreateModel(
                name='Job',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('title', models.CharField(help_text='What is being done.', max_length=300)),
                    ('state', models.CharField(choices=[('waiting', 'Waiting'), ('running', 'Running'), ('done', 'Done'), ('cancelled', 'Cancelled'), ('failed', 'Failed')], default='waiting', help_text='Where it is.', max_length=20)),
                    ('done', models.PositiveIntegerField(default=0, help_text='How many steps are done.')),
                    ('total', models.PositiveIntegerField(default=0, help_text='How many steps there are.')),
                    ('cancel_asked', models.BooleanField(default=False, help_text='Whether somebody asked for it to stop; then nothing is kept.')),
                    ('message', models.TextField(blank=True, help_text='How it ended, in a sentence.')),
                    ('result_url', models.CharField(blank=True, help_text='The page that shows the result.', max_length=300)),
                    ('task', models.CharField(help_text='The task that does it.', max_length=200)),
                    ('arguments', models.JSONField(blank=True, default=list, help_text='What the task is given.')),
                    ('begun', models.PositiveSmallIntegerField(default=0, help_text='How many times it was begun: again when who did it was killed.')),
                    ('held_until', models.DateTimeField(blank=True, help_text='Until when nobody else may begin it.', null=True)),
                    ('rung_at', models.DateTimeField(default=django.utils.timezone.now, help_text='When somebody was last told that it waits.')),
                    ('created_at', models.DateTimeField(auto_now_add=True, help_text='When it was asked for.')),
                    ('finished_at', models.DateTimeField(blank=True, help_text='When it ended.', null=True)),
                    ('started_by', models.ForeignKey(help_text='Who asked.', on_delete=django.db.models.deletion.PROTECT, related_name='jobs', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('-pk',),
                    'constraints': [models.CheckConstraint(condition=models.Q(('done__lte', models.F('total'))), name='job_done_within_total', violation_error_message='A job cannot have more steps done than it has.')],
                },
            ),
            migrations.CreateModel(
                name='Mail',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(help_text='What it is of, its kind, the date and for whom.', max_length=300, unique=True)),
                    ('kind', models.CharField(help_text='One short word, such as digest, copy, invitation or sign-in.', max_length=40)),
                    ('to_address', models.EmailField(help_text='The e-mail address it goes to.', max_length=254)),
                    ('to_name', models.CharField(blank=True, help_text='The name of the person it goes to.', max_length=200)),
                    ('subject', models.CharField(help_text='What it is about.', max_length=300)),
                    ('text', models.TextField(blank=True, help_text='What it says; taken out of a private one when it is done with.')),
                    ('html', models.TextField(blank=True, help_text='The same with headings and links.')),
                    ('reply_to', models.EmailField(blank=True, help_text='Where answers go, if not to the sender.', max_length=254)),
                    ('message_id', models.CharField(help_text='Its name in the mail system; a second copy has it.', max_length=200, unique=True)),
                    ('made_at', models.DateTimeField(auto_now_add=True, help_text='When it was written.')),
                    ('held_because', models.TextField(blank=True, help_text='Why it waits for the secretary’s release; empty when it does not.')),
                    ('is_private', models.BooleanField(default=False, help_text='Whether only the person it goes to may read it.')),
                    ('attempts', models.PositiveIntegerField(default=0, help_text='How often it was tried.')),
                    ('broke_off', models.PositiveIntegerField(default=0, help_text='How often sending broke off, so that a copy may have arrived.')),
                    ('last_error', models.TextField(blank=True, help_text='What went wrong the last time.')),
                    ('next_try_at', models.DateTimeField(blank=True, help_text='When it is tried next; empty when no more.', null=True)),
                    ('claimed_until', models.DateTimeField(blank=True, help_text='Until when somebody is sending it.', null=True)),
                    ('sent_at', models.DateTimeField(blank=True, help_text='When it was sent.', null=True)),
                    ('withdrawn_at', models.DateTimeField(blank=True, help_text='When it was withdrawn.', null=True)),
                    ('withdrawn_because', models.TextField(blank=True, help_text='Why it was withdrawn.')),
                    ('handled_at', models.DateTimeField(blank=True, help_text='When they did.', null=True)),
                    ('handled_by', models.ForeignKey(blank=True, help_text='Who last released it, withdrew it or had it tried again.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='handled_mail', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'message',
                    'ordering': ('-pk',),
                    'permissions': (('handle_mail', 'Can release, withdraw and send messages again'),),
                    'indexes': [models.Index(condition=models.Q(('sent_at', None), ('withdrawn_at', None)), fields=['next_try_at'], name='mail_waiting')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('key', ''), _negated=True), name='mail_has_key', violation_error_message='Give the message a key, so that it is written once.'), models.CheckConstraint(condition=models.Q(('kind', ''), _negated=True), name='mail_has_kind', violation_error_message='Say of what kind the message is.'), models.CheckConstraint(condition=models.Q(('to_address', ''), _negated=True), name='mail_has_address', violation_error_message='Give the e-mail address the message goes to.'), models.CheckConstraint(condition=models.Q(('subject', ''), _negated=True), name='mail_has_subject', violation_error_message='Say what the message is about.'), models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), ('is_private', True), _connector='OR'), name='mail_has_text', violation_error_message='Write what the message says.'), models.CheckConstraint(condition=models.Q(('is_private', False), ('sent_at', None), models.Q(('html', ''), ('text', '')), _connector='OR'), name='mail_private_text_not_kept', violation_error_message='What a private message said is not kept once it is sent.'), models.CheckConstraint(condition=models.Q(('withdrawn_at', None), ('sent_at', None), _connector='OR'), name='mail_sent_or_withdrawn', violation_error_message='A message that was sent cannot be withdrawn.'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_because', '')), models.Q(models.Q(('withdrawn_at', None), _negated=True), models.Q(('withdrawn_because', ''), _negated=True)), _connector='OR'), name='mail_withdrawn_with_reason', violation_error_message='Say why the message is withdrawn.'), models.CheckConstraint(condition=models.Q(('held_because', ''), ('sent_at', None), _connector='OR'), name='mail_held_not_sent', violation_error_message='A message that waits for release is not sent.')],
                },
            ),
            migrations.CreateModel(
                name='Redaction',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('model', models.CharField(help_text='Its kind, such as evidence.finding.', max_length=100)),
                    ('record', models.CharField(help_text="The record's key in the database.", max_length=100)),
                    ('field', models.CharField(help_text='The field it stood in.', max_length=100)),
                    ('mark', models.CharField(help_text='The words that stand in its place.', max_length=500)),
                    ('keyed_hash', models.CharField(help_text='A fingerprint of the removed words, to recognise them by.', max_length=64)),
                    ('length', models.PositiveIntegerField(default=0, help_text='How many letters were removed; nought where it is not known.')),
                    ('reason', models.TextField(help_text='Why it was removed.')),
                    ('removed_at', models.DateTimeField(auto_now_add=True, help_text='When.')),
                    ('removed_by', models.ForeignKey(help_text='By whom.', on_delete=django.db.models.deletion.PROTECT, related_name='redactions', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('-pk',),
                    'permissions': (('redact', 'Can remove personal text from records and their history'),),
                    'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='redaction_has_reason', violation_error_message='Say why the words are removed.')],
                },
            ),
            migrations.CreateModel(
                name='SavedFilter',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(help_text='What you call it.', max_length=100)),
                    ('path', models.CharField(help_text="The list's address.", max_length=200)),
                    ('query', models.TextField(blank=True, help_text='What the list is narrowed to and sorted by.')),
                    ('saved_at', models.DateTimeField(auto_now=True, help_text='When it was saved.')),
                    ('owner', models.ForeignKey(help_text='Whose.', on_delete=django.db.models.deletion.PROTECT, related_name='saved_filters', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('name',),
                    'constraints': [models.UniqueConstraint(fields=('owner', 'path', 'name'), name='saved_filter_name_unique', violation_error_message='You already have a filter of this name for this list.'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='saved_filter_has_name', violation_error_message='Give the filter a name.')],
                },
            ),
        ]),
        InstallGuard("records_historicalacceptedgap", key="history_id"),
        InstallGuard("records_redaction"),
    ]

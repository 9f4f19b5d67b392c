"""Meetings, decisions, calls, papers, dates, closures and remarks of the action tracker."""

import django.db.models.deletion
import loneliness.records.models.base
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '__first__'),
        ('actions', '0004_guards'),
        ('estimates', '0007_guards'),
        ('evidence', '0008_counts_by_area'),
    ]

    operations = [
        migrations.AddField(
            model_name='action',
            name='baseline',
            field=models.DecimalField(blank=True, decimal_places=3, help_text='The measure before the work.', max_digits=14, null=True),
        ),
        migrations.AddField(
            model_name='action',
            name='baseline_on',
            field=models.DateField(blank=True, help_text='The day the baseline describes.', null=True, verbose_name='baseline of'),
        ),
        migrations.AddField(
            model_name='action',
            name='first_shown_on',
            field=models.DateField(blank=True, editable=False, help_text='The day the first paper showing its due date was issued; it stays from then.', null=True, verbose_name='first shown on'),
        ),
        migrations.AddField(
            model_name='action',
            name='for_public',
            field=models.TextField(blank=True, help_text='Plain words for the public page; shown once completion is verified, or with the reason when it will not be done.', verbose_name='what we did, for the public'),
        ),
        migrations.AddField(
            model_name='action',
            name='lead',
            field=models.ForeignKey(blank=True, help_text='The post that answers for it when the owner is silent: the lead officer.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='leads', to='actions.post'),
        ),
        migrations.AddField(
            model_name='action',
            name='measure',
            field=models.CharField(blank=True, help_text='What will be different.', max_length=300, verbose_name='measure of success'),
        ),
        migrations.AddField(
            model_name='action',
            name='merged_into',
            field=models.ForeignKey(blank=True, help_text='The action that took it in, when it is no longer worked on by itself.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='actions.action'),
        ),
        migrations.AddField(
            model_name='action',
            name='target',
            field=models.DecimalField(blank=True, decimal_places=3, help_text='What the measure should reach.', max_digits=14, null=True),
        ),
        migrations.AddField(
            model_name='action',
            name='target_on',
            field=models.DateField(blank=True, help_text='By when it should be reached.', null=True, verbose_name='target for'),
        ),
        migrations.AddField(
            model_name='board',
            name='cadence',
            field=models.CharField(blank=True, help_text='How often it meets, such as every three months.', max_length=100),
        ),
        migrations.AddField(
            model_name='board',
            name='chair',
            field=models.ForeignKey(blank=True, help_text='The post that chairs it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='chairs', to='actions.post'),
        ),
        migrations.AddField(
            model_name='board',
            name='escalate_after',
            field=models.PositiveSmallIntegerField(default=14, help_text='Days of lateness or silence until the lead is told, and as many until the chair is.', verbose_name='days until the next person is told'),
        ),
        migrations.AddField(
            model_name='board',
            name='is_public',
            field=models.BooleanField(default=False, help_text='Whether anybody may read “We asked, you said, we did” for this board.', verbose_name='has a public page'),
        ),
        migrations.AddField(
            model_name='board',
            name='mailbox',
            field=models.EmailField(blank=True, help_text="Where answers to the board's messages go: a shared mailbox.", max_length=254),
        ),
        migrations.AddField(
            model_name='board',
            name='may_choose',
            field=models.BooleanField(default=True, help_text="Whether people may choose to get no reminders about this board's actions.", verbose_name='people may turn messages off'),
        ),
        migrations.AddField(
            model_name='board',
            name='remind_before',
            field=models.PositiveSmallIntegerField(default=14, help_text='How many days before a date owners are reminded.', verbose_name='days of notice'),
        ),
        migrations.AddField(
            model_name='board',
            name='remit',
            field=models.TextField(blank=True, help_text='What it is there to do.'),
        ),
        migrations.AddField(
            model_name='board',
            name='silent_after',
            field=models.PositiveSmallIntegerField(default=90, help_text='How many days without an update count as silence, between calls for updates.', verbose_name='days until silent'),
        ),
        migrations.AddField(
            model_name='board',
            name='succeeded_by',
            field=models.ForeignKey(blank=True, help_text='The board that took over, where there is one.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='preceded', to='actions.board'),
        ),
        migrations.AddField(
            model_name='board',
            name='tells_chair',
            field=models.BooleanField(default=False, help_text="Whether messages to the chair go out without the secretary's release.", verbose_name='tells the chair by itself'),
        ),
        migrations.AddField(
            model_name='board',
            name='valid_to',
            field=models.DateField(blank=True, help_text='The day it ended; empty while it meets.', null=True, verbose_name='ended on'),
        ),
        migrations.AddField(
            model_name='historicalaction',
            name='baseline',
            field=models.DecimalField(blank=True, decimal_places=3, help_text='The measure before the work.', max_digits=14, null=True),
        ),
        migrations.AddField(
            model_name='historicalaction',
            name='baseline_on',
            field=models.DateField(blank=True, help_text='The day the baseline describes.', null=True, verbose_name='baseline of'),
        ),
        migrations.AddField(
            model_name='historicalaction',
            name='first_shown_on',
            field=models.DateField(blank=True, editable=False, help_text='The day the first paper showing its due date was issued; it stays from then.', null=True, verbose_name='first shown on'),
        ),
        migrations.AddField(
            model_name='historicalaction',
            name='for_public',
            field=models.TextField(blank=True, help_text='Plain words for the public page; shown once completion is verified, or with the reason when it will not be done.', verbose_name='what we did, for the public'),
        ),
        migrations.AddField(
            model_name='historicalaction',
            name='lead',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='The post that answers for it when the owner is silent: the lead officer.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='actions.post'),
        ),
        migrations.AddField(
            model_name='historicalaction',
            name='measure',
            field=models.CharField(blank=True, help_text='What will be different.', max_length=300, verbose_name='measure of success'),
        ),
        migrations.AddField(
            model_name='historicalaction',
            name='merged_into',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='The action that took it in, when it is no longer worked on by itself.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='actions.action'),
        ),
        migrations.AddField(
            model_name='historicalaction',
            name='target',
            field=models.DecimalField(blank=True, decimal_places=3, help_text='What the measure should reach.', max_digits=14, null=True),
        ),
        migrations.AddField(
            model_name='historicalaction',
            name='target_on',
            field=models.DateField(blank=True, help_text='By when it should be reached.', null=True, verbose_name='target for'),
        ),
        migrations.AddField(
            model_name='historicalboard',
            name='cadence',
            field=models.CharField(blank=True, help_text='How often it meets, such as every three months.', max_length=100),
        ),
        migrations.AddField(
            model_name='historicalboard',
            name='chair',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='The post that chairs it.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='actions.post'),
        ),
        migrations.AddField(
            model_name='historicalboard',
            name='escalate_after',
            field=models.PositiveSmallIntegerField(default=14, help_text='Days of lateness or silence until the lead is told, and as many until the chair is.', verbose_name='days until the next person is told'),
        ),
        migrations.AddField(
            model_name='historicalboard',
            name='is_public',
            field=models.BooleanField(default=False, help_text='Whether anybody may read “We asked, you said, we did” for this board.', verbose_name='has a public page'),
        ),
        migrations.AddField(
            model_name='historicalboard',
            name='mailbox',
            field=models.EmailField(blank=True, help_text="Where answers to the board's messages go: a shared mailbox.", max_length=254),
        ),
        migrations.AddField(
            model_name='historicalboard',
            name='may_choose',
            field=models.BooleanField(default=True, help_text="Whether people may choose to get no reminders about this board's actions.", verbose_name='people may turn messages off'),
        ),
        migrations.AddField(
            model_name='historicalboard',
            name='remind_before',
            field=models.PositiveSmallIntegerField(default=14, help_text='How many days before a date owners are reminded.', verbose_name='days of notice'),
        ),
        migrations.AddField(
            model_name='historicalboard',
            name='remit',
            field=models.TextField(blank=True, help_text='What it is there to do.'),
        ),
        migrations.AddField(
            model_name='historicalboard',
            name='silent_after',
            field=models.PositiveSmallIntegerField(default=90, help_text='How many days without an update count as silence, between calls for updates.', verbose_name='days until silent'),
        ),
        migrations.AddField(
            model_name='historicalboard',
            name='succeeded_by',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='The board that took over, where there is one.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='actions.board'),
        ),
        migrations.AddField(
            model_name='historicalboard',
            name='tells_chair',
            field=models.BooleanField(default=False, help_text="Whether messages to the chair go out without the secretary's release.", verbose_name='tells the chair by itself'),
        ),
        migrations.AddField(
            model_name='historicalboard',
            name='valid_to',
            field=models.DateField(blank=True, help_text='The day it ended; empty while it meets.', null=True, verbose_name='ended on'),
        ),
        migrations.AddField(
            model_name='historicalorganisation',
            name='succeeded_by',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='The body that took over, where there is one.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='actions.organisation'),
        ),
        migrations.AddField(
            model_name='historicalorganisation',
            name='valid_from',
            field=models.DateField(blank=True, help_text='The day it began, where known.', null=True, verbose_name='began on'),
        ),
        migrations.AddField(
            model_name='historicalperson',
            name='reminders',
            field=models.CharField(choices=[('digest', 'One message a day at most, with everything in it'), ('none', 'No reminders')], default='digest', help_text='What reminders they get; calls for updates always reach them.', max_length=10),
        ),
        migrations.AddField(
            model_name='organisation',
            name='succeeded_by',
            field=models.ForeignKey(blank=True, help_text='The body that took over, where there is one.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='preceded', to='actions.organisation'),
        ),
        migrations.AddField(
            model_name='organisation',
            name='valid_from',
            field=models.DateField(blank=True, help_text='The day it began, where known.', null=True, verbose_name='began on'),
        ),
        migrations.AddField(
            model_name='person',
            name='reminders',
            field=models.CharField(choices=[('digest', 'One message a day at most, with everything in it'), ('none', 'No reminders')], default='digest', help_text='What reminders they get; calls for updates always reach them.', max_length=10),
        ),
        migrations.AddField(
            model_name='progressupdate',
            name='asks_because',
            field=models.TextField(blank=True, help_text='The reason the board will read.', verbose_name='why more time is needed'),
        ),
        migrations.AddField(
            model_name='progressupdate',
            name='asks_for',
            field=models.DateField(blank=True, help_text='When more time is needed.', null=True, verbose_name='new date asked for'),
        ),
        migrations.AddField(
            model_name='progressupdate',
            name='corrects',
            field=models.OneToOneField(blank=True, help_text='The update that this one corrects.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='actions.progressupdate'),
        ),
        migrations.AddField(
            model_name='progressupdate',
            name='per_cent',
            field=models.PositiveSmallIntegerField(blank=True, help_text='0 to 100, where it can be said.', null=True, verbose_name='per cent done'),
        ),
        migrations.AddField(
            model_name='progressupdate',
            name='reading',
            field=models.DecimalField(blank=True, decimal_places=3, help_text='Where the action has a measure of success.', max_digits=14, null=True, verbose_name='newest figure of the measure of success'),
        ),
        migrations.AddField(
            model_name='progressupdate',
            name='reading_on',
            field=models.DateField(blank=True, help_text='The day it describes.', null=True, verbose_name='date of that figure'),
        ),
        migrations.AddField(
            model_name='progressupdate',
            name='reported_by',
            field=models.ForeignKey(blank=True, help_text='Whose link it came by.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='actions.person'),
        ),
        migrations.AddField(
            model_name='progressupdate',
            name='told_how',
            field=models.CharField(blank=True, choices=[('telephone', 'By telephone'), ('in-person', 'In person'), ('meeting', 'At a meeting'), ('mail', 'By e-mail or letter')], help_text='How they said it.', max_length=20),
        ),
        migrations.AddField(
            model_name='progressupdate',
            name='told_on',
            field=models.DateField(blank=True, help_text='The day they said it.', null=True),
        ),
        migrations.AddField(
            model_name='progressupdate',
            name='typed_name',
            field=models.CharField(blank=True, help_text='The name typed under the report.', max_length=200, verbose_name='name typed'),
        ),
        migrations.AlterField(
            model_name='progressupdate',
            name='posted_by',
            field=models.ForeignKey(blank=True, help_text='Who entered it; empty when it came by a link without an account.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='progress_updates', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='progressupdate',
            name='told_by',
            field=models.CharField(blank=True, help_text='When entered for somebody: who said so.', max_length=200),
        ),
        migrations.AddConstraint(
            model_name='board',
            constraint=models.CheckConstraint(condition=models.Q(('succeeded_by', None), models.Q(('succeeded_by', models.F('id')), _negated=True), _connector='OR'), name='board_not_own_successor', violation_error_message='A board cannot take over from itself.'),
        ),
        migrations.AddConstraint(
            model_name='board',
            constraint=models.CheckConstraint(condition=models.Q(('silent_after__gte', 1), ('escalate_after__gte', 1)), name='board_days_at_least_one', violation_error_message='Silence and the next step take at least one day.'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('succeeded_by', None), models.Q(('succeeded_by', models.F('id')), _negated=True), _connector='OR'), name='organisation_not_own_successor', violation_error_message='An organisation cannot take over from itself.'),
        ),
        migrations.AddConstraint(
            model_name='progressupdate',
            constraint=models.CheckConstraint(condition=models.Q(('per_cent', None), ('per_cent__lte', 100), _connector='OR'), name='update_per_cent_range', violation_error_message='Per cent done goes from 0 to 100.'),
        ),
        migrations.AddConstraint(
            model_name='progressupdate',
            constraint=models.CheckConstraint(condition=models.Q(('asks_for', None), models.Q(('asks_because', ''), _negated=True), _connector='OR'), name='update_more_time_has_reason', violation_error_message='Say why more time is needed.'),
        ),
        migrations.AddConstraint(
            model_name='progressupdate',
            constraint=models.CheckConstraint(condition=models.Q(('reading', None), ('reading_on__isnull', False), _connector='OR'), name='update_reading_has_date', violation_error_message='Give the day that the figure describes.'),
        ),
        migrations.AddConstraint(
            model_name='progressupdate',
            constraint=models.CheckConstraint(condition=models.Q(('posted_by__isnull', False), models.Q(('reported_by__isnull', False), models.Q(('typed_name', ''), _negated=True)), _connector='OR'), name='update_says_who', violation_error_message='Type your name: an update says who sent it.'),
        ),
        migrations.AddConstraint(
            model_name='action',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('measure', ''), _negated=True), models.Q(('baseline', None), ('target', None)), _connector='OR'), name='action_measure_named', violation_error_message='Say what the baseline and the target measure.'),
        ),
        migrations.AddConstraint(
            model_name='action',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', None), models.Q(('merged_into', models.F('id')), _negated=True), _connector='OR'), name='action_not_merged_into_itself', violation_error_message='An action cannot be merged into itself.'),
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, help_text='Goes up by one with every save.')),
                ('held_on', models.DateField(help_text='The day it meets.', verbose_name='date')),
                ('address', loneliness.records.models.base.WebAddress(blank=True, help_text="Where the council's committee system keeps agenda and minutes.", max_length=500, verbose_name='web address of the agenda')),
                ('agenda_item', models.CharField(blank=True, help_text='The number of this paper on the agenda.', max_length=20)),
                ('report_of', models.CharField(blank=True, help_text='In whose name the paper is given, as a post.', max_length=200)),
                ('contact', models.TextField(blank=True, help_text='Whom to ask: name, post, telephone, e-mail.', verbose_name='contact officer')),
                ('publicity', models.CharField(choices=[('open', 'Open'), ('closed', 'Not for publication')], default='open', help_text='Whether anybody may read the paper.', max_length=10, verbose_name='open or not for publication')),
                ('publicity_reason', models.CharField(blank=True, help_text='The paragraph of Schedule 12A of the Local Government Act 1972.', max_length=300, verbose_name='why not for publication')),
                ('purpose', models.TextField(blank=True, help_text='What the paper is for, in a sentence.')),
                ('asks', models.TextField(blank=True, help_text='One a line: what the board is asked to decide, discuss or note.', verbose_name='decisions asked for')),
                ('background', models.TextField(blank=True, help_text='What the board should know first.')),
                ('resource_implications', models.TextField(blank=True, help_text='What it costs, and who pays.')),
                ('equality_implications', models.TextField(blank=True, help_text='Whom it touches differently, and what was done about it.')),
                ('risk_implications', models.TextField(blank=True, help_text='What could go wrong.')),
                ('confirmed_on', models.DateField(blank=True, editable=False, help_text='The meeting at which the record was confirmed.', null=True, verbose_name='record confirmed on')),
                ('board', models.ForeignKey(help_text='The board that meets.', on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='actions.board')),
                ('confirmed_by', models.ForeignKey(blank=True, editable=False, help_text='Who entered that the record was confirmed at the next meeting.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='confirmed_meetings', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-held_on',),
                'permissions': (('verify_closure', 'Can verify or return what is claimed complete'), ('issue_papers', 'Can issue papers and confirm records of meetings')),
                'constraints': [models.UniqueConstraint(fields=('board', 'held_on'), name='meeting_once_a_day', violation_error_message='The board already has a meeting on this day.'), models.CheckConstraint(condition=models.Q(('publicity', 'open'), models.Q(('publicity_reason', ''), _negated=True), _connector='OR'), name='meeting_closed_has_reason', violation_error_message='Say why the paper is not for publication.'), models.CheckConstraint(condition=models.Q(models.Q(('confirmed_by', None), ('confirmed_on', None)), models.Q(('confirmed_by__isnull', False), ('confirmed_on__gt', models.F('held_on'))), _connector='OR'), name='meeting_confirmed_later', violation_error_message='The record is confirmed at a later meeting: give a day after this one.')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalMeeting',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('history_change_reason', models.TextField(null=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False, help_text='Goes up by one with every save.')),
                ('held_on', models.DateField(help_text='The day it meets.', verbose_name='date')),
                ('address', loneliness.records.models.base.WebAddress(blank=True, help_text="Where the council's committee system keeps agenda and minutes.", max_length=500, verbose_name='web address of the agenda')),
                ('agenda_item', models.CharField(blank=True, help_text='The number of this paper on the agenda.', max_length=20)),
                ('report_of', models.CharField(blank=True, help_text='In whose name the paper is given, as a post.', max_length=200)),
                ('contact', models.TextField(blank=True, help_text='Whom to ask: name, post, telephone, e-mail.', verbose_name='contact officer')),
                ('publicity', models.CharField(choices=[('open', 'Open'), ('closed', 'Not for publication')], default='open', help_text='Whether anybody may read the paper.', max_length=10, verbose_name='open or not for publication')),
                ('publicity_reason', models.CharField(blank=True, help_text='The paragraph of Schedule 12A of the Local Government Act 1972.', max_length=300, verbose_name='why not for publication')),
                ('purpose', models.TextField(blank=True, help_text='What the paper is for, in a sentence.')),
                ('asks', models.TextField(blank=True, help_text='One a line: what the board is asked to decide, discuss or note.', verbose_name='decisions asked for')),
                ('background', models.TextField(blank=True, help_text='What the board should know first.')),
                ('resource_implications', models.TextField(blank=True, help_text='What it costs, and who pays.')),
                ('equality_implications', models.TextField(blank=True, help_text='Whom it touches differently, and what was done about it.')),
                ('risk_implications', models.TextField(blank=True, help_text='What could go wrong.')),
                ('confirmed_on', models.DateField(blank=True, editable=False, help_text='The meeting at which the record was confirmed.', null=True, verbose_name='record confirmed on')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('board', models.ForeignKey(blank=True, db_constraint=False, help_text='The board that meets.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='actions.board')),
                ('confirmed_by', models.ForeignKey(blank=True, db_constraint=False, editable=False, help_text='Who entered that the record was confirmed at the next meeting.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical meeting',
                'verbose_name_plural': 'historical meetings',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('agreed', 'Agreed'), ('not-agreed', 'Not agreed'), ('asked', 'Asked for more work'), ('noted', 'Noted'), ('stopped', 'Decided not to proceed')], help_text='What it decided.', max_length=20)),
                ('text', models.TextField(help_text='In the words of the record.', verbose_name='decision')),
                ('recorded_at', models.DateTimeField(auto_now_add=True, help_text='When it was entered.')),
                ('once', models.CharField(help_text="The form's own number: a form counts once.", max_length=64, unique=True)),
                ('action', models.ForeignKey(blank=True, help_text='The action it is about, if it is about one.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='actions.action')),
                ('recommendation', models.ForeignKey(blank=True, help_text='The recommendation it is about, if it is about one.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='actions.recommendation')),
                ('recorded_by', models.ForeignKey(help_text='By whom.', on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to=settings.AUTH_USER_MODEL)),
                ('replaces', models.OneToOneField(blank=True, help_text='The entry that this one corrects.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='actions.decision')),
                ('meeting', models.ForeignKey(help_text='The meeting.', on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='actions.meeting')),
            ],
            options={
                'ordering': ('meeting', 'pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='decision_has_text', violation_error_message='Say what was decided.')],
            },
        ),
        migrations.CreateModel(
            name='Call',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('return_by', models.DateField(help_text='The last day to report for the meeting.', verbose_name='return by')),
                ('words', models.TextField(blank=True, help_text='What the secretary adds to the message.', verbose_name='message')),
                ('sent_at', models.DateTimeField(auto_now_add=True, help_text='When.')),
                ('once', models.CharField(help_text="The form's own number: a form counts once.", max_length=64, unique=True)),
                ('sent_by', models.ForeignKey(help_text='By whom.', on_delete=django.db.models.deletion.PROTECT, related_name='calls', to=settings.AUTH_USER_MODEL)),
                ('meeting', models.ForeignKey(help_text='The meeting it prepares.', on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='actions.meeting')),
            ],
            options={
                'verbose_name': 'call for updates',
                'verbose_name_plural': 'calls for updates',
                'ordering': ('-pk',),
            },
        ),
        migrations.CreateModel(
            name='CallAsked',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.ForeignKey(help_text='What is asked about.', on_delete=django.db.models.deletion.PROTECT, related_name='asked', to='actions.action')),
                ('call', models.ForeignKey(help_text='The call.', on_delete=django.db.models.deletion.PROTECT, related_name='asked', to='actions.call')),
                ('person', models.ForeignKey(help_text='Who was asked.', on_delete=django.db.models.deletion.PROTECT, related_name='asked', to='actions.person')),
            ],
            options={
                'verbose_name': 'request of a call',
                'verbose_name_plural': 'requests of a call',
                'ordering': ('call', 'action'),
                'constraints': [models.UniqueConstraint(fields=('call', 'action'), name='call_asks_once', violation_error_message='The call already asks about this action.')],
            },
        ),
        migrations.CreateModel(
            name='Milestone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, help_text='Goes up by one with every save.')),
                ('title', models.CharField(help_text='What will have been done.', max_length=300)),
                ('due_on', models.DateField(help_text='The day it is planned for.', verbose_name='planned for')),
                ('action', models.ForeignKey(help_text='The action.', on_delete=django.db.models.deletion.PROTECT, related_name='milestones', to='actions.action')),
            ],
            options={
                'ordering': ('action', 'due_on', 'pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='milestone_has_title', violation_error_message='Say what will have been done.'), models.UniqueConstraint(fields=('action', 'title'), name='milestone_once', violation_error_message='The action already has this milestone.')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalMilestone',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('history_change_reason', models.TextField(null=True)),
                ('version', models.PositiveIntegerField(default=1, editable=False, help_text='Goes up by one with every save.')),
                ('title', models.CharField(help_text='What will have been done.', max_length=300)),
                ('due_on', models.DateField(help_text='The day it is planned for.', verbose_name='planned for')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('action', models.ForeignKey(blank=True, db_constraint=False, help_text='The action.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='actions.action')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical milestone',
                'verbose_name_plural': 'historical milestones',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='DueDateChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('was_on', models.DateField(help_text='The due date until then.')),
                ('due_on', models.DateField(help_text='The due date asked for.')),
                ('granted', models.BooleanField(default=True, help_text='Whether it was agreed to.')),
                ('reason', models.TextField(help_text='Why the date moves, or why it stays.')),
                ('recorded_at', models.DateTimeField(auto_now_add=True, help_text='When it was entered.')),
                ('once', models.CharField(help_text="The form's own number: a form counts once.", max_length=64, unique=True)),
                ('action', models.ForeignKey(help_text='The action.', on_delete=django.db.models.deletion.PROTECT, related_name='date_changes', to='actions.action')),
                ('approver', models.ForeignKey(blank=True, help_text='Who agreed to it or refused it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='date_changes', to='actions.person')),
                ('asked_in', models.OneToOneField(blank=True, help_text='The update that asked for more time, if one did.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='date_answer', to='actions.progressupdate')),
                ('decision', models.ForeignKey(blank=True, help_text='Or the decision of a meeting.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='date_changes', to='actions.decision')),
                ('recorded_by', models.ForeignKey(help_text='Who entered it.', on_delete=django.db.models.deletion.PROTECT, related_name='date_changes', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'change of a due date',
                'verbose_name_plural': 'changes of due dates',
                'ordering': ('action', '-pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='date_change_has_reason', violation_error_message='Say why the date moves, or why it stays.'), models.CheckConstraint(condition=models.Q(('approver', None), ('decision', None), _negated=True), name='date_change_has_approver', violation_error_message='Say who agreed: a person, or a decision of a meeting.'), models.CheckConstraint(condition=models.Q(('was_on', models.F('due_on')), _negated=True), name='date_change_changes', violation_error_message='This is already the due date: give another day.')],
            },
        ),
        migrations.CreateModel(
            name='MilestoneReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('met_on', models.DateField(blank=True, help_text='The day it was met; empty: not met after all.', null=True, verbose_name='met on')),
                ('milestone', models.ForeignKey(help_text='The milestone.', on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='actions.milestone')),
                ('update', models.ForeignKey(help_text='The update.', on_delete=django.db.models.deletion.PROTECT, related_name='milestones', to='actions.progressupdate')),
            ],
            options={
                'verbose_name': 'report on a milestone',
                'verbose_name_plural': 'reports on milestones',
                'ordering': ('update', 'milestone'),
                'constraints': [models.UniqueConstraint(fields=('update', 'milestone'), name='milestone_report_once', violation_error_message='The update already says so of this milestone.')],
            },
        ),
        migrations.CreateModel(
            name='Pack',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(help_text='Nought for the paper, then its addenda.')),
                ('reason', models.TextField(blank=True, help_text='Why there is an addendum.')),
                ('content', models.JSONField(help_text='All that the paper says.')),
                ('fingerprint', models.CharField(help_text='SHA-256 of the content.', max_length=64)),
                ('pdf', models.BinaryField(help_text='The PDF.')),
                ('word', models.BinaryField(help_text='The Word copy.')),
                ('issued_at', models.DateTimeField(auto_now_add=True, help_text='When.')),
                ('once', models.CharField(help_text="The form's own number: a form counts once.", max_length=64, unique=True)),
                ('issued_by', models.ForeignKey(help_text='By whom.', on_delete=django.db.models.deletion.PROTECT, related_name='packs', to=settings.AUTH_USER_MODEL)),
                ('meeting', models.ForeignKey(help_text='The meeting.', on_delete=django.db.models.deletion.PROTECT, related_name='packs', to='actions.meeting')),
            ],
            options={
                'ordering': ('meeting', 'number'),
                'constraints': [models.UniqueConstraint(fields=('meeting', 'number'), name='pack_number_unique', violation_error_message='This paper has been issued already.'), models.CheckConstraint(condition=models.Q(('number', 0), models.Q(('reason', ''), _negated=True), _connector='OR'), name='pack_addendum_has_reason', violation_error_message='Say why there is an addendum.')],
            },
        ),
        migrations.CreateModel(
            name='PackAction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_on', models.DateField(blank=True, help_text='The due date it showed.', null=True)),
                ('action', models.ForeignKey(help_text='The action it showed.', on_delete=django.db.models.deletion.PROTECT, related_name='packs', to='actions.action')),
                ('pack', models.ForeignKey(help_text='The paper.', on_delete=django.db.models.deletion.PROTECT, related_name='actions', to='actions.pack')),
            ],
            options={
                'verbose_name': 'action of a paper',
                'verbose_name_plural': 'actions of a paper',
                'ordering': ('pack', 'action'),
                'constraints': [models.UniqueConstraint(fields=('pack', 'action'), name='pack_action_once', violation_error_message='The paper already shows this action.')],
            },
        ),
        migrations.CreateModel(
            name='PackRevision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pack', models.ForeignKey(help_text='The paper.', on_delete=django.db.models.deletion.PROTECT, related_name='revisions', to='actions.pack')),
                ('revision', models.ForeignKey(help_text='The version it carried.', on_delete=django.db.models.deletion.PROTECT, related_name='packs', to='estimates.revision')),
            ],
            options={
                'verbose_name': 'version in a paper',
                'verbose_name_plural': 'versions in a paper',
                'ordering': ('pack', 'revision'),
                'constraints': [models.UniqueConstraint(fields=('pack', 'revision'), name='pack_revision_once', violation_error_message='The paper already carries this version.')],
            },
        ),
        migrations.CreateModel(
            name='UpdateFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text="The file's name.", max_length=200)),
                ('kind', models.CharField(help_text='What sort of file, such as text/csv.', max_length=100)),
                ('describes_on', models.DateField(blank=True, help_text='Not the day of sending.', null=True, verbose_name='date it describes')),
                ('content', models.BinaryField(help_text='The file itself.')),
                ('fingerprint', models.CharField(help_text='SHA-256 of the file.', max_length=64)),
                ('update', models.OneToOneField(help_text='The update.', on_delete=django.db.models.deletion.PROTECT, related_name='file', to='actions.progressupdate')),
            ],
            options={
                'verbose_name': 'file of an update',
                'verbose_name_plural': 'files of updates',
                'ordering': ('update',),
            },
        ),
        migrations.CreateModel(
            name='UpdateDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entries', models.JSONField(default=dict, help_text='What is in the form.')),
                ('saved_at', models.DateTimeField(auto_now=True, help_text='When it was saved.')),
                ('account', models.ForeignKey(blank=True, help_text='Who writes it, with an account.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to=settings.AUTH_USER_MODEL)),
                ('action', models.ForeignKey(help_text='The action.', on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to='actions.action')),
                ('person', models.ForeignKey(blank=True, help_text='Who writes it, by a link.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to='actions.person')),
            ],
            options={
                'verbose_name': 'draft',
                'ordering': ('-saved_at',),
                'constraints': [models.UniqueConstraint(fields=('action', 'account'), name='draft_once_by_account', violation_error_message='You already have a draft for this action.'), models.UniqueConstraint(fields=('action', 'person'), name='draft_once_by_person', violation_error_message='You already have a draft for this action.'), models.CheckConstraint(condition=models.Q(('account', None), ('person', None), _connector='XOR'), name='draft_has_writer', violation_error_message='A draft belongs to an account or to a person.')],
            },
        ),
        migrations.CreateModel(
            name='Closure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verified', models.BooleanField(help_text='Whether it is complete; otherwise it is returned.')),
                ('reason', models.TextField(help_text='What was looked at, and what it showed.')),
                ('decided_at', models.DateTimeField(auto_now_add=True, help_text='When.')),
                ('claimed_by', models.ForeignKey(blank=True, help_text='Whose claim it was, with an account.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='claims', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(help_text='Who decided.', on_delete=django.db.models.deletion.PROTECT, related_name='closures', to=settings.AUTH_USER_MODEL)),
                ('update', models.OneToOneField(help_text='The claim.', on_delete=django.db.models.deletion.PROTECT, related_name='closure', to='actions.progressupdate')),
            ],
            options={
                'ordering': ('-pk',),
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='closure_has_reason', violation_error_message='Say what you looked at and what it showed.'), models.CheckConstraint(condition=models.Q(('claimed_by', None), models.Q(('claimed_by', models.F('decided_by')), _negated=True), _connector='OR'), name='closure_by_somebody_else', violation_error_message='Somebody else than who claimed it must verify it.')],
            },
        ),
        migrations.CreateModel(
            name='Remark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('confirmed', 'Report confirmed'), ('objection', 'Objection'), ('not-mine', 'Not mine any more'), ('settled', 'Settled')], help_text='What is said.', max_length=20)),
                ('text', models.TextField(blank=True, help_text='In their own words.')),
                ('made_at', models.DateTimeField(auto_now_add=True, help_text='When.')),
                ('account', models.ForeignKey(blank=True, help_text='Who said so, with an account.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='remarks', to=settings.AUTH_USER_MODEL)),
                ('action', models.ForeignKey(help_text='The action.', on_delete=django.db.models.deletion.PROTECT, related_name='remarks', to='actions.action')),
                ('person', models.ForeignKey(blank=True, help_text='Who said so, by a link.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='remarks', to='actions.person')),
                ('settles', models.OneToOneField(blank=True, help_text='The remark that this one settles.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='settled_by', to='actions.remark')),
                ('update', models.ForeignKey(blank=True, help_text='The update it is about, if it is about one.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='remarks', to='actions.progressupdate')),
            ],
            options={
                'ordering': ('-pk',),
                'constraints': [models.CheckConstraint(condition=models.Q(('account', None), ('person', None), _connector='XOR'), name='remark_says_who', violation_error_message='A remark is made by an account or by a person.'), models.CheckConstraint(condition=models.Q(('kind', 'confirmed'), models.Q(('text', ''), _negated=True), _connector='OR'), name='remark_has_words', violation_error_message='Say it in a sentence.'), models.UniqueConstraint(condition=models.Q(('kind', 'confirmed')), fields=('update',), name='remark_confirmed_once', violation_error_message='This report is confirmed already.')],
            },
        ),
        migrations.CreateModel(
            name='ActionGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.ForeignKey(help_text='The action.', on_delete=django.db.models.deletion.PROTECT, related_name='group_links', to='actions.action')),
                ('group', models.ForeignKey(help_text='Whom it helps.', on_delete=django.db.models.deletion.PROTECT, related_name='action_links', to='evidence.populationgroup')),
            ],
            options={
                'ordering': ('action', 'group'),
                'constraints': [models.UniqueConstraint(fields=('action', 'group'), name='action_group_once', violation_error_message='The action already names this group.')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalActionGroup',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('history_change_reason', models.TextField(null=True)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('action', models.ForeignKey(blank=True, db_constraint=False, help_text='The action.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='actions.action')),
                ('group', models.ForeignKey(blank=True, db_constraint=False, help_text='Whom it helps.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='evidence.populationgroup')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical action group',
                'verbose_name_plural': 'historical action groups',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddField(
            model_name='action',
            name='groups',
            field=models.ManyToManyField(related_name='actions', through='actions.ActionGroup', to='evidence.populationgroup'),
        ),
        migrations.AddField(
            model_name='action',
            name='decision',
            field=models.ForeignKey(blank=True, help_text='The decision of a board it came from, if it came from one.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='led_to', to='actions.decision'),
        ),
        migrations.AddField(
            model_name='historicalaction',
            name='decision',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='The decision of a board it came from, if it came from one.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='actions.decision'),
        ),
    ]

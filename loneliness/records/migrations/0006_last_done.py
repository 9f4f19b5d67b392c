
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0005_guards'),
    ]

    operations = [
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
    ]

"""What a backup writes of a row, and reads back."""

import datetime

import pytest
from django.core import serializers

from loneliness.records import backup
from loneliness.records.models import LastDone


@pytest.mark.django_db
@pytest.mark.parametrize("microsecond", [0, 123, 123_000, 999_999])
def test_moments_are_kept_to_the_microsecond(microsecond):
    at = datetime.datetime(2026, 11, 24, 10, 0, 33, microsecond, datetime.UTC)
    LastDone.objects.update_or_create(name="backup", defaults={"done_at": at})
    (before,) = backup._lines(LastDone)
    (read,) = serializers.deserialize("jsonl", before.decode())
    assert read.object.done_at == at
    LastDone.objects.all().delete()
    read.save()
    assert list(backup._lines(LastDone)) == [before]

"""Messages: written once with what causes them, whatever becomes of the broker."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from celery.exceptions import OperationalError
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail import EmailMultiAlternatives, send_mail
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from loneliness.records import outbox, tasks
from loneliness.records.models import Mail, MailState
from tests import makers

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]
OURS = "loneliness.records.outbox_backend.Backend"


def test_a_key_that_is_taken_gives_the_message_that_has_it():
    first = makers.make_mail(key="report:copy:2026-11-24:a@example.org")
    again = makers.make_mail(key=first.key, subject="Other words")
    assert (again.pk, again.subject, Mail.objects.count()) == (first.pk, "Your actions", 1)


def test_two_who_post_the_same_at_once_write_it_once(monkeypatch):
    """The other one writes between this one's look and its own writing."""
    look, seen = QuerySet.get, []

    def other_first(self, *args, **kwargs):
        if self.model is Mail and not seen:
            seen.append(True)
            makers.make_mail(key="raced", subject="The other one’s")
            raise Mail.DoesNotExist
        return look(self, *args, **kwargs)

    monkeypatch.setattr(QuerySet, "get", other_first)
    assert makers.make_mail(key="raced").subject == "The other one’s"
    assert Mail.objects.filter(key="raced").count() == 1


def test_what_is_undone_sends_nothing(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        makers.make_mail()
        transaction.set_rollback(True)
    assert (Mail.objects.count(), mail.outbox) == (0, [])


def test_a_message_is_sent_when_its_cause_is_kept(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        posted = makers.make_mail(name="Olive\nOwner", subject="Due\r\nBcc: all@example.org")
        assert mail.outbox == []
    assert mail.outbox[0].subject == "Due Bcc: all@example.org"
    assert mail.outbox[0].to == [f"Olive Owner <{posted.to_address}>"]
    posted.refresh_from_db()
    assert posted.state == MailState.SENT


@pytest.mark.parametrize(
    "wrong", [{"to": "nobody"}, {"to": ""}, {"subject": " \n"}, {"text": ""}, {"key": ""}]
)
def test_a_bad_entry_is_refused(wrong):
    with pytest.raises(ValidationError):
        makers.make_mail(**wrong)


def test_a_broker_that_is_down_is_only_logged(
    monkeypatch, django_capture_on_commit_callbacks, caplog
):
    def unreachable(**options):
        raise OperationalError("refused")

    monkeypatch.setattr(tasks.sweep, "apply_async", unreachable)
    with django_capture_on_commit_callbacks(execute=True):
        posted = makers.make_mail()
    assert "messages wait for the next pass" in caplog.text
    assert mail.outbox == []
    assert outbox.sweep(timezone.now()).sent == 1
    assert mail.outbox[0].to == [posted.to_address]


RING = """
import time, django
django.setup()
from loneliness.records import outbox
began = time.monotonic()
outbox.ring()
assert time.monotonic() - began < 4
"""


def test_a_real_broker_that_is_down_holds_nobody_up_for_long():
    rung = subprocess.run(
        [sys.executable, "-c", RING],
        cwd=ROOT,
        env=os.environ | {"CELERY_BROKER_URL": "redis://127.0.0.1:9/0"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert rung.returncode == 0, rung.stderr
    assert "messages wait for the next pass" in rung.stderr


def test_words_come_from_templates_plain_and_html():
    words = outbox.write("numbers", {"failures": ["<Table 1> & more"]})
    assert words.subject == "Numbers of the register no longer hold"
    assert "- <Table 1> & more\n" in words.text
    assert "&lt;Table 1&gt; &amp; more" in words.html
    assert '<html lang="en-GB">' in words.html
    assert outbox.full_url("/operations/") in words.text
    assert "<script" not in words.html
    assert "src=" not in words.html


def test_what_django_sends_is_written_as_a_private_message(settings):
    settings.EMAIL_BACKEND = OURS
    send_mail("Hello", "You may sign in.", None, ["Olive <olive@example.org>", "b@example.org"])
    first, second = Mail.objects.order_by("pk")
    assert (first.to_name, first.to_address, first.kind) == (
        "Olive",
        "olive@example.org",
        "sign-in",
    )
    assert first.is_private
    assert second.to_address == "b@example.org"
    assert first.key != second.key
    assert mail.outbox == []


def test_a_message_of_django_that_names_itself_is_written_once(settings):
    settings.EMAIL_BACKEND = OURS
    for _ in range(2):
        message = EmailMultiAlternatives(
            "Hello", "Plain", to=["a@example.org"], headers={"Message-ID": "<1@example.org>"}
        )
        message.attach_alternative("<p>Rich</p>", "text/html")
        message.send()
    assert (Mail.objects.get().text, Mail.objects.get().html) == ("Plain", "<p>Rich</p>")


def test_a_message_with_a_file_is_refused(settings):
    settings.EMAIL_BACKEND = OURS
    message = EmailMultiAlternatives("Hello", "Plain", to=["a@example.org"])
    message.attach("report.txt", "words", "text/plain")
    with pytest.raises(ValueError, match="carries no files"):
        message.send()


def test_a_held_message_is_sent_once_it_is_released(secretary):
    held = makers.make_mail(held_because="First to the chair: wait for the secretary.")
    assert outbox.sweep(timezone.now()) == outbox.Swept(sent=0, failed=0, held=1, left=0)
    outbox.release(held, by=secretary)
    assert (held.state, held.handled_by) == (MailState.WAITING, secretary)
    assert outbox.sweep(timezone.now()).sent == 1
    with pytest.raises(ValidationError, match="does not wait for release"):
        outbox.release(held, by=secretary)


def test_a_withdrawn_message_is_never_sent(secretary):
    posted = makers.make_mail()
    with pytest.raises(ValidationError, match="Say why the message is withdrawn"):
        outbox.withdraw(posted, by=secretary, reason=" ")
    outbox.withdraw(Mail.objects.get(), by=secretary, reason="The action was dropped.")
    assert outbox.sweep(timezone.now()).sent == 0
    assert Mail.objects.get().state == MailState.WITHDRAWN


def test_a_sent_message_is_not_withdrawn(secretary):
    posted = makers.make_mail()
    outbox.sweep(timezone.now())
    with pytest.raises(ValidationError, match="cannot be withdrawn any more"):
        outbox.withdraw(posted, by=secretary, reason="Too late.")


@pytest.mark.parametrize("who", ["board_member", "officer", "reviewer", "owner"])
def test_only_the_secretary_and_administrators_handle_messages(request, who):
    by = request.getfixturevalue(who)
    held = makers.make_mail(held_because="Wait.")
    for handle in (outbox.release, outbox.try_again):
        with pytest.raises(PermissionDenied, match="Only the board secretary"):
            handle(held, by=by)
    with pytest.raises(PermissionDenied):
        outbox.withdraw(held, by=by, reason="No.")

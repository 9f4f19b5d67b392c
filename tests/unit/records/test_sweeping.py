"""Sending what waits: never twice at once, never lost, at most two copies."""

import datetime
import smtplib

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.utils import timezone

from loneliness.records import outbox, sweeping
from loneliness.records.models import Mail, MailState
from tests import makers

pytestmark = pytest.mark.django_db
MINUTE = datetime.timedelta(minutes=1)


def send(after=0 * MINUTE):
    return outbox.sweep(timezone.now() + after)


@pytest.fixture
def server(monkeypatch):
    """A function: what the mail server answers from now on; None for that it takes all."""

    def answers(error, on="send_messages"):
        if error is None:
            monkeypatch.undo()
            return

        def refuse(self, *args):
            raise error

        monkeypatch.setattr(EmailBackend, on, refuse)

    return answers


def test_a_pass_counts_what_became_of_each():
    makers.make_mail()
    makers.make_mail(held_because="Wait.")
    assert send() == outbox.Swept(sent=1, failed=0, held=1, left=0)
    assert send().sent == 0
    assert len(mail.outbox) == 1


def test_a_message_that_another_pass_has_claimed_is_left_to_it():
    posted = makers.make_mail()
    assert sweeping.claim(posted.pk, timezone.now()).attempts == 1
    assert sweeping.claim(posted.pk, timezone.now()) is None
    assert send().sent == 0
    assert mail.outbox == []


def in_the_middle_of_another_pass(monkeypatch):
    """Start a second pass each time that a message is just being sent by the first."""
    begun, deliver = [], EmailBackend.send_messages

    def slowly(self, messages):
        if not begun:
            begun.append(True)
            send()
        return deliver(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", slowly)


def test_two_passes_at_once_send_one_copy(monkeypatch):
    makers.make_mail()
    in_the_middle_of_another_pass(monkeypatch)
    assert send().sent == 1
    assert len(mail.outbox) == 1


def test_without_the_claim_two_passes_send_two(monkeypatch):
    makers.make_mail()
    in_the_middle_of_another_pass(monkeypatch)
    monkeypatch.setattr(sweeping, "claim", lambda pk, now: Mail.objects.get(pk=pk))
    send()
    assert len(mail.outbox) == 2
    assert len({sent.extra_headers["Message-ID"] for sent in mail.outbox}) == 1


def test_killed_between_sending_and_marking_it_goes_once_more_under_the_same_name(monkeypatch):
    class Killed(BaseException):
        pass

    def killed(mail):
        raise Killed

    posted = makers.make_mail()
    monkeypatch.setattr(sweeping, "mark_sent", killed)
    for passes in range(4):
        try:
            send(after=passes * 2 * sweeping.CLAIM)
        except Killed:
            continue
    assert len(mail.outbox) == 2
    assert {sent.extra_headers["Message-ID"] for sent in mail.outbox} == {posted.message_id}
    posted.refresh_from_db()
    assert posted.state == MailState.FAILED
    assert "Ask the person before you send it again" in posted.last_error


def test_a_claim_that_has_not_run_out_is_not_sent_again():
    posted = makers.make_mail()
    sweeping.claim(posted.pk, timezone.now())
    assert send(after=sweeping.CLAIM).sent == 0
    assert send(after=sweeping.CLAIM + MINUTE).sent == 1
    assert len(mail.outbox) == 1


def test_a_failure_is_tried_later_and_later_for_three_days_and_then_listed(server, clock):
    posted = makers.make_mail()
    server(smtplib.SMTPRecipientsRefused({posted.to_address: (450, b"Mailbox full")}))
    begun, waits = timezone.now(), []
    while posted.state == MailState.WAITING:
        assert send().failed == 1
        posted.refresh_from_db()
        if posted.next_try_at:
            assert send().failed == 0
            waits.append((posted.next_try_at - timezone.now()) // MINUTE)
            clock.move_to(posted.next_try_at)
    assert waits[:6] == [1, 5, 30, 120, 360, 360]
    assert datetime.timedelta(days=3) < timezone.now() - begun < datetime.timedelta(days=3.2)
    assert posted.state == MailState.FAILED
    assert "Mailbox full" in posted.last_error
    assert send(after=datetime.timedelta(days=9)).failed == 0


def test_what_failed_is_tried_again_when_somebody_says_so(server, secretary):
    posted = makers.make_mail()
    Mail.objects.update(next_try_at=None, attempts=17, broke_off=2)
    posted.refresh_from_db()
    outbox.try_again(posted, by=secretary)
    assert send().sent == 1
    with pytest.raises(ValidationError, match="did not fail"):
        outbox.try_again(posted, by=secretary)


def test_one_that_cannot_be_sent_does_not_hold_up_the_others(server):
    bad, good = makers.make_mail(), makers.make_mail()
    Mail.objects.filter(pk=bad.pk).update(to_address="two\nlines@example.org")
    swept = send()
    assert (swept.sent, swept.failed, swept.left) == (1, 1, 1)
    assert mail.outbox[0].to == [good.to_address]


def test_a_server_that_is_away_is_asked_once_in_a_pass(server):
    first, second = makers.make_mail(), makers.make_mail()
    server(ConnectionRefusedError("nobody there"), on="open")
    swept = send()
    assert (swept.sent, swept.failed, swept.left) == (0, 1, 2)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.attempts, second.attempts) == (1, 0)
    assert (first.broke_off, "nobody there" in first.last_error) == (0, True)
    server(None)
    assert send(after=2 * MINUTE).sent == 2


def test_a_lost_answer_is_counted_as_a_copy(server):
    posted = makers.make_mail()
    server(smtplib.SMTPServerDisconnected("closed"))
    assert send().failed == 1
    assert send(after=2 * MINUTE).failed == 1
    posted.refresh_from_db()
    assert posted.state == MailState.FAILED
    assert posted.last_error == sweeping.MAY_HAVE_ARRIVED


def test_what_a_private_message_said_is_not_kept(server, secretary):
    private, public = makers.make_mail(is_private=True, html="<p>x</p>"), makers.make_mail()
    send()
    private.refresh_from_db()
    public.refresh_from_db()
    assert mail.outbox[0].body == "One action is due."
    assert (private.text, private.html, public.text) == ("", "", "One action is due.")


def test_a_private_message_that_failed_is_not_tried_again(secretary):
    failed = makers.make_mail(is_private=True)
    Mail.objects.update(attempts=3, broke_off=2)
    send()
    failed.refresh_from_db()
    assert (failed.state, failed.text) == (MailState.FAILED, "")
    with pytest.raises(ValidationError, match="not kept, because it is private"):
        outbox.try_again(failed, by=secretary)


def test_without_a_mail_server_all_messages_wait(settings):
    settings.OUTBOX_BACKEND = ""
    makers.make_mail()
    assert send() == outbox.Swept(sent=0, failed=0, held=0, left=1)


def test_a_command_makes_one_pass(capsys):
    makers.make_mail()
    makers.make_mail(held_because="Wait.")
    call_command("send_due")
    assert capsys.readouterr().out == (
        "0 messages with reminders written.\n"
        "1 sent, 0 failed, 1 wait for release, 0 wait to be sent.\n"
    )

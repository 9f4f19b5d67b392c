"""What a real mail server receives."""

import email
import email.policy

import pytest
from aiosmtpd.controller import Controller
from django.core.mail import send_mail
from django.utils import timezone

from loneliness.records import outbox
from loneliness.records.models import Mail, MailState
from tests import makers, ports

pytestmark = pytest.mark.django_db


class Box:
    """Takes messages, or answers otherwise."""

    def __init__(self):
        self.received = []
        self.answer = "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  (aiosmtpd's name)
        if self.answer.startswith("250"):
            message = email.message_from_bytes(envelope.content, policy=email.policy.default)
            self.received.append((envelope, message))
        return self.answer


@pytest.fixture
def box(settings):
    """A mail server of this machine, to which the register sends."""
    handler = Box()
    controller = Controller(handler, hostname="127.0.0.1", port=ports.free())
    controller.start()
    settings.OUTBOX_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = controller.port
    settings.EMAIL_USE_TLS = False
    yield handler
    controller.stop()


def test_both_parts_arrive_under_the_messages_own_name(box):
    posted = makers.make_mail(
        name="Zoë Ødegård",
        subject="Due on 3 May – “soon”",
        text="Éine action is due.\n",
        html="<p>Éine action is due.</p>",
        reply_to="secretary@example.org",
    )
    assert outbox.sweep(timezone.now()).sent == 1
    ((envelope, message),) = box.received
    assert envelope.rcpt_tos == [posted.to_address]
    assert message["Message-ID"] == posted.message_id
    assert message["Reply-To"] == "secretary@example.org"
    assert message["To"].addresses[0].display_name == "Zoë Ødegård"
    assert message["Subject"] == "Due on 3 May – “soon”"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["From"] == "register@localhost"
    assert message.get_content_type() == "multipart/alternative"
    assert message.get_body(("plain",)).get_content().strip() == "Éine action is due."
    assert message.get_body(("html",)).get_content().strip() == "<p>Éine action is due.</p>"


def test_several_go_by_one_connection_each_to_its_own_person(box):
    posted = [makers.make_mail() for _ in range(3)]
    assert outbox.sweep(timezone.now()).sent == 3
    assert [envelope.rcpt_tos for envelope, _ in box.received] == [[m.to_address] for m in posted]


def test_a_refusal_is_kept_and_the_message_goes_later(box, clock):
    posted = makers.make_mail()
    box.answer = "451 Try again later"
    assert outbox.sweep(timezone.now()).failed == 1
    posted.refresh_from_db()
    assert "Try again later" in posted.last_error
    box.answer = "250 OK"
    clock.move_to(posted.next_try_at)
    assert outbox.sweep(timezone.now()).sent == 1
    assert box.received[0][1]["Message-ID"] == posted.message_id


def test_a_server_that_hangs_up_leaves_the_message_waiting(box, clock):
    posted = makers.make_mail()
    box.answer = "421 Closing"
    assert outbox.sweep(timezone.now()).failed == 1
    box.answer = "250 OK"
    posted.refresh_from_db()
    assert posted.state == MailState.WAITING
    clock.move_to(posted.next_try_at)
    assert outbox.sweep(timezone.now()).sent == 1


def test_mail_of_django_itself_arrives_through_the_table(box, settings):
    settings.EMAIL_BACKEND = "loneliness.records.outbox_backend.Backend"
    send_mail("Choose a new password", "https://example.org/secret", None, ["a@example.org"])
    assert box.received == []
    assert outbox.sweep(timezone.now()).sent == 1
    assert box.received[0][1].get_content().strip() == "https://example.org/secret"
    assert (Mail.objects.get().text, Mail.objects.get().message_id) == (
        "", box.received[0][1]["Message-ID"],
    )  # fmt: skip

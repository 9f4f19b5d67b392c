"""The pages of messages, and what reaches people from the pages of others."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from loneliness.records import outbox
from loneliness.records.models import Mail, MailState
from tests import makers
from tests.walks.test_number import text_of

pytestmark = pytest.mark.django_db


def state_of(message):
    return Mail.objects.get(pk=message.pk).state


def test_a_held_message_is_read_and_released(client_of, secretary, mailoutbox):
    held = makers.make_mail(held_because="It names a person: the secretary reads it first.")
    client = client_of(secretary)
    page = text_of(client.get("/messages/?state=held"))
    assert "It names a person: the secretary reads it first." in page
    page = text_of(client.get(held.get_absolute_url()))
    assert "One action is due." in page
    assert "Try again" not in page
    page = text_of(client.post(f"{held.get_absolute_url()}release/", follow=True))
    assert "Released: it will be sent." in page
    assert "Last handled by" in page
    outbox.sweep(timezone.now())
    page = text_of(client.get(held.get_absolute_url()))
    assert "Withdraw it" not in page
    assert len(mailoutbox) == 1


def test_released_twice_says_so_and_sends_once(client_of, secretary, mailoutbox):
    held = makers.make_mail(held_because="Wait.")
    client = client_of(secretary)
    for _ in range(2):
        page = client.post(f"{held.get_absolute_url()}release/", follow=True)
    assert "does not wait for release any more" in text_of(page)


def test_a_message_is_withdrawn_with_a_reason(client_of, administrator):
    posted = makers.make_mail()
    client = client_of(administrator)
    address = f"{posted.get_absolute_url()}withdraw/"
    assert "An answer is needed." in text_of(client.post(address, {"reason": " "}))
    assert state_of(posted) == MailState.WAITING
    page = text_of(client.post(address, {"reason": "Sent by post."}, follow=True))
    assert "Withdrawn: it will not be sent." in page
    assert "Sent by post." in page
    assert state_of(posted) == MailState.WITHDRAWN
    again = text_of(client.post(address, {"reason": "Once more."}))
    assert "cannot be withdrawn any more" in again


def test_what_failed_says_why_and_is_tried_again(client_of, secretary):
    posted = makers.make_mail()
    Mail.objects.update(next_try_at=None, attempts=17, last_error="Mailbox full")
    client = client_of(secretary)
    assert "Mailbox full" in text_of(client.get("/messages/?state=failed"))
    page = text_of(client.post(f"{posted.get_absolute_url()}try-again/", follow=True))
    assert "It will be tried again." in page
    assert state_of(posted) == MailState.WAITING


def test_what_a_private_message_says_is_never_shown(client_of, administrator):
    private = makers.make_mail(is_private=True, text="https://example.org/secret-link")
    client = client_of(administrator)
    for address in ("/messages/", private.get_absolute_url()):
        page = client.get(address).content.decode()
        assert "secret-link" not in page
    assert "Only" in text_of(client.get(private.get_absolute_url()))


def test_the_list_is_narrowed_down_and_turned_over(client_of, secretary):
    for _ in range(51):
        makers.make_mail()
    client = client_of(secretary)
    assert "1 to 50 of 51" in text_of(client.get("/messages/"))
    assert "51 to 51 of 51" in text_of(client.get("/messages/?state=waiting&page=2"))
    assert "There are no messages here." in text_of(client.get("/messages/?state=sent"))
    assert "No messages are “lost”" in text_of(client.get("/messages/?state=lost&page=x"))
    assert 'href="/messages/"' in client.get("/").content.decode()


def test_a_missing_mail_server_is_said(client_of, secretary, settings):
    settings.OUTBOX_BACKEND = ""
    assert "No mail server is set up" in text_of(client_of(secretary).get("/messages/"))


@pytest.mark.parametrize("who", ["board_member", "officer", "reviewer"])
def test_others_are_refused_with_a_sentence(request, client_of, who):
    held = makers.make_mail(held_because="Wait.")
    client = client_of(request.getfixturevalue(who))
    address = held.get_absolute_url()
    for page in ("/messages/", address, f"{address}withdraw/"):
        response = client.get(page)
        assert response.status_code == 403
        assert "Only the board secretary or an administrator" in response.content.decode()
    for button in ("release", "withdraw", "try-again"):
        assert client.post(f"{address}{button}/", {"reason": "No."}).status_code == 403
    assert state_of(held) == MailState.HELD
    assert 'href="/messages/"' not in client.get("/search/").content.decode()


def test_a_button_is_not_a_link(client_of, secretary):
    held = makers.make_mail(held_because="Wait.")
    assert client_of(secretary).get(f"{held.get_absolute_url()}release/").status_code == 405


def test_a_forgotten_password_goes_through_the_messages(
    settings, reviewer, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = "loneliness.records.outbox_backend.Backend"
    visitor = Client()
    with django_capture_on_commit_callbacks(execute=True):
        visitor.post("/accounts/password/reset/", {"email": reviewer.email})
        posted = Mail.objects.get()
        assert (posted.to_address, posted.kind) == (reviewer.email, "sign-in")
        assert posted.subject == "Choose a new password"
        link = re.search(r"http://testserver(\S+)", posted.text)[1]
    assert link in mail.outbox[0].body
    posted.refresh_from_db()
    assert (posted.state, posted.text) == (MailState.SENT, "")
    form = visitor.get(link, follow=True)
    chosen = {"password1": makers.PASSWORD, "password2": makers.PASSWORD}
    visitor.post(form.redirect_chain[-1][0], chosen, follow=True)
    reviewer.refresh_from_db()
    assert reviewer.check_password(makers.PASSWORD)


def test_an_unknown_address_is_told_so_by_mail_only(settings, db):
    settings.EMAIL_BACKEND = "loneliness.records.outbox_backend.Backend"
    Client().post("/accounts/password/reset/", {"email": "who@example.org"})
    assert Mail.objects.get().subject == "No account with this address"

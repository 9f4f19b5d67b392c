"""An administrator invites somebody, who chooses a password and signs in."""

import re

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client

from actions.models import Organisation, Person
from loneliness.accounts.models import User
from loneliness.records.models import Mail

pytestmark = pytest.mark.django_db
PASSWORD = "seven-green-herons-fly"


@pytest.fixture
def invitation(db):
    """What the administrator types."""
    return {
        "name": "Priya Shah",
        "email": "Priya.Shah@example.org",
        "organisation": Organisation.objects.get(slug="leicestershire-county-council").pk,
        "roles": list(Group.objects.filter(name="Evidence officer").values_list("pk", flat=True)),
    }


def link_in(text):
    """The address to choose a password, without its host."""
    return re.search(r"http://testserver(/accounts/password/reset/key/\S+?/)(?=[<\s])", text)[1]


def test_the_invited_person_chooses_a_password_and_signs_in(client_of, administrator, invitation):
    page = client_of(administrator).post("/people/invite/", invitation).content.decode()
    newcomer = Client()
    form = newcomer.get(link_in(page), follow=True)
    chosen = {"password1": PASSWORD, "password2": PASSWORD}
    newcomer.post(form.redirect_chain[-1][0], chosen, follow=True)
    signed_in = newcomer.post(
        "/accounts/login/", {"login": "priya.shah@example.org", "password": PASSWORD}, follow=True
    )
    assert "Your next 30 minutes" in signed_in.content.decode()


def test_the_link_works_once(client_of, administrator, invitation):
    page = client_of(administrator).post("/people/invite/", invitation).content.decode()
    for chosen in (PASSWORD, "another-password-of-theirs"):
        newcomer = Client()
        form = newcomer.get(link_in(page), follow=True)
        address = form.redirect_chain[-1][0] if form.redirect_chain else link_in(page)
        newcomer.post(address, {"password1": chosen, "password2": chosen}, follow=True)
    assert User.objects.get(email="priya.shah@example.org").check_password(PASSWORD)


def test_the_person_belongs_to_their_organisation(client_of, administrator, invitation):
    client_of(administrator).post("/people/invite/", invitation)
    person = Person.objects.get(email="priya.shah@example.org")
    assert person.organisation.slug == "leicestershire-county-council"
    assert person.account.role_names == {"Evidence officer"}
    assert person.account.is_staff


def test_with_mail_set_up_the_link_is_sent_and_not_shown(
    client_of, administrator, invitation, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_URL = "smtp://localhost:25"
    with django_capture_on_commit_callbacks(execute=True):
        page = client_of(administrator).post("/people/invite/", invitation).content.decode()
    assert "/accounts/password/reset/key/" not in page
    assert "/accounts/password/reset/key/" in mail.outbox[0].body
    assert mail.outbox[0].to == ["Priya Shah <priya.shah@example.org>"]
    assert Mail.objects.get().text == ""


def test_somebody_invited_twice_gets_a_sentence(client_of, administrator, invitation):
    client = client_of(administrator)
    client.post("/people/invite/", invitation)
    page = client.post("/people/invite/", invitation).content.decode()
    assert "already signs in with this e-mail address" in page
    assert User.objects.filter(name="Priya Shah").count() == 1


def test_a_deactivated_person_is_out_at_once(client_of, reviewer):
    client = client_of(reviewer)
    assert client.get("/estimates/").status_code == 200
    reviewer.is_active = False
    reviewer.save()
    assert client.get("/estimates/").status_code == 302

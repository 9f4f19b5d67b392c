"""Every page of the workshop: who it opens for, and how few queries it asks."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evidence.models import Finding, Publication
from tests import makers

MODELS = [(model, page) for model, page in admin.site._registry.items()]
NAMES = [model._meta.label for model, _ in MODELS]
EVERY = pytest.mark.parametrize(("model", "page"), MODELS, ids=NAMES)
ROLES = ("officer", "secretary", "reviewer", "administrator")
LIST_QUERIES, FORM_QUERIES = 30, 60


def address(model, name, *args):
    opts = model._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{name}", args=args)


def may(user, model, verb):
    return user.has_perm(f"{model._meta.app_label}.{verb}_{model._meta.model_name}")


@pytest.fixture(autouse=True)
def one_of_each(chapter, owner, owned_action):
    """What the chapter has none of: a person, a post, an update."""
    makers.make_update(owned_action, owner)


@pytest.fixture(params=ROLES)
def worker(request):
    """Somebody who may enter the workshop."""
    return request.getfixturevalue(request.param)


@EVERY
def test_list_opens_for_those_who_may_look(model, page, worker, client_of):
    response = client_of(worker).get(address(model, "changelist"))
    assert response.status_code == (200 if may(worker, model, "view") else 403)


@EVERY
def test_list_asks_few_queries(model, page, client_of, superuser):
    client = client_of(superuser)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address(model, "changelist")).status_code == 200
    assert len(asked) <= LIST_QUERIES


@EVERY
def test_list_is_searched_and_filtered(model, page, client_of, superuser):
    client = client_of(superuser)
    if page.search_fields:
        response = client.get(address(model, "changelist"), {"q": "lonely 31,878"})
        assert response.status_code == 200


@EVERY
def test_form_opens_for_those_who_may_look(model, page, worker, client_of):
    record = model._default_manager.first()
    response = client_of(worker).get(address(model, "change", record.pk))
    assert response.status_code == (200 if may(worker, model, "view") else 403)


@EVERY
def test_form_asks_few_queries(model, page, client_of, superuser):
    client = client_of(superuser)
    for record in model._default_manager.order_by("pk")[:3]:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address(model, "change", record.pk)).status_code == 200
        assert len(asked) <= FORM_QUERIES


@EVERY
def test_new_form_opens_for_those_who_may_add(model, page, worker, client_of, rf):
    rf_request = rf.get("/")
    rf_request.user = worker
    allowed = may(worker, model, "add") and page.has_add_permission(rf_request)
    response = client_of(worker).get(address(model, "add"))
    assert response.status_code == (200 if allowed else 403)


@EVERY
def test_history_opens_for_those_who_may_look(model, page, worker, client_of):
    record = model._default_manager.first()
    response = client_of(worker).get(address(model, "history", record.pk), follow=True)
    assert response.status_code == (200 if may(worker, model, "view") else 403)


@EVERY
def test_nothing_is_deleted(model, page, client_of, superuser):
    record = model._default_manager.first()
    client = client_of(superuser)
    response = client.post(address(model, "delete", record.pk), {"post": "yes"})
    assert response.status_code == 403
    assert model._default_manager.filter(pk=record.pk).exists()


def test_largest_publication_asks_few_queries(chapter, client_of, officer):
    publication = Publication.objects.with_counts().order_by("-finding_count").first()
    client = client_of(officer)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address(Publication, "change", publication.pk)).status_code == 200
    assert len(asked) <= FORM_QUERIES


def test_suggestions_tell_like_findings_apart_in_few_queries(chapter, client_of, officer):
    client = client_of(officer)
    asked_for = {
        "app_label": "estimates",
        "model_name": "estimateline",
        "field_name": "finding",
        "term": "women",
    }
    with CaptureQueriesContext(connection) as asked:
        found = client.get(reverse("admin:autocomplete"), asked_for).json()["results"]
    assert found
    assert all("%" in suggestion["text"] and ";" in suggestion["text"] for suggestion in found)
    assert len(asked) <= 10


def test_board_member_and_owner_have_no_workshop(client_of, board_member, owner):
    assert client_of(board_member).get(reverse("admin:index")).status_code == 403
    assert client_of(owner).get(reverse("admin:index")).status_code in (403, 404)


def test_sign_in_is_the_registers_own(client):
    response = client.get(reverse("admin:index"), follow=True)
    assert response.request["PATH_INFO"] == reverse("account_login")


def test_workshop_leads_back_to_the_register(client_of, officer):
    page = client_of(officer).get(reverse("admin:index")).content.decode()
    assert "Workshop" in page
    assert "Back to the register" in page


def test_form_leads_to_the_page_in_the_register(chapter, client_of, officer):
    finding = Finding.objects.first()
    page = client_of(officer).get(address(Finding, "change", finding.pk)).content.decode()
    assert finding.get_absolute_url() in page


def test_old_version_is_never_put_back(chapter, client_of, officer):
    finding = Finding.objects.first()
    row = finding.history.first()
    where = reverse("admin:evidence_finding_simple_history", args=[finding.pk, row.pk])
    assert client_of(officer).post(where, {}).status_code == 403
    assert client_of(officer).get(where).status_code == 302

"""Every address of the workshop: one record of each model, read, added, changed and deleted."""

from types import SimpleNamespace

from django import forms
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.urls import get_resolver, reverse

from actions.models import Person, Post
from estimates.models import EstimateLine, EstimateTable
from evidence.models import Citation, Finding, PopulationCount
from loneliness.accounts.models import User
from tests import makers
from tests.pages.admin_forms import standing
from tests.rules.matrix import Route
from tests.rules.test_constraints import a

WORKERS = ("officer", "secretary", "administrator", "reviewer")
NEW_WORDS = "another-long-password-2026"
PASSWORDS = {
    "old_password": makers.PASSWORD, "new_password1": NEW_WORDS, "new_password2": NEW_WORDS,
}  # fmt: skip
# Where a copy of the example is no new record: what is typed instead.
TYPED = {
    Person: {"email": "pat@example.org"},
    Post: {"title": "Lead for walks"},
    EstimateTable: {"number": 99},
    EstimateLine: {"position": 99},
    PopulationCount: {"period": "2031", "date": ""},
    Citation: {"number": 999},
}


def routes(doors):
    """Every address of the workshop, from the resolver, and each field with suggestions."""
    found = {name: _route(doors, name, pattern) for name, pattern in _patterns()}
    return found | {f"suggest {name}": Route(address) for name, address in _suggestions()}


def names():
    """The names of all of them."""
    return {name for name, _ in _patterns()} | {f"suggest {name}" for name, _ in _suggestions()}


def _patterns():
    for pattern in get_resolver().url_patterns:
        if getattr(pattern, "namespace", "") == "admin":
            yield from _named(pattern)


def _named(resolver, path=""):
    for pattern in resolver.url_patterns:
        here = path + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from _named(pattern, here)
        else:
            yield pattern.name or f"/{here}", here


def _suggestions():
    for model, page in admin.site._registry.items():
        for owner, fields in ((model, page.autocomplete_fields), *_inlines(page)):
            for field in fields:
                opts = owner._meta
                query = f"app_label={opts.app_label}&model_name={opts.model_name}"
                address = f"{reverse('admin:autocomplete')}?{query}&field_name={field}"
                yield f"{opts.label_lower}.{field}", address


def _inlines(page):
    return [(inline.model, getattr(inline, "autocomplete_fields", ())) for inline in page.inlines]


def _route(doors, name, path):
    model = next((m for m in admin.site._registry if path.startswith(_folder(m))), None)
    if model is None:
        return _of_the_site(name)
    record, where = example(model), name.rpartition("_")[2]
    start = f"/admin/{_folder(model)}"
    if where == "changelist":
        return Route(start, {"action": "delete_selected", "_selected_action": record.pk})
    if where == "add":
        return Route(f"{start}add/", _added(doors, f"{start}add/", model, record))
    if where == "change":
        return Route(f"{start}{record.pk}/change/", _changed(doors, f"{start}{record.pk}/change/"))
    if where == "delete":
        return Route(f"{start}{record.pk}/delete/", {"post": "yes"})
    if name.endswith("simple_history"):
        return Route(f"{start}{record.pk}/history/1/", {})
    return Route(f"{start}{record.pk}/" + ("history/" if where == "history" else ""))


def _folder(model):
    return f"{model._meta.app_label}/{model._meta.model_name}/"


def _of_the_site(name):
    at_site = {
        "view_on_site": (ContentType.objects.get_for_model(Finding).pk, a(Finding).pk),
        "app_list": ("evidence",),
    }
    if name.startswith("/"):
        return Route("/admin/nowhere/")
    fields = {"logout": {}, "password_change": PASSWORDS, "login": {}}.get(name)
    return Route(reverse(f"admin:{name}", args=at_site.get(name, ())), fields)


def example(model):
    """The record of a model that is read and changed."""
    return User.objects.get(email="board-member@example.org") if model is User else a(model)


def _opened(doors, address, permission):
    """The page as whoever may send it gets it; None when nobody may."""
    for role in WORKERS:
        response = doors.ask(role, "get", address).response
        context = getattr(response, "context_data", None) or {}
        if context.get(permission) and "adminform" in context:
            return SimpleNamespace(context=context)
    return None


def _changed(doors, address):
    page = _opened(doors, address, "has_change_permission")
    if page is None:
        return {}
    form = page.context["adminform"].form
    fields = standing(page) | {"change_reason": "Read again.", "_save": "Save"}
    name = next((n for n, f in form.fields.items() if _is_words(n, f)), None)
    return fields | ({name: f"{fields.get(name, '')} Telling."} if name else {})


def _is_words(name, field):
    words = type(field) is forms.CharField and not field.disabled
    return words and name not in ("change_reason", "key", "code", "slug")


def _added(doors, address, model, record):
    page = _opened(doors, address, "has_add_permission")
    if page is None:
        return {}
    form = page.context["adminform"].form
    return standing(page) | _copied(form, model, record) | {"_save": "Save"} | TYPED.get(model, {})


def _copied(form, model, record):
    """What a form holds of a record, with other words where no two records have the same."""
    values = {}
    for name in form.fields:
        if name in ("seen_version", "change_reason") or not hasattr(record, name):
            continue
        field = model._meta.get_field(name)
        value = field.value_from_object(record)
        values[name] = "a-new-one" if field.unique else value
    return {name: value for name, value in values.items() if value not in (None, False, "")}

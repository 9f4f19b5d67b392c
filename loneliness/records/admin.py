"""The officers' workshop: admin pages that write through the services and nothing else."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from simple_history.admin import SimpleHistoryAdmin

from loneliness.records.forms import Rows, ServiceForm, Suggesting
from loneliness.records.models import Historic, Record
from loneliness.records.querysets import SearchableQuerySet

LIKE = "_addlike"
SENTENCES = AdminTextareaWidget(attrs={"rows": 3})
CHANGING = ("change_reason", "seen_version")


def is_frozen(record: object) -> bool:
    """Whether a second person confirmed the record, so that it is read and never edited."""
    return bool(getattr(record, "is_confirmed", False))


class Bench:
    """What pages and their inlines share: the app's service, no deleting, related rows joined.

    ``made_up`` names the field that the service fills in when it is left empty.
    """

    service: ModuleType
    form: Any = ServiceForm
    made_up = ""
    list_select_related: Any = ()
    formfield_overrides: Any = {models.TextField: {"widget": SENTENCES}}

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: nothing in the register is deleted."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Show a frozen record read-only; a post meets the service's own sentence."""
        allowed: bool = super().has_change_permission(request, obj)  # type: ignore[misc]
        return allowed and not (request.method == "GET" and is_frozen(obj))

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """Rows with what their names and columns need."""
        rows: models.QuerySet[Any] = super().get_queryset(request)  # type: ignore[misc]
        return rows.select_related(*self.list_select_related) if self.list_select_related else rows

    def get_field_queryset(self, db: Any, db_field: Any, request: HttpRequest) -> Any:
        """Choices of a related record with what their names need."""
        page = self.admin_site._registry.get(db_field.remote_field.model)  # type: ignore[attr-defined]
        if isinstance(page, ServiceAdmin):
            joins = page.list_select_related
            rows = page.model._default_manager.order_by(*page.get_ordering(request))
            return rows.select_related(*joins) if joins else rows
        return super().get_field_queryset(db, db_field, request)  # type: ignore[misc]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A field with suggestions says what to choose."""
        if db_field.name in self.get_autocomplete_fields(request):  # type: ignore[attr-defined]
            kwargs.setdefault("widget", Suggesting(db_field, self.admin_site))  # type: ignore[attr-defined]
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def _equip(self, form: Any, request: HttpRequest) -> None:
        """Tell a form class who fills it in and which service will save it."""
        form.by, form.service, form.made_up = request.user, self.service, self.made_up
        form.refused = getattr(request, "refused", None)


class ServiceInline(Bench):
    """Rows edited on another record's page."""

    extra = 0
    formset: Any = Rows
    view_on_site: Any = False

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """The rows' forms, with the service's check."""
        formset = super().get_formset(request, obj, **kwargs)  # type: ignore[misc]
        self._equip(formset.form, request)
        formset.form.refused = None
        formset.service = self.service
        return formset

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The declared fields, and the version read."""
        fields = super().get_fields(request, obj)  # type: ignore[misc]
        versioned = issubclass(self.model, Record)  # type: ignore[attr-defined]
        may_change = self.has_change_permission(request, obj)
        return (*fields, "seen_version") if versioned and may_change else fields

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is added to a frozen record."""
        allowed: bool = super().has_add_permission(request, obj)  # type: ignore[misc]
        return allowed and not (request.method == "GET" and is_frozen(obj))


class LinkInline(ServiceInline, admin.TabularInline):
    """Links to other records: these alone may be taken away, through the service."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may change a link may take it away."""
        return self.has_change_permission(request, obj)


class ReadOnlyInline(ServiceInline, admin.TabularInline):
    """Rows shown beside a record and edited elsewhere, or not at all."""

    can_delete = False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """All of them."""
        return self.fields

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False


class ServiceAdmin(Bench, SimpleHistoryAdmin):
    """The page of one model. ``keeps`` names what "add another like this" carries over."""

    keeps: tuple[str, ...] = ()
    frozen_sentence = ""
    actions = None
    list_per_page = 50
    save_on_top = False
    change_form_template = "admin/record_form.html"
    object_history_list_template = "admin/record_history.html"

    # --- what is shown

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """The form, with the service's check."""
        form = super().get_form(request, obj, **kwargs)
        self._equip(form, request)
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The declared fields; on a change also its reason and the version read."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj and self.has_change_permission(request, obj):
            return [*fieldsets, ("This change", {"fields": CHANGING})]
        return fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A short name stands in addresses and files, so it stays once given."""
        fields = super().get_readonly_fields(request, obj)
        return (*fields, self.made_up) if obj and self.made_up else fields

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> Any:
        """Search the folded words and figures where the model has them."""
        if search_term.strip() and isinstance(queryset, SearchableQuerySet):
            return queryset.search(search_term), False
        return super().get_search_results(request, queryset, search_term)

    def view_on_site(self, obj: Any) -> str | None:
        """The record's page in the register, when it has one."""
        return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else None

    def option_label(self, obj: Any) -> str:
        """How the record reads in a list of suggestions."""
        return str(obj)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Say why a frozen record is read-only, and offer another like this one."""
        obj = context.get("original")
        context["frozen_sentence"] = self.frozen_sentence if is_frozen(obj) else ""
        context["offers_like"] = bool(self.keeps) and self.has_add_permission(request)
        if obj and context["offers_like"]:
            context["like_url"] = self.like_url(obj)
        return super().render_change_form(request, context, *args, **kwargs)

    # --- what is saved

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form again with the service's sentence when a save is refused after all."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except ValidationError as error:
            request.refused = error  # type: ignore[attr-defined]
            return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save through the service; nothing when nothing was changed."""
        if change and not set(form.changed_data) - set(CHANGING):
            return
        self.service.enter(
            obj,
            by=request.user,
            expected_version=form.cleaned_data.get("seen_version"),
            reason=form.cleaned_data.get("change_reason", ""),
        )

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Save, and take away, an inline's rows through its service."""
        reason = form.cleaned_data.get("change_reason", "")
        changed = {id(record) for record in formset.save(commit=False)}
        for link in formset.deleted_objects:
            formset.service.unlink(link, by=request.user, reason=reason)
        for row in formset.forms:
            if id(row.instance) in changed:
                formset.service.enter(
                    row.instance,
                    by=request.user,
                    expected_version=row.cleaned_data.get("seen_version"),
                    reason=reason,
                )

    # --- another like this

    def like_url(self, obj: Any) -> str:
        """The empty form with what this record has in common with the next."""
        kept = {name: obj.serializable_value(name) for name in self.keeps}
        query = urlencode({name: value for name, value in kept.items() if value not in (None, "")})
        opts = self.model._meta
        return f"{reverse(f'admin:{opts.app_label}_{opts.model_name}_add')}?{query}"

    def response_add(
        self, request: HttpRequest, obj: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Offer another like this one."""
        return self._then(request, obj, super().response_add(request, obj, *args, **kwargs))

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Offer another like this one."""
        return self._then(request, obj, super().response_change(request, obj))

    def _then(self, request: HttpRequest, obj: Any, response: HttpResponse) -> HttpResponse:
        if not self.keeps or IS_POPUP_VAR in request.POST or not self.has_add_permission(request):
            return response
        if LIKE in request.POST:
            return redirect(self.like_url(obj))
        self.message_user(
            request, format_html('<a href="{}">Add another like this</a>', self.like_url(obj))
        )
        return response

    # --- history

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """The list of changes; a record that is written once has none but itself."""
        if not issubclass(self.model, Historic):
            opts = self.model._meta
            return redirect(f"admin:{opts.app_label}_{opts.model_name}_change", object_id)
        return super().history_view(request, object_id, extra_context)

    def revert_disabled(self, request: HttpRequest, obj: Any = None) -> bool:
        """Old versions are read, never put back in one stroke."""
        return True

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Lead to the list of changes, which shows every field's old and new value."""
        if request.method != "GET":
            raise PermissionDenied("An old version is read, never put back.")
        opts = self.model._meta
        return redirect(f"admin:{opts.app_label}_{opts.model_name}_history", object_id)


class ReadOnlyAdmin(ServiceAdmin):
    """Records that are read here and made elsewhere."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False

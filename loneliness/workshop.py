"""The officers' workshop as a site: its names, who enters, how suggestions read."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse


class Suggestions(AutocompleteJsonView):
    """Suggestions in the words of the record's own page."""

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        """One suggestion."""
        label = getattr(self.model_admin, "option_label", str)
        return {"id": str(getattr(obj, to_field_name)), "text": label(obj)}


class Workshop(AdminSite):
    """Django's admin under the register's name."""

    site_title = "Workshop"
    site_header = "Workshop"
    index_title = "The officers’ workshop"

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Refuse who is signed in but may not work here, instead of asking to sign in again."""
        inner = super().admin_view(view, cacheable)

        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied("Your role does not include the workshop.")
            return inner(request, *args, **kwargs)

        return checked

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """Suggestions for a field."""
        return Suggestions.as_view(admin_site=self)(request)


class WorkshopConfig(AdminConfig):
    """The admin application with the workshop as its site."""

    default_site = "loneliness.workshop.Workshop"

"""Accounts in the officers' workshop: roles and access; people are invited, not added here."""

from __future__ import annotations

import allauth.account.admin
import allauth.mfa.admin
import allauth.socialaccount.admin  # noqa: F401
import django.contrib.auth.admin  # noqa: F401
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError

from loneliness.accounts import services
from loneliness.accounts.models import User

admin.site.unregister([Group, EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken])


class UserForm(forms.ModelForm):
    """An account's name, address, roles and access."""

    roles = forms.ModelMultipleChoiceField(
        Group.objects.order_by("name"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="One person may have several. The workshop opens with the roles that use it.",
    )

    class Meta:
        model = User
        fields = ("name", "email", "is_active")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["roles"] = list(self.instance.groups.values_list("pk", flat=True))

    def _post_clean(self):
        """Check as the service would."""
        super()._post_clean()
        if not self.errors:
            try:
                services.check_change(self.instance, by=self.by, roles=self.cleaned_data["roles"])
            except ValidationError as error:
                self.add_error(None, error)


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """Who may sign in, and as what. Never a password, never every right."""

    form = UserForm
    actions = None
    list_display = ("name", "email", "role_list", "is_active", "date_joined")
    list_filter = ("is_active", "groups")
    search_fields = ("name", "email")
    readonly_fields = ("role_list", "is_staff", "date_joined")
    fieldsets = (
        (None, {"fields": ("name", "email")}),
        ("Access", {"fields": ("roles", "is_active", "is_staff", "date_joined")}),
    )

    def get_queryset(self, request):
        """Accounts with their roles."""
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description="roles")
    def role_list(self, obj):
        """The names of the roles."""
        return ", ".join(sorted(group.name for group in obj.groups.all()))

    def get_fieldsets(self, request, obj=None):
        """Roles as a list for those who only look."""
        if self.has_change_permission(request, obj):
            return super().get_fieldsets(request, obj)
        fields = ("name", "email", "role_list", "is_active", "date_joined")
        return ((None, {"fields": fields}),)

    def get_form(self, request, obj=None, **kwargs):
        """The form, with who fills it in."""
        form = super().get_form(request, obj, **kwargs)
        form.by = request.user
        return form

    def has_add_permission(self, request):
        """Refuse: an administrator invites people."""
        return False

    def has_delete_permission(self, request, obj=None):
        """Refuse: an account is closed, and what it did stays."""
        return False

    def save_model(self, request, obj, form, change):
        """Save through the service."""
        services.change(obj, by=request.user, roles=form.cleaned_data["roles"])

"""The form of the officers' workshop: it lets through only what the service will save."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import BaseInlineFormSet, InlineForeignKeyField
from django.utils.text import capfirst

from loneliness.accounts.models import User
from loneliness.records.models import Record
from loneliness.records.services import StaleRecord
from loneliness.records.text import plain_number

REASON_HELP = "Kept in the history beside your name: a slip in typing, a corrected print."
REASON_NEEDED = "Say why you change it: the old words stay in the history, beside your reason."
UNREAD = "This page does not say which version you read. Open it again and enter your change."
ADDRESS = "Give a web address that begins with https:// or http://."
REQUIRED = forms.Field.default_error_messages["required"]
OWN = {"seen_version", "change_reason"}


if TYPE_CHECKING:
    ModelForm = forms.ModelForm[Any]
    InlineFormSet = BaseInlineFormSet[Any, Any, Any]
else:
    ModelForm = forms.ModelForm
    InlineFormSet = BaseInlineFormSet


class ServiceForm(ModelForm):
    """A form that runs the service's own check and refuses a record changed since it was read.

    ``seen_version`` carries the version the person read. ``made_up`` names a field that may be
    left empty because the service fills it in.
    """

    by: ClassVar[User]
    service: ClassVar[ModuleType]
    made_up: ClassVar[str] = ""
    refused: ClassVar[ValidationError | None] = None

    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    change_reason = forms.CharField(
        label="Reason for this change",
        required=False,
        max_length=500,
        help_text=REASON_HELP,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.instance, Record) and self.instance.pk:
            self.initial["seen_version"] = self.instance.version
        for name, field in self.fields.items():
            value = self.initial.get(name)
            if isinstance(field, forms.DecimalField) and value is not None:
                self.initial[name] = plain_number(value)
            widget = getattr(field.widget, "widget", field.widget)
            widget.attrs.setdefault("aria-label", capfirst(str(field.label or name)))
            if field.error_messages.get("required") == REQUIRED:
                field.error_messages["required"] = _needed(field)
            if isinstance(field, forms.URLField):
                field.error_messages["invalid"] = ADDRESS
        if self.made_up in self.fields:
            self.fields[self.made_up].required = False

    def _post_clean(self) -> None:
        """Check as the service would, once the form's own checks have passed."""
        super()._post_clean()  # type: ignore[misc]
        if self.refused:
            self.add_error(None, self.refused.messages)
        if self.instance.pk and not self.has_changed():
            return
        self._attempt(self._refuse_stale)
        if not self.errors:
            self._attempt(self._check)
        is_mute = self.instance.pk and self.cleaned_data.get("change_reason") == ""
        if is_mute and not self.errors:
            self.add_error("change_reason", REASON_NEEDED)

    def _attempt(self, check: Any) -> None:
        try:
            check()
        except ValidationError as error:
            for name, errors in _by_field(error):
                self.add_error(name if name in self.fields else None, errors)

    def _check(self) -> None:
        """Run the service's check on the record, then leave to the service what it fills in."""
        given = getattr(self.instance, self.made_up, None)
        self.service.check_enter(self.instance, by=self.by)
        self.instance.full_clean(exclude=self._unsaved_parents())
        if self.made_up and not given:
            setattr(self.instance, self.made_up, given)

    def _unsaved_parents(self) -> set[str]:
        return {
            name
            for name, field in self.fields.items()
            if isinstance(field, InlineForeignKeyField) and field.parent_instance.pk is None
        }

    def _refuse_stale(self) -> None:
        """Refuse when somebody saved since the page was read, and show both versions."""
        record = self.instance
        if not isinstance(record, Record) or not record.pk:
            return
        seen = self.cleaned_data.get("seen_version")
        if seen is None:
            raise ValidationError(UNREAD)
        if seen != record.version:
            raise ValidationError([*StaleRecord(record).messages, *self._both_versions()])

    def _both_versions(self) -> Iterator[str]:
        stored = type(self.instance)._default_manager.get(pk=self.instance.pk)
        for name in self.changed_data:
            if name not in OWN:
                now, yours = _shown(stored, name), _shown(self.instance, name)
                yield f"{capfirst(self.fields[name].label)}: now “{now}”, yours “{yours}”."


class Rows(InlineFormSet):
    """An inline's rows, each control named for who does not see the table around it."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """Name the box that takes a row away."""
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget.attrs["aria-label"] = "Take away"


class Suggesting(AutocompleteSelect):
    """A field with suggestions that says what to choose while it is empty."""

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> dict[str, Any]:
        """Name the empty field."""
        attrs = super().build_attrs(base_attrs, extra_attrs)
        return {**attrs, "data-placeholder": f"Choose {self.field.verbose_name}"}


def _needed(field: forms.Field) -> str:
    return f"{capfirst(str(field.label or 'This'))} is needed. {field.help_text}".strip()


def _by_field(error: ValidationError) -> Iterator[tuple[str | None, Any]]:
    """The errors of each field, or all of them without a field."""
    if hasattr(error, "error_dict"):
        yield from error.error_dict.items()
    else:
        yield None, error.error_list


def _shown(record: models.Model, name: str) -> object:
    display = getattr(record, f"get_{name}_display", None)
    value = display() if display else getattr(record, name, "")
    return "" if value is None else value

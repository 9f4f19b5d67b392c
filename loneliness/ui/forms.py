"""Forms in the GOV.UK look: a renderer used form by form, so that the admin keeps its own."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.template.loader import get_template

WIDGET_TEMPLATES = {
    "django/forms/widgets/radio.html": "components/forms/choices.html",
    "django/forms/widgets/checkbox_select.html": "components/forms/choices.html",
    "django/forms/widgets/checkbox.html": "components/forms/checkbox.html",
}
# The first kind that fits wins: Django's checkboxes are a kind of radios.
WIDGET_CLASSES = (
    (forms.HiddenInput, ""),
    (forms.CheckboxSelectMultiple, "govuk-checkboxes__input"),
    (forms.RadioSelect, "govuk-radios__input"),
    (forms.CheckboxInput, "govuk-checkboxes__input"),
    (forms.Select, "govuk-select"),
    (forms.Textarea, "govuk-textarea"),
    (forms.widgets.Input, "govuk-input"),
)
SHORT_INPUTS = (forms.DateInput, forms.NumberInput, forms.TimeInput)


def _widget_class(widget):
    return next((name for kind, name in WIDGET_CLASSES if isinstance(widget, kind)), "")


class GovukBoundField(BoundField):
    """A field that knows its GOV.UK classes and the address of its first control."""

    def build_widget_attrs(self, attrs, widget=None):
        """Add the GOV.UK classes; leave placeholders out, since a label says it better."""
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        name = _widget_class(widget)
        classes = [widget.attrs.get("class", ""), attrs.get("class", ""), name]
        if isinstance(widget, SHORT_INPUTS):
            classes.append("govuk-input--width-10")
        if name and self.errors:
            classes.append(f"{name}--error")
        attrs["class"] = " ".join(dict.fromkeys(" ".join(classes).split())) or False
        attrs["placeholder"] = False
        return attrs

    @property
    def is_one_checkbox(self):
        """Say whether the control is a single checkbox, drawn with its label behind it."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def first_id(self):
        """Give the id of the first control, for links from the error summary."""
        widget = self.field.widget
        if isinstance(widget, forms.RadioSelect):  # checkboxes too
            return f"{self.auto_id}_0"
        return self.id_for_label or self.auto_id


class GovukRenderer(DjangoTemplates):
    """Draws forms from `components/forms/`, and everything else with Django's own templates."""

    form_template_name = "components/forms/form.html"
    field_template_name = "components/forms/field.html"
    bound_field_class = GovukBoundField

    def get_template(self, template_name):
        """Find a template: ours for forms, fields, radios and checkboxes."""
        name = WIDGET_TEMPLATES.get(template_name, template_name)
        return get_template(name) if name.startswith("components/") else super().get_template(name)


RENDERER = GovukRenderer()  # one for all forms: each would read Django's templates anew


REQUIRED = forms.Field.default_error_messages["required"]
NEEDED = "An answer is needed."
WRONG = (
    (forms.URLField, "Give a web address that begins with https:// or http://."),
    (forms.DateField, "Give a date that there is, such as 3/5/2026."),
)


class PlainWords:
    """Says in plain words what is wrong with an entry."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if field.error_messages.get("required") == REQUIRED:
                field.error_messages["required"] = NEEDED
            for kind, words in WRONG:
                if isinstance(field, kind):
                    field.error_messages["invalid"] = words


class GovukForm(PlainWords, forms.Form):
    """A form in the GOV.UK look; fields that may stay empty are marked."""

    default_renderer = RENDERER
    use_required_attribute = False
    mark_optional = True


class FilterForm(GovukForm):
    """The form of a filter set (`Meta.form`), where every field may stay empty."""

    mark_optional = False


class GovukModelForm(PlainWords, forms.ModelForm):
    """A model form in the GOV.UK look; fields that may stay empty are marked."""

    default_renderer = RENDERER
    use_required_attribute = False
    mark_optional = True


def saved(form, service, *args, **kwargs):
    """What a service made of a valid form; None when it refused, its sentences on the form."""
    try:
        return service(*args, **kwargs)
    except ValidationError as error:
        if not hasattr(error, "error_dict"):
            form.add_error(None, error)
            return None
        for name, sentences in error.message_dict.items():
            form.add_error(name if name in form.fields else None, sentences)
    return None


def seen_version(request: HttpRequest, now: int) -> int:
    """The version of a record that the person read, where the form says it; else today's."""
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() else now


def is_stale(form: forms.Form) -> bool:
    """Say whether a form was refused because somebody saved the record meanwhile."""
    return form.has_error("__all__", "stale")


def version_shown(form: forms.Form, seen: int, now: int) -> int:
    """The version that the form sends next: what was read, until it has said what there is now."""
    return now if is_stale(form) else seen


def say_both(form: forms.Form, now: dict[str, object]) -> None:
    """Add to a refused form each field that says something else by now, with both versions."""
    for name, field in form.fields.items():
        yours, stored = form.cleaned_data.get(name), now.get(name)
        stored = getattr(stored, "pk", stored)
        if name in now and (stored or None) != (getattr(yours, "pk", yours) or None):
            said = f"now “{_shown(field, stored)}”, yours “{_shown(field, yours)}”"
            form.add_error(None, f"{field.label}: {said}.")


def _shown(field, value):
    """Say a value as a person reads it."""
    if value in (None, ""):
        return "nothing"
    if isinstance(value, datetime.date):
        return f"{value:%-d %B %Y}"
    choices = {
        str(getattr(key, "value", key)): words for key, words in getattr(field, "choices", ())
    }
    return str(choices.get(str(getattr(value, "pk", value)), value))

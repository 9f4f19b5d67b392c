"""The GOV.UK look of forms."""

import pytest
from django import forms
from django.template import Context, Template

from loneliness.ui.forms import GovukForm


class UpdateForm(GovukForm):
    rating = forms.ChoiceField(
        label="How is it going?", choices=[("on", "On track")], widget=forms.RadioSelect
    )
    groups = forms.MultipleChoiceField(
        choices=[("a", "Carers")], widget=forms.CheckboxSelectMultiple, required=False
    )
    what = forms.CharField(
        help_text="Do not name clients.",
        widget=forms.Textarea(attrs={"class": "tall", "placeholder": "no"}),
    )
    owner = forms.ChoiceField(choices=[("", "Choose")])
    sure = forms.BooleanField(label="I am sure")
    key = forms.CharField(widget=forms.HiddenInput, required=False)


@pytest.fixture
def empty():
    return str(UpdateForm())


@pytest.fixture
def refused():
    return str(UpdateForm({}))


def test_every_control_has_its_class(empty):
    for name in ("radios__input", "checkboxes__input", "select", "textarea"):
        assert f"govuk-{name}" in empty
    assert 'class="tall govuk-textarea"' in empty


def test_checkboxes_are_not_dressed_as_radios(empty):
    assert '<input type="checkbox" name="groups" value="a" class="govuk-checkboxes__input"' in empty


def test_choices_are_a_fieldset_with_a_legend(empty):
    assert "govuk-fieldset__legend--s" in empty
    assert "<fieldset" in empty


def test_fields_that_may_stay_empty_are_marked(empty):
    assert "Groups (optional)" in empty
    assert "Owner (optional)" not in empty


def test_hint_and_error_are_tied_to_the_control(refused):
    assert 'aria-describedby="id_what_helptext id_what_error"' in refused
    assert 'id="id_what_error"' in refused
    assert "govuk-textarea--error" in refused


def test_placeholders_are_left_out(empty):
    assert "placeholder" not in empty


def test_error_summary_leads_to_the_controls():
    source = Template('{% include "components/error_summary.html" %}')
    html = source.render(Context({"form": UpdateForm({})}))
    for target in ("id_rating_0", "id_what", "id_owner", "id_sure"):
        assert f'href="#{target}"' in html


def test_a_form_of_a_library_takes_the_look():
    class Plain(forms.Form):
        login = forms.EmailField()

    html = Template("{% load ui %}{{ form|govuk }}").render(Context({"form": Plain()}))
    assert 'class="govuk-input"' in html
    assert "(optional)" not in html


def test_other_forms_keep_their_own_look():
    class Plain(forms.Form):
        login = forms.EmailField()

    assert "govuk" not in str(Plain())


def test_applied_filters_are_counted():
    source = Template("{% load ui %}{% applied_count form %}")
    form = UpdateForm({"what": "x", "groups": [""], "owner": ""})
    assert source.render(Context({"form": form})) == "1"

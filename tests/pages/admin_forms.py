"""Fills in a form of the workshop as a browser would: what stands in it, and what is typed."""

from django.urls import reverse


def address(model, name, *args):
    """The address of one of the model's pages."""
    opts = model._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{name}", args=args)


def standing(response):
    """What a page's form and its inlines hold, as a browser would post it."""
    data = _values(response.context["adminform"].form)
    for inline in response.context["inline_admin_formsets"]:
        formset = inline.formset
        data |= _values(formset.management_form)
        for form in formset.forms:
            data |= _values(form)
    return data


def submit(client, where, button="_save", **typed):
    """Open the form, type over what stands in it, and save."""
    data = standing(client.get(where)) | {"change_reason": "Read again"}
    data.update(typed)
    data[button] = "Save"
    return client.post(where, data)


def add_rows(client, where, prefix, *rows, **typed):
    """Open the form, add rows to one of its inlines, and save."""
    data = standing(client.get(where)) | {"change_reason": "Read again"}
    first = int(data[f"{prefix}-TOTAL_FORMS"])
    for number, row in enumerate(rows, first):
        data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    data[f"{prefix}-TOTAL_FORMS"] = first + len(rows)
    return client.post(where, data | typed | {"_save": "Save"})


def sentences(response):
    """Everything the page says is wrong."""
    assert response.status_code == 200
    said = list(_errors(response.context["adminform"].form))
    for inline in response.context["inline_admin_formsets"]:
        said += inline.formset.non_form_errors()
        for form in inline.formset.forms:
            said += _errors(form)
    assert said
    return " ".join(said)


def _errors(form):
    return [sentence for errors in form.errors.values() for sentence in errors]


def _values(form):
    values = {}
    for field in form:
        value = field.value()
        if value is None or value is False:
            continue
        values[field.html_name] = "on" if value is True else value
    return values

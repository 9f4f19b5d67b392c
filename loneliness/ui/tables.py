"""Bases for the tables of all lists."""

import django_tables2 as tables

NUMERIC = {"th": {"class": "numeric"}, "td": {"class": "numeric"}, "tf": {"class": "numeric"}}


class RegisterTable(tables.Table):
    """A table with a caption, drawn by our own template; numeric columns take `attrs=NUMERIC`."""

    caption = ""
    caption_hidden = False

    class Meta:
        template_name = "components/table.html"
        attrs = {"class": "govuk-table app-table"}
        empty_text = "Nothing matches. Try fewer filters."

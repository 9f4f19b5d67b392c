"""Base of the tables of all lists."""

import django_tables2 as tables

NUMERIC = {"th": {"class": "numeric"}, "td": {"class": "numeric"}, "tf": {"class": "numeric"}}


class NumberColumn(tables.Column):
    """A column of counts, grouped by thousands and set to the right."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("attrs", NUMERIC)
        super().__init__(*args, **kwargs)

    def render(self, value):
        """Write 31878 as 31,878."""
        return f"{value:,}"


class RegisterTable(tables.Table):
    """A table with a caption, drawn by our own template; numeric columns take `attrs=NUMERIC`."""

    caption = ""
    caption_hidden = False
    selection = None  # what is done with ticked rows: see components/list.html

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("template_name", "components/table.html")
        super().__init__(*args, **kwargs)
        self.empty_text = self.empty_text or "Nothing matches. Try fewer filters."

"""Base of the tables of all lists."""

import django_tables2 as tables

NUMERIC = {"th": {"class": "numeric"}, "td": {"class": "numeric"}, "tf": {"class": "numeric"}}


class RegisterTable(tables.Table):
    """A table with a caption, drawn by our own template; numeric columns take `attrs=NUMERIC`."""

    caption = ""
    caption_hidden = False

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("template_name", "components/table.html")
        super().__init__(*args, **kwargs)
        self.empty_text = self.empty_text or "Nothing matches. Try fewer filters."

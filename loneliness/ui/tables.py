"""Base of the tables of all lists."""

from collections.abc import Iterator

import django_tables2 as tables
from django.utils.formats import localize
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import template_localtime
from django_tables2.rows import BoundRow

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

    def drawn_rows(self) -> Iterator[tuple[BoundRow, SafeString]]:
        """Each row of the page with its cells.

        A column's heading and attributes are written once: they cannot depend on the row.
        """
        columns = [
            (
                column.name,
                format_html(
                    '<td data-label="{}" {}><div>', column.header, column.attrs["td"].as_html()
                ),
            )
            for column in self.columns
        ]
        for row in self.paginated_rows:
            cells = ((start, localize(template_localtime(row.get_cell(n)))) for n, start in columns)
            yield row, format_html_join("", "{}{}</div></td>", cells)

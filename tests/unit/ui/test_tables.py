"""The table template."""

import django_tables2 as tables
import pytest
from django.test import RequestFactory

from loneliness.ui.tables import NumberColumn, RegisterTable


class PeopleTable(RegisterTable):
    caption = "People"
    name = tables.Column()
    count = NumberColumn()


@pytest.fixture
def draw():
    def drawn(query="", rows=60):
        request = RequestFactory().get(f"/{query}")
        table = PeopleTable([{"name": f"<{n}>", "count": n * 1000} for n in range(rows)])
        tables.RequestConfig(request, paginate={"per_page": 25}).configure(table)
        return table.as_html(request)

    return drawn


def test_headings_have_a_scope_and_tell_the_order(draw):
    html = draw("?sort=-count")
    assert html.count('scope="col"') == 2
    assert html.count('aria-sort="descending"') == 1
    assert "aria-sort" not in draw()


def test_a_new_order_starts_at_the_first_page(draw):
    assert 'href="?sort=count"' in draw("?page=2")


def test_cells_carry_their_heading_and_are_escaped(draw):
    html = draw()
    assert 'data-label="Count"' in html
    assert "<div>&lt;0&gt;</div>" in html
    assert "24,000" in html


def test_pages_are_counted(draw):
    html = draw("?page=3")
    assert "Showing 51 to 60 of 60" in html
    assert 'aria-current="page"' in html


def test_an_empty_table_says_so(draw):
    html = draw(rows=0)
    assert "Nothing matches. Try fewer filters." in html
    assert "Showing" not in html

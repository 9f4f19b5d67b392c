"""Base views: the list of everything, and the form that saves through a service."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from loneliness.ui.export import csv_response


class RegisterListView(SingleTableMixin, FilterView):
    """A list with search, filters, sorting, pages and CSV: a subclass is a declaration."""

    template_name = "components/list.html"
    table_pagination: ClassVar[dict[str, int]] = {"per_page": 25}
    title = ""
    introduction = ""
    noun = "result"
    nouns = "results"
    tick_label = "Tick"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page, or with ``format=csv`` the whole filtered list as CSV."""
        response: HttpResponseBase = super().get(request, *args, **kwargs)
        if request.GET.get("format") == "csv":
            table = self.get_table(**self.get_table_kwargs())
            rows = table.as_values(exclude_columns=table.exclude)
            return csv_response(self.nouns.replace(" ", "-"), rows)
        return response

    def get_table_kwargs(self) -> dict[str, Any]:
        """Leave out the columns that the reader did not choose; the first always stays."""
        kwargs: dict[str, Any] = super().get_table_kwargs()
        chosen = self.request.chosen_columns()  # type: ignore[attr-defined]
        columns = list(self.table_class.base_columns)
        left_out = [name for name in columns[1:] if chosen and name not in chosen]
        return kwargs | {"exclude": left_out}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Title, words and the address of the CSV."""
        context = super().get_context_data(**kwargs)
        self._tell_of_nonsense(context["table"])
        query = self.request.GET.copy()
        query.pop("page", None)
        query["format"] = "csv"
        context["table"].selection = selection = self.selection()
        return context | {
            "title": self.title,
            "introduction": self.introduction,
            "noun": self.noun,
            "nouns": self.nouns,
            "csv_url": f"?{query.urlencode()}",
            "selection": selection,
        }

    def selection(self) -> dict[str, Any] | None:
        """What can be done with ticked rows (see ``ticked``); None for a list without ticks."""
        return None

    def ticked(self, url: str, submit: str, whole: str) -> dict[str, Any]:
        """Rows that can be ticked and sent to an address, or all that the filter shows."""
        query = self.request.GET.copy()
        has_ticks = query.pop("tick", None) is not None
        other = query.copy()
        if not has_ticks:
            other["tick"] = "page"
        return {
            "url": url,
            "label": self.tick_label,
            "submit": submit,
            "all": whole,
            "query": query.urlencode(),
            "has_ticks": has_ticks,
            "tick_url": f"?{other.urlencode()}",
        }

    def _tell_of_nonsense(self, table: Any) -> None:
        """Say so when the address asks for a page or an order there is not."""
        page = self.request.GET.get("page", "1")
        if page != str(table.page.number):
            messages.warning(
                self.request, f"There is no page “{page}”: this is page {table.page.number}."
            )
        for order in self.request.GET.getlist("sort"):
            if order.lstrip("-") not in table.base_columns:
                messages.warning(self.request, f"This list cannot be sorted by “{order}”.")

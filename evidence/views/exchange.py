"""Publications leave the register: as references for other programs, or as its own list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404

from evidence import exchange
from evidence.models import Publication
from loneliness.ui.export import csv_response

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
REFERENCES = {
    "ris": ("application/x-research-info-systems", exchange.ris),
    "bib": ("application/x-bibtex", exchange.bibtex),
}
WORDS = {
    "ris": "RIS",
    "bib": "BibTeX",
    "list": "CSV, all details",
    "xlsx": "Excel, all details",
}


def one(request: HttpRequest, key: str, kind: str) -> HttpResponseBase:
    """/evidence/publications/KEY/export.KIND: one publication in one of the formats."""
    row = get_object_or_404(_whole(Publication.objects.all()), key=key)
    if kind not in WORDS:
        raise Http404("There is no such format.")
    return response(kind, [row], row.key)


def response(kind: str, rows: Any, name: str = "publications") -> HttpResponseBase:
    """The rows in one of the formats, to be kept as a file."""
    if kind == "list":
        return csv_response(name, exchange.own_rows(rows))
    if kind == "xlsx":
        answer = HttpResponse(exchange.workbook(exchange.own_rows(rows)), content_type=EXCEL)
        return _named(answer, f"{name}.xlsx")
    sort, write = REFERENCES[kind]
    return _streamed(sort, write, rows, f"{name}.{kind}")


def whole_list(rows: Any, kind: str) -> HttpResponseBase:
    """A narrowed list in one of the formats, by short name."""
    return response(kind, _whole(rows).order_by("key"))


def _whole(rows: Any) -> Any:
    return rows.select_related("replaced_by", "merged_into")


def _streamed(sort: str, write: Callable[[Any], Any], rows: Any, name: str) -> HttpResponseBase:
    content_type = f"{sort}; charset=utf-8"
    return _named(StreamingHttpResponse(write(rows), content_type=content_type), name)


def _named(answer: Any, name: str) -> Any:
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer

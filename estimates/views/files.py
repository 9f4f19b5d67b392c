"""A table to take along: rows, workbook, chart, and where it is from for other programs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.timezone import localdate

from estimates import checking, files, selectors
from estimates.provenance import provenance
from estimates.views.finding import find
from estimates.workbook import workbook
from loneliness.ui.chart_files import chart_response, said_of
from loneliness.ui.charts import bar_chart
from loneliness.ui.export import csv_response

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table_csv(request: HttpRequest, number: int) -> HttpResponseBase:
    """/estimates/table-N/table.csv: the lines with their sources, and below what they are about."""
    answer = selectors.answer(find(number))
    found = checking.of_table(answer.table)
    rows = [*files.rows(answer, found), [], *map(list, _about(request, answer, found))]
    return csv_response(f"table-{number}", rows)


def table_workbook(request: HttpRequest, number: int) -> HttpResponse:
    """/estimates/table-N/audit.xlsx: the lines with live formulas, sources and gaps beside them."""
    answer = selectors.answer(find(number))
    found = checking.of_table(answer.table)
    content = workbook(answer, found, _about(request, answer, found))
    return _download(content, EXCEL, f"table-{number}-audit.xlsx")


def table_provenance(request: HttpRequest, number: int) -> HttpResponse:
    """/estimates/table-N/provenance.json: where the numbers are from, as W3C PROV-JSON."""
    answer = selectors.answer(find(number))
    content = provenance(answer, request.build_absolute_uri("/"))
    return _download(content, "application/json", f"table-{number}-provenance.json")


def table_chart(request: HttpRequest, number: int, kind: str) -> HttpResponse:
    """/estimates/table-N/chart.svg or .png: the table's bars, with intervals where known."""
    answer = selectors.answer(find(number))
    return chart_response(f"table-{number}", kind, drawn(answer))


def drawn(answer: selectors.TableAnswer) -> str:
    """The table's chart as SVG; nothing where it has no line."""
    points = points_of(answer)
    if not points:
        return ""
    intervals = [item.line.interval for item in answer.lines]
    total = "" if answer.total is None else f" Together about {answer.about:,}."
    words = said_of(list(points)) + total
    return bar_chart(answer.table.title, points, unit="", description=words, intervals=intervals)


def points_of(answer: selectors.TableAnswer) -> list[tuple[str, int]]:
    """The lines and their estimates, as they are drawn."""
    return [(item.line.label, item.line.estimate) for item in answer.lines]


def _about(
    request: HttpRequest, answer: selectors.TableAnswer, found: list[checking.Gathered]
) -> list[tuple[str, str]]:
    address = request.build_absolute_uri(answer.table.get_absolute_url())
    return files.about(answer, found, address, localdate())


def _download(content: str | bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)

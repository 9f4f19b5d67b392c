"""A chart as a file of its own: SVG or PNG."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from loneliness.ui import charts

TYPES = {"svg": "image/svg+xml", "png": "image/png"}


def chart_response(name: str, kind: str, svg: str) -> HttpResponse:
    """A drawn chart as a download; 404 for another kind of file, or where nothing is drawn."""
    if kind not in TYPES or not svg:
        raise Http404("There is no such picture.")
    content = svg if kind == "svg" else charts.png(svg)
    where = f'attachment; filename="{name}.{kind}"'
    return HttpResponse(content, TYPES[kind], headers={"Content-Disposition": where})


def said_of(points: list[tuple[str, object]], unit: str = "") -> str:
    """What a bar chart says: the largest, the smallest, and how many are not known."""
    known = [(value, label) for label, value in points if value is not None]
    if not known:
        return "No values are known."
    sentences = []
    (low, lowest), (high, highest) = min(known), max(known)  # type: ignore[type-var]
    if len(known) == 1:
        sentences.append(f"{highest} is {high:,}{unit}.")
    else:
        sentences.append(
            f"The largest of {len(known)} is {highest} with {high:,}{unit}, the smallest {lowest} "
            f"with {low:,}{unit}."
        )
    unknown = len(points) - len(known)
    if unknown:
        sentences.append(f"{unknown} {'is' if unknown == 1 else 'are'} not known.")
    return " ".join(sentences)

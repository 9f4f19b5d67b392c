"""A list of publications as references, to print or to download as plain text."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from evidence import references
from evidence.models import Publication


def bibliography(request: HttpRequest, publications: Sequence[Publication]) -> HttpResponse:
    """The references in the style asked for; ``as=text`` downloads them."""
    style = _style(request)
    listed = references.bibliography(publications, style)
    if request.GET.get("as") == "text":
        return _text(listed, style)
    query = request.GET.copy()
    query["as"] = "text"
    context = {
        "references": listed,
        "style": references.STYLES[style],
        "is_numbered": style == "vancouver",
        "text_url": f"?{query.urlencode()}",
    }
    return render(request, "evidence/bibliography.html", context)


def _style(request: HttpRequest) -> str:
    asked = request.GET.get("style", "harvard")
    if asked not in references.STYLES:
        words = "There is no style “{}” here: these references are in Harvard."
        messages.warning(request, words.format(asked[:40]))
        return "harvard"
    return asked


def _text(listed: Sequence[str], style: str) -> HttpResponse:
    lines = [references.plain(text) for text in listed]
    if style == "vancouver":
        lines = [f"{number}. {line}" for number, line in enumerate(lines, start=1)]
    headers = {"Content-Disposition": f'attachment; filename="references-{style}.txt"'}
    text = "\n\n".join(lines) + "\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers=headers)

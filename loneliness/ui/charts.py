"""Bar charts and grids drawn on the server as SVG, without inline styles or scripts.

The drawing library hangs in a process forked after its parent has drawn, so nothing is drawn on
import, and a forked child draws in a fresh process of its own.
"""

import base64
import functools
import json
import os
import re
import subprocess
import sys
import textwrap
from xml.sax.saxutils import quoteattr

import vl_convert

COUNTY = "#1d5c3f"
FONT = "Liberation Sans, Arial, sans-serif"
TEXT = {"font": FONT, "fontSize": 15, "color": "#0b0c0c", "limit": 0}
WIDTH = 440
LINE = 18
BAR = 20
GAP = 18
ROOM_FOR_VALUE = 90
SPARE_CHARACTER = 8
ROW_LABEL = 38  # characters of a grid's row label on one line
LINE_HEIGHT = 14  # pixels from line to line of a row's label
INNER_ROLE = re.compile(r' role="graphics-[a-z]+" aria-roledescription="[^"]*"')

_drawn_in = None


def bar_chart(title, points, *, unit="%", description, intervals=None, width=WIDTH):
    """Return SVG text of horizontal bars, each under its label and followed by its value.

    `points` are (label, Decimal or None) pairs; a None is drawn as "not known". `intervals` are
    (low, high) pairs or None, one per point. `description` says in a sentence what is seen.
    """
    rows = _rows(points, intervals or [None] * len(points), unit, width)
    svg = INNER_ROLE.sub("", _draw(json.dumps(_chart(rows, width), sort_keys=True)))
    label = quoteattr(f"{title}. {description}")
    return svg.replace("<svg ", f'<svg role="img" aria-label={label} ', 1)


def png(svg, scale=2):
    """Return the picture of a chart for papers that take no SVG: twice as large, on white."""
    wanted = json.dumps({"svg": _on_white(svg), "scale": scale})
    if _drawn_in not in (None, os.getpid()):
        return base64.b64decode(_draw_elsewhere(wanted))
    return _png(wanted)


def heat_map(title, rows, columns, values, *, description):
    """Return SVG text of a grid: rows by columns, each field with its number and a shade of it.

    `values` holds a list of counts for each row; a nought is a white field that says "none".
    """
    cells = [
        {"row": row, "column": column, "value": value, "words": f"{value:,}" if value else "none"}
        for row, counts in zip(map(_folded, rows), values, strict=True)
        for column, value in zip(columns, counts, strict=True)
    ]
    drawn = _draw(json.dumps(_grid([*map(_folded, rows)], columns, cells), sort_keys=True))
    label = quoteattr(f"{title}. {description}")
    return INNER_ROLE.sub("", drawn).replace("<svg ", f'<svg role="img" aria-label={label} ', 1)


def _folded(label):
    """Break a long label into lines, as the grid's axis splits them again."""
    return "\n".join(textwrap.wrap(label, ROW_LABEL)) or label


def _grid(rows, columns, cells):
    """Build the Vega-Lite description of a grid; dark fields carry white numbers."""
    highest = max([cell["value"] for cell in cells], default=0) or 1
    lines = max([row.count("\n") + 1 for row in rows], default=1)
    axis = {"domain": False, "ticks": False, "title": None, "labelLimit": 0, "labelFontSize": 13}
    axis |= {"labelFont": FONT, "labelColor": "#0b0c0c"}
    split = {"labelExpr": r"split(datum.label, '\n')", "labelLineHeight": LINE_HEIGHT}
    down = {"field": "row", "type": "nominal", "sort": rows, "axis": axis | split}
    across = {"field": "column", "type": "nominal", "sort": columns}
    across["axis"] = axis | {"orient": "top", "labelAngle": -40}
    shade = {"field": "value", "type": "quantitative", "legend": None}
    shade["scale"] = {"domain": [0, highest], "range": ["#ffffff", COUNTY], "interpolate": "rgb"}
    dark = {"test": f"datum.value > {highest / 2}", "value": "#ffffff"}
    words = {"field": "words", "type": "nominal"}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": {"step": 62},
        "height": {"step": max(34, LINE_HEIGHT * lines + 6)},
        "padding": {"left": 44, "right": 60, "top": 44, "bottom": 2},
        "background": None,
        "data": {"values": cells},
        "encoding": {"x": across, "y": down},
        "layer": [
            {"mark": {"type": "rect", "stroke": "#a9cbb9"}, "encoding": {"color": shade}},
            {
                "mark": {"type": "text", **TEXT, "fontSize": 13},
                "encoding": {"text": words, "color": {"condition": dark, "value": "#0b0c0c"}},
            },
        ],
        "config": {"aria": False, "view": {"stroke": None}},
    }


def _rows(points, intervals, unit, width):
    """Describe each bar: its label in lines, its value for drawing and in words."""
    rows, top = [], 0
    for (label, value), interval in zip(points, intervals, strict=True):
        lines = textwrap.wrap(str(label), max(width // SPARE_CHARACTER, 1)) or [""]
        low, high = interval or (None, None)
        bar = top + LINE * len(lines)
        rows.append(
            {
                "lines": lines,
                "value": float(value or 0),
                "words": _words(value, unit),
                "low": None if low is None else float(low),
                "high": None if high is None else float(high),
                "end": float(max(value or 0, high or 0)),
                "top": top,
                "bar": bar,
                "middle": bar + BAR / 2,
                "bottom": bar + BAR,
            }
        )
        top = bar + BAR + GAP
    return rows


def _words(value, unit):
    if value is None:
        return "not known"
    return f"{value:,}{unit}" if unit in ("%", "") else f"{value:,} {unit}"


def _chart(rows, width):
    """Build the Vega-Lite description of the whole chart."""
    height = rows[-1]["bottom"] if rows else LINE
    longest = max([row["end"] for row in rows], default=0) or 1
    scale = {"domain": [0, longest], "range": [0, width - ROOM_FOR_VALUE]}
    down = {"type": "quantitative", "axis": None, "scale": {"domain": [0, height], "reverse": True}}
    along = {"type": "quantitative", "axis": None, "scale": scale}
    across = functools.partial(_layer, along, down)
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": width,
        "height": height,
        "padding": 2,
        "background": None,
        "data": {"values": rows},
        "layer": [
            across({"type": "rect", "color": COUNTY}, "value", "bar", y2="bottom", zero=True),
            across({"type": "rule", "color": "#fff", "size": 6}, "low", "middle", x2="high"),
            across({"type": "rule", "color": "#0b0c0c", "size": 2}, "low", "middle", x2="high"),
            across(_text(dy=LINE / 2), "lines", "top", at=0),
            across(_text(dx=8), "words", "middle", at="end"),
        ],
        "config": {"aria": False, "view": {"stroke": None}, "axis": {"labelLimit": 0}},
    }


def _text(dx=0, dy=0):
    return {"type": "text", "align": "left", "baseline": "middle", "dx": dx, "dy": dy, **TEXT}


def _layer(along, down, mark, field, y, *, y2=None, x2=None, zero=False, at=None):
    """Describe one layer: bars or rules from `field`, or the words of `field` placed at `at`."""
    x = {"field": field, **along} if at is None else {"field": at, **along}
    encoding = {"x": {"datum": 0, **along} if at == 0 else x, "y": {"field": y, **down}}
    if at is not None:
        encoding["text"] = {"field": field}
    if zero:
        encoding["x2"] = {"datum": 0}
    if x2:
        encoding["x2"] = {"field": x2}
    if y2:
        encoding["y2"] = {"field": y2}
    return {"mark": mark, "encoding": encoding}


@functools.lru_cache(maxsize=256)
def _draw(chart):
    """Turn a Vega-Lite description into SVG text, in this process when that is safe."""
    global _drawn_in
    if _drawn_in not in (None, os.getpid()):
        return _draw_elsewhere(chart)
    _drawn_in = os.getpid()
    return vl_convert.vegalite_to_svg(chart)


def _on_white(svg):
    return svg.replace(">", '><rect width="100%" height="100%" fill="white"/>', 1)


def _png(wanted):
    told = json.loads(wanted)
    return vl_convert.svg_to_png(told["svg"], scale=told["scale"])


def _asked(wanted):
    """Do what another process asks: a picture as text, or a drawing."""
    if '"svg"' in wanted[:8]:
        return base64.b64encode(_png(wanted)).decode()
    return vl_convert.vegalite_to_svg(wanted)


def _draw_elsewhere(chart):
    command = [sys.executable, "-I", __file__]
    done = subprocess.run(command, input=chart, capture_output=True, text=True, check=True)
    return done.stdout


if __name__ == "__main__":
    sys.stdout.write(_asked(sys.stdin.read()))

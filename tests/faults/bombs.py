"""Packed files that unpack to far more than they are, or cost far more than they say."""

import io
import zipfile
import zlib

from tests import plans

MEGABYTE = 1024 * 1024
SHEET, STYLES, STRINGS = "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/sharedStrings.xml"
BOOK_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
ROWS = [["title", "area", "group", "count", "Action", "Due"], ["a", "b", "c", 1, "d", "e"]]
CONTENT = (
    b'<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    b'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    b'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
    b'<office:spreadsheet><table:table table:name="A">%b</table:table></office:spreadsheet>'
    b"</office:body></office:document-content>"
)
CELL = b"<table:table-cell><text:p>%b</text:p></table:table-cell>"


def packed(parts, *repeated):
    """Parts by name, packed; a part may be in pieces, and a name may come again."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for name, content in (*parts.items(), *repeated):
            with file.open(name, "w", force_zip64=False) as part:
                for piece in [content] if isinstance(content, bytes) else content:
                    part.write(piece)
    return out.getvalue()


def excel(**changed):
    """A good workbook with parts put in the place of its own."""
    with zipfile.ZipFile(io.BytesIO(plans.excel(ROWS))) as good:
        parts = {name: good.read(name) for name in good.namelist()}
    return packed(parts | changed)


def opendocument(rows):
    return packed({"mimetype": BOOK_TYPE, "content.xml": CONTENT % rows})


def row(*texts, times=b""):
    cells = b"".join(CELL % text for text in texts)
    return b"<table:table-row%b>%b</table:table-row>" % (times, cells)


def repeated(piece, times):
    """A piece many times over, a megabyte at a time."""
    at_a_time = MEGABYTE // len(piece)
    for _ in range(times // at_a_time):
        yield piece * at_a_time


def sheet(inside):
    yield b"<worksheet %b><sheetData>" % MAIN
    yield from inside
    yield b"</sheetData></worksheet>"


def one_large_part():
    return excel(**{SHEET: sheet(repeated(b" ", 300 * MEGABYTE))})


def many_parts():
    return packed({f"xl/{number}.xml": b"" for number in range(20_000)})


def many_middling_parts():
    part = b" " * MEGABYTE
    return excel(**{f"xl/media/{number}.xml": part for number in range(300)})


def lying_list():
    """The list of parts says 100 bytes where 200 MB come out."""
    name, size = SHEET.encode(), 200 * MEGABYTE
    content = excel(**{SHEET: sheet(repeated(b" ", size))})
    directory = content.rindex(b"PK\x01\x02", 0, content.rindex(name))
    small = (100).to_bytes(4, "little")
    return content[: directory + 24] + small + content[directory + 28 :]


def overlapping_parts():
    """Two thousand names for one part of a megabyte."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(SHEET, b" " * MEGABYTE)
        file.filelist *= 1_900
        file._didModify = True
    return out.getvalue()


def packed_within_packed():
    inner = zlib.compress(b" " * MEGABYTE)
    for _ in range(5):
        inner = packed({f"{number}.zip": inner for number in range(16)})
    return excel(**{SHEET: inner})


def entities():
    laughs = b"".join(
        b'<!ENTITY l%d "%b">' % (n, b"&l%d;" % (n - 1) * 10 if n else b"lol") for n in range(9)
    )
    return excel(**{SHEET: b"<!DOCTYPE worksheet [%b]>" % laughs + b"".join(sheet([b"&l8;"]))})


def many_strings():
    strings = [b"<sst %b>" % MAIN, *repeated(b"<si><t>a</t></si>", 1_600_000), b"</sst>"]
    return excel(**{STRINGS: strings})


def many_styles():
    styles = [b"<styleSheet %b><cellXfs>" % MAIN, *repeated(b"<xf/>", 5_000_000)]
    return excel(**{STYLES: [*styles, b"</cellXfs></styleSheet>"]})


def many_cells():
    full = b"<row>%b</row>" % (b"<c><v>1</v></c>" * 100)
    return excel(**{SHEET: sheet(repeated(full, 60_000))})


def many_blank_rows():
    return excel(**{SHEET: sheet(repeated(b"<row/>", 15_000_000))})


def merged_over_and_over():
    merge = b'<mergeCell ref="A1:CV5000"/>' * 4_000
    rows = b"<row><c><v>1</v></c></row>" * 4_900
    full = [b"<worksheet %b><sheetData>%b</sheetData><mergeCells>" % (MAIN, rows), merge]
    return excel(**{SHEET: [*full, b"</mergeCells></worksheet>"]})


def rows_repeated():
    heading = row(b"title", b"area", b"group", b"count", b"Action", b"Due")
    times = b' table:number-rows-repeated="9999999"'
    return opendocument(heading + row(*b"a b c 1 d e".split(), times=times))


def blank_rows_of_another_sheet():
    rows = b"<table:table-row/>" * 4_000_000
    return opendocument(row(b"title") + row(b"a") + b"</table:table><table:table>" + rows)


def large_document():
    types = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    document = repeated(b" ", 300 * MEGABYTE)
    return packed({"[Content_Types].xml": types, "word/document.xml": document})


SWOLLEN = (one_large_part, lying_list, many_parts, many_middling_parts, overlapping_parts)
COSTLY = (
    packed_within_packed, entities, many_strings, many_styles, many_cells, many_blank_rows,
    merged_over_and_over,
)  # fmt: skip
OPENDOCUMENT = (rows_repeated, blank_rows_of_another_sheet)

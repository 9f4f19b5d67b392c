"""Plans of partners for tests: sheets as Excel files, made cell by cell."""

import datetime
import io

from openpyxl import Workbook
from openpyxl.styles import PatternFill

from actions import services
from actions.models import Board, Organisation
from tests import makers

SENT = datetime.date(2026, 11, 20)
HEADINGS = ["Action", "Lead", "By when", "Status", "RAG", "Progress"]


def excel(*sheets, change=None):
    """A workbook with these sheets, each a list of rows; ``change`` alters it before it is kept."""
    book = Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets, 1):
        sheet = book.create_sheet(f"Sheet {number}")
        for row in rows:
            sheet.append(row)
    if change:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def coloured(*cells, colour="FFFF0000"):
    """A change that fills these cells of the first sheet."""

    def change(book):
        for cell in cells:
            book.worksheets[0][cell].fill = PatternFill("solid", fgColor=colour)

    return change


def text(*rows):
    """Rows as tab-separated text."""
    return "\n".join("\t".join(row) for row in rows).encode()


def bring(by, content, name="plan.xlsx", board=makers.BOARD, **given):
    """A plan of the council, brought and read."""
    given = {"organisation": Organisation.objects.get(slug=makers.COUNCIL), "told_on": SENT} | given
    board = Board.objects.get(slug=board) if board else None
    return services.bring_plan(name, content, by=by, board=board, **given)


def outcomes(plan):
    """What each row would do, in their order."""
    return [row.outcome for row in plan.rows.all()]


def counts(plan):
    """Seen, added, changed, unchanged, left out, refused."""
    plan.refresh_from_db()
    return (plan.seen, plan.created, plan.updated, plan.same, plan.skipped, plan.refused)

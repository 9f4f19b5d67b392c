"""Plans of partners for tests: sheets as Excel files, made cell by cell."""

import datetime
import io

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook
from openpyxl.styles import PatternFill

from actions import services
from actions.models import Board, Organisation, Plan
from tests import makers

ADDRESS = "/actions/import/"
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


def text_of(response):
    """A page with single spaces."""
    return " ".join(response.content.decode().split())


def send(client, content, name="plan.xlsx"):
    """A plan uploaded by the form, and the page that follows."""
    given = {
        "organisation": Organisation.objects.get(slug=makers.COUNCIL).pk,
        "board": Board.objects.get(slug=makers.BOARD).pk,
        "told_on": SENT,
    }
    file = SimpleUploadedFile(name, content)
    response = client.post(ADDRESS, given | {"file": file}, follow=True)
    assert response.status_code == 200
    return Plan.objects.first(), response


def do(client, plan, **posted):
    """What a plan's page says after something was posted to it."""
    given = {name.replace("__", "-"): value for name, value in posted.items()}
    response = client.post(plan.get_absolute_url(), given, follow=True)
    assert response.status_code == 200
    return text_of(response)

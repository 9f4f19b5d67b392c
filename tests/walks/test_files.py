"""What leaves the register of a table: rows, workbook, provenance and charts, and it comes back."""

import csv
import io
import json
import re
from decimal import ROUND_HALF_UP, Decimal

import pytest
from openpyxl import load_workbook
from prov.model import ProvDocument

from estimates import services
from estimates.models import EstimateTable
from evidence.models import Finding
from tests import makers
from tests.walks.test_number import text_of

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n"


def rows_of(client, number):
    content = b"".join(client.get(f"/estimates/table-{number}/table.csv").streaming_content)
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def sheets_of(client, number):
    response = client.get(f"/estimates/table-{number}/audit.xlsx")
    return load_workbook(io.BytesIO(response.content))


def test_the_rows_carry_sources_and_what_they_are_about(client_of, board_member):
    rows = rows_of(client_of(board_member), 1)
    line = dict(zip(rows[0], rows[1], strict=True))
    assert (line["Line"], line["Count"], line["Percentage"]) == ("Males", "281025", "4.9")
    assert line["Exact"] == "13770.225"
    assert "4.9% of males" in line["Quotation"]
    assert "No confidence interval" in line["Gaps"]
    about = {row[0]: row[1] for row in rows if len(row) == 2}
    assert about["Read aloud"].startswith("About 32,000, printed as 31,878.")
    assert "version 1 of 23 November 2026" in about["Cite"]
    assert len(about["Fingerprint of its inputs"]) == 64


def worked_out(sheet, address):
    """The value of a cell, by the few formulas that the workbook is written in."""
    value = sheet[address].value
    if not (isinstance(value, str) and sheet[address].data_type == "f"):
        return Decimal(str(value))
    if found := re.fullmatch(r"=(B\d+)\*(C\d+)/100", value):
        return worked_out(sheet, found[1]) * worked_out(sheet, found[2]) / 100
    if found := re.fullmatch(r"=ROUND\((D\d+),0\)", value):
        return worked_out(sheet, found[1]).quantize(Decimal(1), ROUND_HALF_UP)
    if found := re.fullmatch(r"=SUM\(([A-Z])(\d+):\1(\d+)\)", value):
        cells = [f"{found[1]}{row}" for row in range(int(found[2]), int(found[3]) + 1)]
        return sum(worked_out(sheet, cell) for cell in cells)
    found = re.fullmatch(r"=(F\d+)-(E\d+)", value)
    return worked_out(sheet, found[1]) - worked_out(sheet, found[2])


@pytest.mark.parametrize("number", range(1, 18))
def test_the_workbook_s_formulas_give_the_table(client_of, board_member, chapter, number):
    sheet = sheets_of(client_of(board_member), number)["Lines"]
    revision = chapter.tables.get(number=number).revisions.get()
    lines = list(revision.lines.all())
    for row, line in enumerate(lines, start=2):
        assert sheet.cell(row, 4).data_type == sheet.cell(row, 5).data_type == "f"
        assert worked_out(sheet, f"E{row}") == line.estimate
        assert worked_out(sheet, f"G{row}") == 0
    if revision.total is not None:
        assert worked_out(sheet, f"E{len(lines) + 2}") == revision.total


def test_words_that_look_like_formulas_stay_words(client_of, board_member, chapter, officer):
    table = chapter.tables.get(number=1)
    line = table.lines.get(position=1)
    line.label = "=HYPERLINK(1)"
    services.enter(line, by=officer)
    draft = services.draft_revision(table, by=officer, kind="new-data", reason="A label.")
    makers.approve(draft, by=makers.make_person("reviewer"))
    cell = sheets_of(client_of(board_member), 1)["Lines"]["A2"]
    assert (cell.value, cell.data_type) == ("=HYPERLINK(1)", "s")
    assert rows_of(client_of(board_member), 1)[1][0] == "'=HYPERLINK(1)"


def test_the_provenance_is_read_back(client_of, board_member):
    response = client_of(board_member).get("/estimates/table-1/provenance.json")
    document = ProvDocument.deserialize(content=response.content.decode(), format="json")
    names = {str(record.identifier) for record in document.get_records() if record.identifier}
    assert "estimates/table-1/versions/1/" in {name.removeprefix(":") for name in names}
    told = json.loads(response.content)
    assert told["entity"]["estimates/table-1/versions/1/lines/1/"]["prov:value"]["$"] == "13770"
    derived = [link["prov:generatedEntity"] for link in told["wasDerivedFrom"].values()]
    assert len([name for name in derived if name.startswith("estimates/")]) == 4
    assert "Rita" not in response.content.decode()


def test_the_chart_is_taken_along(client_of, board_member):
    client = client_of(board_member)
    svg = client.get("/estimates/table-1/chart.svg")
    assert svg["Content-Type"] == "image/svg+xml"
    said = "The largest of 2 is Females with 18,108, the smallest Males with 13,770."
    assert said in svg.content.decode()
    png = client.get("/estimates/table-1/chart.png")
    assert png.content.startswith(PNG)
    assert client.get("/estimates/table-1/chart.gif").status_code == 404


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_each_figure_is_taken_along(client_of, board_member, number):
    client = client_of(board_member)
    assert client.get(f"/evidence/figures/{number}/chart.png").content.startswith(PNG)
    assert b"<svg" in client.get(f"/evidence/figures/{number}/chart.svg").content
    content = b"".join(client.get(f"/evidence/figures/{number}/chart.csv").streaming_content)
    assert "Per cent" in content.decode()


def test_a_figure_there_is_not(client_of, board_member):
    assert client_of(board_member).get("/evidence/figures/9/chart.svg").status_code == 404
    assert client_of(board_member).get("/estimates/table-99/audit.xlsx").status_code == 404


def test_an_interval_is_carried_to_page_chart_and_workbook(
    client_of, board_member, chapter, officer
):
    table = chapter.tables.get(number=8)
    Finding.objects.filter(pk=table.lines.get().finding_id).update(
        interval_low=52, interval_high=62, interval_state="recorded", interval_source="page 9"
    )
    draft = services.draft_revision(table, by=officer, kind="new-data", reason="An interval.")
    makers.approve(draft, by=makers.make_person("reviewer"))
    client = client_of(board_member)
    page = text_of(client.get("/estimates/table-8/"))
    assert "It may be anything from 4,300 to 5,100 (95% interval)" in page
    assert "About 4,700 of 8,274" in page
    page = text_of(client.get("/estimates/table-8/where-from/"))
    assert "57.4% may be 52% to 62%, published by the source." in page
    sheet = sheets_of(client, 8)["Lines"]
    assert [sheet["H2"].value, sheet["I2"].value] == [4302.48, 5129.88]
    assert not list(
        services.verify_revision(table, EstimateTable.objects.get(pk=table.pk).revisions.first())
    )
    assert client.get("/estimates/table-8/chart.svg").content.count(b"<path") > 2


def test_a_table_without_an_answer_says_so(client_of, board_member, chapter, officer):
    like = chapter.tables.get(number=1)
    table = EstimateTable(
        chapter=chapter, number=18, title="Young carers", measure=like.measure,
        population_heading="Carers", percentage_heading="%", estimate_heading="Lonely",
    )  # fmt: skip
    services.enter(table, by=officer)
    client = client_of(board_member)
    assert ["Version", "none is approved yet"] in rows_of(client, 18)
    assert client.get("/estimates/table-18/audit.xlsx").status_code == 200
    assert client.get("/estimates/table-18/provenance.json").status_code == 200
    assert client.get("/estimates/table-18/chart.svg").status_code == 404
    assert "nothing to check" in text_of(client.get("/estimates/table-18/checklist/"))

"""The evidence map: every field leads to as many findings as it says, and empty ones are seen."""

import re

import pytest

from evidence import services
from evidence.mapping import evidence_map
from evidence.models import PopulationGroup
from tests import makers
from tests.walks.test_number import text_of

pytestmark = pytest.mark.django_db
LINK = re.compile(r'href="(/evidence/findings/\?group=[^"]+)">(\d+)<span')


@pytest.mark.parametrize("groups", ["risk", "transitions", "all"])
def test_every_field_leads_to_as_many_findings(client_of, board_member, groups):
    client = client_of(board_member)
    links = LINK.findall(client.get(f"/evidence/map/?groups={groups}").content.decode())
    assert len(links) > 5
    for address, count in links[:: 1 if groups != "all" else 7]:
        page = client.get(address.replace("&amp;", "&"))
        assert page.context["table"].page.paginator.count == int(count), address


def test_empty_fields_are_seen_and_counted(client_of, board_member):
    found = evidence_map(PopulationGroup.objects.risk_groups())
    assert 0 < found.empty < found.cells == len(found.rows) * len(found.columns)
    response = client_of(board_member).get("/evidence/map/")
    assert f"{found.empty} of the {found.cells} fields say “none”" in text_of(response)
    without = sum(not row.total for row in found.rows)
    assert response.content.count(b'class="app-none">none') == found.empty + without


def test_by_grade_says_how_strong(client_of, board_member):
    found = evidence_map(PopulationGroup.objects.risk_groups())
    words = {cell.words for row in found.rows for cell in row.cells if len(cell.grades) > 1}
    assert words
    said = text_of(client_of(board_member).get("/evidence/map/?by=grade"))
    assert all(word in said for word in words)
    for row in found.rows:
        assert row.total == sum(sum(cell.grades.values()) for cell in row.cells)


def test_chart_and_download_say_the_same(client_of, board_member):
    client = client_of(board_member)
    svg = client.get("/evidence/map/?format=svg")
    assert svg["Content-Type"] == "image/svg+xml"
    drawn = svg.content.decode()
    assert 'role="img"' in drawn
    assert "fields hold findings" in drawn
    assert ">none<" in drawn
    rows = b"".join(client.get("/evidence/map/?format=csv").streaming_content).decode()
    found = evidence_map(PopulationGroup.objects.risk_groups())
    assert rows.count("\r\n") == len(found.rows) + 1


def test_nonsense_is_a_sentence(client_of, board_member):
    client = client_of(board_member)
    said = text_of(client.get("/evidence/map/?groups=x&by=y&format=z"))
    assert "There is no choice of groups “x”" in said
    assert client.get("/evidence/findings/?group=x&measures=y").status_code == 200


def test_an_unknown_way_to_show_it_is_a_sentence(client_of, board_member):
    said = text_of(client_of(board_member).get("/evidence/map/?by=colour"))
    assert "The map cannot be shown by “colour”: these are plain counts." in said


def test_a_corrected_finding_is_counted_once(client_of, board_member, officer, reviewer):
    old = makers.make_finding(officer)
    services.confirm_finding(old, by=reviewer)

    def count():
        (row,) = evidence_map(PopulationGroup.objects.filter(pk=old.group_id)).rows
        return row.total

    before = count()
    why = {"supersedes": old, "supersede_reason": "Misread."}
    new = makers.make_finding(officer, publication=old.publication, **why)
    assert count() == before + 1, "until it is confirmed, both are in force"
    services.confirm_finding(new, by=reviewer)
    assert count() == before

"""An officer's work in the workshop: everything saved through the services, every no a sentence."""

from decimal import Decimal

import pytest

from evidence import services
from evidence.models import (
    Appraisal,
    Area,
    Finding,
    FindingComparison,
    GroupParent,
    Measure,
    PopulationCount,
    PopulationGroup,
    Publication,
)
from loneliness.records.services import StaleRecord
from tests import makers
from tests.pages.admin_forms import add_rows, address, sentences, submit

REPORT = {
    "title": "Alone in the Vale",
    "year": "2026",
    "kind": "survey",
    "commissioner_kind": "voluntary-sector",
    "sampling": "random",
}
ANSWERS = {
    "appraisals-0-professional": "yes",
    "appraisals-0-large": "yes",
    "appraisals-0-method_clear": "yes",
    "appraisals-0-self_selecting": "no",
    "appraisals-0-grade": "moderate",
    "appraisals-0-reason": "A large random survey for a charity.",
}


@pytest.fixture
def desk(chapter, officer, client_of):
    """The browser of an officer."""
    return client_of(officer)


def finding_row(number=0, **typed):
    """What an officer types of a finding on the publication's page."""
    row = {
        "measure": Measure.objects.first().pk,
        "group": PopulationGroup.objects.first().pk,
        "percentage": "14.0",
        "quotation": "14.0% often felt lonely",
        "place": "page 7",
        "quoted_from": "source",
    } | typed
    return {f"findings-{number}-{name}": value for name, value in row.items()}


def add_report(desk, **typed):
    return submit(desk, address(Publication, "add"), **(REPORT | ANSWERS | finding_row() | typed))


def test_publication_with_appraisal_and_finding_in_one_form(desk, officer):
    response = add_report(desk)
    assert response.status_code == 302
    publication = Publication.objects.get(title=REPORT["title"])
    assert publication.key == "alone-in-the-vale-2026"
    appraisal, finding = publication.appraisals.get(), publication.findings.get()
    assert (appraisal.suggested_grade, appraisal.appraised_by) == ("moderate", officer)
    assert (finding.percentage, finding.decimals) == (Decimal("14.0"), 1)
    assert finding.stated == "14.0%"
    for record in (publication, appraisal, finding):
        assert record.history.get().history_user == officer


def test_study_added_here_appears_in_the_register_at_once(desk):
    add_report(desk)
    publication = Publication.objects.get(title=REPORT["title"])
    page = desk.get(publication.get_absolute_url()).content.decode()
    assert "14.0%" in page
    assert list(Publication.objects.search("vale")) == [publication]


def test_decimals_are_those_typed(desk):
    add_report(desk)
    finding = Finding.objects.get(publication__title=REPORT["title"])
    for typed, decimals in (("14", 0), ("14.00", 2), ("14.0", 1)):
        submit(desk, address(Finding, "change", finding.pk), percentage=typed)
        finding.refresh_from_db()
        assert finding.decimals == decimals


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"findings-0-quotation": ""}, "Quote the words that state the figure"),
        ({"findings-0-place": ""}, "Say where the words stand"),
        ({"findings-0-percentage": ""}, "Give a percentage, another value or a direction"),
        ({"findings-0-percentage": "140"}, "100"),
        ({"findings-0-percentage": "many"}, "Enter a number"),
        ({"findings-0-age_from": "65", "findings-0-age_to": "16"}, "first age must not be above"),
        ({"findings-0-group": ""}, "Whom it is about"),
        ({"appraisals-0-grade": "strong"}, "The rule suggests moderate"),
        ({"appraisals-0-reason": ""}, "Why, in a sentence a councillor can follow"),
        ({"title": ""}, "Title is needed"),
        ({"year": "20"}, "1800"),
    ],
)
def test_bad_entry_gets_a_sentence_and_nothing_is_saved(desk, typed, sentence):
    assert sentence in sentences(add_report(desk, **typed))
    assert not Publication.objects.filter(title__in=("", REPORT["title"])).exists()


def test_departing_grade_with_its_reason_is_taken(desk):
    reason = {"appraisals-0-departure_reason": "The commissioner set no questions."}
    response = add_report(desk, **{"appraisals-0-grade": "strong"}, **reason)
    assert response.status_code == 302
    assert Appraisal.objects.get(publication__title=REPORT["title"]).suggested_grade == "moderate"


def test_publication_alone_needs_neither_appraisal_nor_finding(desk):
    response = submit(desk, address(Publication, "add"), **REPORT)
    assert response.status_code == 302
    assert not Publication.objects.get(title=REPORT["title"]).findings.exists()


def test_two_findings_of_one_group_get_two_short_names(desk):
    rows = [
        {"measure": Measure.objects.first().pk, "group": PopulationGroup.objects.first().pk,
         "percentage": percentage, "quotation": f"{percentage}%", "place": "page 2",
         "quoted_from": "source"}
        for percentage in ("5", "6")
    ]  # fmt: skip
    publication = makers.make_publication()
    where = address(Publication, "change", publication.pk)
    assert add_rows(desk, where, "findings", *rows).status_code == 302
    assert publication.findings.count() == 2


def test_saving_without_a_change_leaves_no_trace(desk):
    publication = makers.make_publication()
    before = publication.history.count()
    assert submit(desk, address(Publication, "change", publication.pk)).status_code == 302
    publication.refresh_from_db()
    assert (publication.version, publication.history.count()) == (1, before)


def test_change_keeps_its_reason_in_the_history(desk, officer):
    publication = makers.make_publication()
    where = address(Publication, "change", publication.pk)
    submit(desk, where, title="Alone in Rutland", change_reason="A slip in typing")
    page = desk.get(address(Publication, "history", publication.pk)).content.decode()
    for words in ("A slip in typing", officer.name, "Feeling alone in Rutland", "Alone in Rutland"):
        assert words in page


def test_stale_save_shows_both_versions_and_overwrites_nothing(desk, officer):
    publication = makers.make_publication()
    where = address(Publication, "change", publication.pk)
    theirs = Publication.objects.get(pk=publication.pk)
    theirs.title = "Theirs"
    services.enter(theirs, by=officer)
    response = submit(desk, where, title="Mine", seen_version="1")
    said = sentences(response)
    assert "Somebody else changed this publication" in said
    assert "now “Theirs”, yours “Mine”" in said
    assert Publication.objects.get(pk=publication.pk).title == "Theirs"


def test_save_that_does_not_say_what_it_read_is_refused(desk):
    publication = makers.make_publication()
    where = address(Publication, "change", publication.pk)
    assert "which version you read" in sentences(submit(desk, where, title="M", seen_version=""))


def test_save_refused_between_check_and_save_is_a_sentence(desk, monkeypatch):
    publication = makers.make_publication()

    def overtaken(record, **kwargs):
        raise StaleRecord(record)

    monkeypatch.setattr(services, "enter", overtaken)
    response = submit(desk, address(Publication, "change", publication.pk), title="Mine")
    assert "Somebody else changed this publication" in sentences(response)


def test_confirmed_finding_is_read_only_and_says_why(desk, reviewer):
    finding = makers.make_finding()
    where = address(Finding, "change", finding.pk)
    form = dict(desk.get(where).context["adminform"].form.initial)
    services.confirm_finding(finding, by=reviewer)
    page = desk.get(where)
    assert "was confirmed and is never edited" in page.content.decode()
    assert 'name="_save"' not in page.content.decode()
    typed = {name: value for name, value in form.items() if value is not None}
    rows = {
        f"{prefix}-{kind}_FORMS": "0"
        for prefix in ("comparison_links", "citation_links")
        for kind in ("TOTAL", "INITIAL")
    }
    response = desk.post(where, typed | rows | {"percentage": "99", "seen_version": "2"})
    assert "was confirmed and is never edited" in sentences(response)
    finding.refresh_from_db()
    assert finding.percentage == Decimal("5.5")


def test_confirmed_appraisal_is_shown_and_a_new_one_added(desk, reviewer):
    add_report(desk)
    publication = Publication.objects.get(title=REPORT["title"])
    services.confirm_appraisal(publication.appraisals.get(), by=reviewer)
    where = address(Publication, "change", publication.pk)
    page = desk.get(where).content.decode()
    assert ANSWERS["appraisals-0-reason"] in page
    assert 'name="appraisals-0-reason"' not in page
    new = {"grade": "moderate", "reason": "Read again", "professional": "yes", "large": "yes",
           "method_clear": "yes", "self_selecting": "no", "confidence": "high"}  # fmt: skip
    assert add_rows(desk, where, "appraisals", new).status_code == 302
    assert publication.appraisals.count() == 2


def test_groups_never_nest_in_a_circle(desk):
    link = GroupParent.objects.first()
    where = address(PopulationGroup, "change", link.parent_id)
    response = add_rows(desk, where, "parent_links", {"parent": link.child_id})
    assert "groups cannot nest in a circle" in sentences(response)
    assert not GroupParent.objects.filter(child=link.parent, parent=link.child).exists()


def test_group_gets_and_loses_a_wider_group(desk, officer):
    submit(desk, address(PopulationGroup, "add"), name="Lighthouse keepers", kind="group")
    group = PopulationGroup.objects.get(code="lighthouse-keepers")
    wider = PopulationGroup.objects.exclude(pk=group.pk).first()
    where = address(PopulationGroup, "change", group.pk)
    assert add_rows(desk, where, "parent_links", {"parent": wider.pk}).status_code == 302
    link = GroupParent.objects.get(child=group)
    assert link.history.get().history_user == officer
    submit(desk, where, **{"parent_links-0-DELETE": "on"})
    assert not GroupParent.objects.filter(child=group).exists()
    assert link.history.first().history_type == "-"


def test_finding_is_compared_with_another(desk):
    finding, other = makers.make_finding(), makers.make_finding(percentage="7")
    where = address(Finding, "change", finding.pk)
    assert add_rows(desk, where, "comparison_links", {"other": other.pk}).status_code == 302
    assert FindingComparison.objects.get(finding=finding).other == other
    said = sentences(add_rows(desk, where, "comparison_links", {"other": finding.pk}))
    assert "cannot be compared with itself" in said


def test_add_another_like_this_keeps_the_four(desk):
    finding = makers.make_finding(period="2026", area=Area.objects.first())
    response = submit(desk, address(Finding, "change", finding.pk), button="_addlike")
    assert response.status_code == 302
    form = desk.get(response.url).context["adminform"].form
    kept = {name: str(form.initial[name]) for name in ("publication", "measure", "period", "area")}
    assert kept == {
        "publication": str(finding.publication_id),
        "measure": str(finding.measure_id),
        "period": "2026",
        "area": str(finding.area_id),
    }


def test_add_another_like_this_is_offered_beside_and_after(desk):
    finding = makers.make_finding()
    where = address(Finding, "change", finding.pk)
    page = desk.get(where).content.decode()
    assert "Add another like this" in page
    assert "Save and add another like this" in page
    data = submit(desk, where, note="Read again")
    assert "Add another like this" in desk.get(data.url).content.decode()


def test_count_entered_twice_gets_a_sentence(desk):
    count = makers.make_population(area=Area.objects.first())
    typed = {
        "publication": count.publication_id, "group": count.group_id, "area": count.area_id,
        "unit": "people", "period": "2026", "count": "7", "quotation": "7", "place": "table 1",
    }  # fmt: skip
    said = sentences(submit(desk, address(PopulationCount, "add"), **typed))
    assert "already has a count of this group" in said
    typed["period"] = "2027"
    assert submit(desk, address(PopulationCount, "add"), **typed).status_code == 302


def test_short_name_stays_once_given(desk):
    publication = makers.make_publication()
    where = address(Publication, "change", publication.pk)
    submit(desk, where, title="Another", key="another")
    assert Publication.objects.get(pk=publication.pk).key == publication.key


def test_reviewer_reads_and_adds_nothing(chapter, reviewer, client_of):
    client = client_of(reviewer)
    finding = Finding.objects.first()
    assert client.get(address(Finding, "add")).status_code == 403
    assert client.post(address(Finding, "add"), {}).status_code == 403
    assert client.get(address(Finding, "change", finding.pk)).status_code == 200
    assert client.post(address(Finding, "change", finding.pk), {}).status_code == 403

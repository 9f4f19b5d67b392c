"""Every rule of the database: refused there, and explained in its own sentence before it."""

import datetime

import pytest
from django.apps import apps
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, connection, models, transaction

from actions import models as actions
from estimates import models as estimates
from evidence import models as evidence
from loneliness.accounts.models import User
from loneliness.records import models as working
from loneliness.records import services as records
from tests import makers
from tests.rules import action_cases

pytestmark = pytest.mark.django_db

OURS = [
    model
    for label in ("evidence", "estimates", "actions", "records", "accounts")
    for model in apps.get_app_config(label).get_models()
    if not model.__name__.startswith("Historical")
]
CONSTRAINTS = {c.name: (model, c) for model in OURS for c in model._meta.constraints}
UNIQUE_FIELDS = [
    (model, field.name)
    for model in OURS
    for field in model._meta.local_fields
    if field.unique and not field.primary_key
]
DAY = datetime.date(2026, 11, 24)
NOW = datetime.datetime(2026, 11, 24, 10, tzinfo=datetime.UTC)


def like(record, **changes):
    """A new row like a stored one, save for the changes."""
    copy = type(record)()
    for field in record._meta.concrete_fields:
        if not field.primary_key:
            setattr(copy, field.attname, getattr(record, field.attname))
    return changed(copy, **changes)


def changed(record, **changes):
    for name, value in changes.items():
        setattr(record, name, value)
    return record


def a(model, **given):
    """A stored row."""
    return model.objects.filter(**given).order_by("pk").first() or MADE[model]()


def of(model, **changes):
    """A case: a new row like a stored one, with what breaks the rule."""
    return lambda: like(a(model), **changes)


def itself(model, name):
    """A case: a stored row that names itself."""
    return lambda: (lambda record: changed(record, **{name: record}))(a(model))


def make_import():
    file = evidence.Import(name="export.ris", brought_by=makers.make_user())
    file.save()
    row = evidence.ImportRecord(file=file, number=1, line=1, outcome="new", choice="create")
    row.save()
    return row


def make_count_row():
    file = evidence.CountFile(
        name="counts.csv", publication=a(evidence.Publication), brought_by=makers.make_user()
    )
    file.save()
    row = evidence.CountRow(file=file, number=1, line=2, outcome="new")
    row.save()
    return row


def make_holding():
    return makers.make_post(held_by=makers.make_user()).holdings.get()


def make_update():
    return makers.make_update(makers.make_action(), by=makers.make_user())


def make_action_table():
    link = actions.ActionTable(action=makers.make_action(), table=a(estimates.EstimateTable))
    return records.save(link, by=User.objects.system())


def make_comparison():
    link = evidence.FindingComparison(finding=makers.make_finding(), other=makers.make_finding())
    return records.save(link, by=User.objects.system())


def third_edition():
    """An edition that replaces the first again, after a second did."""
    first = evidence.Chapter.objects.get(replaces=None)
    second = like(first, code="edition-2", replaces=first)
    if not evidence.Chapter.objects.filter(code=second.code).exists():
        records.save(second, by=User.objects.system())
    return like(second, code="edition-3")


def make_change():
    change = evidence.EvidenceChange(
        publication=a(evidence.Publication),
        kind="withdrawn",
        sentence="Withdrawn by its publisher.",
        raised_by=User.objects.system(),
    )
    change.save()
    return change


def make_recheck(model, name, subject):
    def made():
        record = a(subject) if subject is not actions.Action else makers.make_action()
        by = User.objects.system()
        recheck = model(
            change=make_change(), reason="It still stands.", cleared_by=by, **{name: record}
        )
        recheck.save()
        return recheck

    return made


def make_source_check():
    check = evidence.SourceCheck(
        finding=a(evidence.Finding),
        outcome="agrees",
        place="page 1",
        checked_by=User.objects.system(),
    )
    check.save()
    return check


def make_audit():
    audit = estimates.Audit(title="Yearly", started_by=User.objects.system())
    records.save(audit, by=audit.started_by)
    line = estimates.AuditLine(audit=audit, line=a(estimates.RevisionLine), position=1)
    line.save()
    mark = estimates.AuditMark(
        audit_line=line,
        verdict="query",
        note="Which page?",
        asked=makers.make_user(),
        marked_by=User.objects.system(),
    )
    mark.save()
    answer = estimates.AuditAnswer(mark=mark, answer="Page 3.", answered_by=mark.asked)
    answer.save()
    return answer


def two_publications():
    return evidence.Publication.objects.order_by("pk")[:2]


def make_decision():
    first, second = two_publications()
    decision = evidence.DuplicateDecision(
        first=first,
        second=second,
        decision="different",
        reason="Other authors.",
        decided_by=User.objects.system(),
    )
    decision.save()
    return decision


def make_merge():
    kept, merged = two_publications()
    by = User.objects.system()
    return records.save(
        evidence.Merge(kept=kept, merged=merged, reason="One report.", merged_by=by), by=by
    )


def make_working(model, **fields):
    def made():
        row = model(**fields, owner=User.objects.system())
        row.save()
        return row

    return made


def make_job():
    job = working.Job(title="Import", total=1, started_by=User.objects.system())
    job.save()
    return job


def mail(**changes):
    """A case: a message of its own, with what breaks the rule."""
    return of(working.Mail, **{"key": "k", "message_id": "<k@localhost>"} | changes)


def make_accepted_gap():
    gap = working.AcceptedGap(
        identity="g", rule="unit", record="Table 12", link="/estimates/table-12/answer/unit/",
        sentence="People.", reason="Asked.", review_on=DAY + datetime.timedelta(1),
        accepted_on=DAY, accepted_by=User.objects.system(),
    )  # fmt: skip
    return records.save(gap, by=gap.accepted_by)


def make_redaction():
    redaction = working.Redaction(
        model="evidence.finding", record="1", field="note", mark="removed", keyed_hash="0",
        reason="Personal.", removed_by=User.objects.system(),
    )  # fmt: skip
    redaction.save()
    return redaction


MADE = {
    evidence.Import: lambda: make_import().file,
    evidence.ImportRecord: lambda: make_import(),
    evidence.CountFile: lambda: make_count_row().file,
    evidence.CountRow: make_count_row,
    evidence.EvidenceChange: make_change,
    evidence.FindingRecheck: make_recheck(evidence.FindingRecheck, "finding", evidence.Finding),
    estimates.TableRecheck: make_recheck(estimates.TableRecheck, "table", estimates.EstimateTable),
    actions.RecommendationRecheck: make_recheck(
        actions.RecommendationRecheck, "recommendation", actions.Recommendation
    ),
    actions.ActionRecheck: make_recheck(actions.ActionRecheck, "action", actions.Action),
    evidence.SourceCheck: make_source_check,
    estimates.Audit: lambda: make_audit().mark.audit_line.audit,
    estimates.AuditLine: lambda: make_audit().mark.audit_line,
    estimates.AuditMark: lambda: make_audit().mark,
    estimates.AuditAnswer: make_audit,
    evidence.DuplicateDecision: make_decision,
    evidence.Merge: make_merge,
    working.SavedFilter: make_working(working.SavedFilter, name="Mine", path="/evidence/findings/"),
    working.ColumnChoice: make_working(
        working.ColumnChoice, columns="title", path="/evidence/findings/"
    ),
    working.Job: make_job,
    working.Redaction: make_redaction,
    working.LastDone: lambda: working.LastDone.objects.create(name="backup", done_at=NOW),
    working.Mail: makers.make_mail,
    working.AcceptedGap: make_accepted_gap,
    actions.ActionTable: make_action_table,
    actions.Holding: make_holding,
    actions.Person: lambda: make_holding().person,
    actions.Post: makers.make_post,
    actions.ProgressUpdate: make_update,
    evidence.FindingComparison: make_comparison,
    **action_cases.MADE,
}


def same_doi():
    stored = a(evidence.Publication)
    evidence.Publication.objects.filter(pk=stored.pk).update(doi="10.1000/182")
    return like(stored, key="another", doi="10.1000/182")


def confirmed_by_its_maker(model, maker):
    def case():
        record = a(model)
        return changed(record, confirmed_by=getattr(record, maker), confirmed_at=NOW)

    return case


def superseding(**changes):
    def case():
        first, second = evidence.Finding.objects.order_by("pk")[:2]
        return changed(second, supersedes=first, **changes)

    return case


def returned_and_confirmed(model):
    def case():
        by, other = makers.make_user(), makers.make_user()
        fresh = {"key": "k"} if model is evidence.Finding else {}
        return like(
            a(model), returned_by=by, returned_at=NOW, returned_because="Mend it.",
            confirmed_by=other, confirmed_at=NOW, **fresh,
        )  # fmt: skip

    return case


def older_second():
    return changed(like(a(evidence.DuplicateDecision)), **dict(
        zip(("second", "first"), two_publications(), strict=True)
    ))  # fmt: skip


def revised_by_one():
    stored = a(estimates.Revision)
    return like(stored, number=99, kind="new-data", approved_by=stored.author)


CASES = {
    "accepted_gap_has_reason": of(working.AcceptedGap, identity="k", reason=""),
    "accepted_gap_reviewed_later": of(working.AcceptedGap, identity="k", review_on=DAY),
    "accepted_gap_says_which": of(working.AcceptedGap, identity="k", rule=""),
    "audit_answer_has_words": of(estimates.AuditAnswer, answer=""),
    "audit_has_title": of(estimates.Audit, title=""),
    "audit_line_once": of(estimates.AuditLine),
    "audit_mark_has_note": of(estimates.AuditMark, note=""),
    "audit_mark_query_has_officer": of(estimates.AuditMark, asked=None),
    "audit_signed_with_conclusion": lambda: like(
        a(estimates.Audit), signed_by=makers.make_user(), signed_at=NOW, conclusion=""
    ),
    "caveat_answer_has_person": of(estimates.Caveat, key="k", answer="It is known."),
    "population_interval_has_source": of(
        evidence.PopulationCount, key="k", period="1066", count=5, count_low=4, count_high=6
    ),
    "population_interval_holds_count": of(
        evidence.PopulationCount, key="k", period="1066", count_low=1, interval_source="ONS"
    ),
    "revision_correction_has_severity": of(estimates.Revision, number=99, severity="slight"),
    "revision_interval_ordered": of(estimates.Revision, number=99, total_low=2, total_high=1),
    "revision_line_interval_has_method": of(
        estimates.RevisionLine, position=99, interval_low=1, interval_high=2
    ),
    "table_not_repeating_itself": itself(estimates.EstimateTable, "repeats"),
    **{name: of(model, **breaks) for name, (model, breaks) in action_cases.BREAKS.items()},
    "action_not_merged_into_itself": itself(actions.Action, "merged_into"),
    "board_not_own_successor": itself(actions.Board, "succeeded_by"),
    "closure_by_somebody_else": lambda: (lambda row: changed(row, claimed_by=row.decided_by))(
        like(action_cases.closure(), update=action_cases.claim())
    ),
    "draft_once_by_account": lambda: like(action_cases.drafted_by("account")()),
    "draft_once_by_person": lambda: like(action_cases.drafted_by("person")()),
    "organisation_not_own_successor": itself(actions.Organisation, "succeeded_by"),
    "action_recheck_has_reason": of(actions.ActionRecheck, reason=""),
    "action_recheck_once": of(actions.ActionRecheck),
    "appraisal_returned_or_confirmed": returned_and_confirmed(evidence.Appraisal),
    "appraisal_returned_with_reason": of(evidence.Appraisal, returned_because="Mend it."),
    "change_has_sentence": of(evidence.EvidenceChange, sentence=""),
    "column_choice_not_empty": of(working.ColumnChoice, columns=""),
    "column_choice_once": of(working.ColumnChoice),
    "count_file_adds_up": of(evidence.CountFile, state="applied", applied_at=NOW, seen=3),
    "count_file_applied_at_a_time": of(evidence.CountFile, applied_at=NOW),
    "count_row_number_unique": of(evidence.CountRow),
    "count_row_refused_with_reason": of(evidence.CountRow, number=2, outcome="refused"),
    "decision_has_reason": of(evidence.DuplicateDecision, reason=""),
    "decision_older_first": older_second,
    "finding_not_own_earlier_edition": itself(evidence.Finding, "earlier"),
    "finding_not_superseding_itself": lambda: changed(
        itself(evidence.Finding, "supersedes")(), supersede_reason="Wrong."
    ),
    "finding_recheck_has_reason": of(evidence.FindingRecheck, reason=""),
    "finding_recheck_once": of(evidence.FindingRecheck),
    "finding_returned_or_confirmed": returned_and_confirmed(evidence.Finding),
    "finding_returned_with_reason": of(evidence.Finding, key="k", returned_because="Mend it."),
    "finding_supersedes_with_reason": superseding(supersede_reason=""),
    "import_applied_at_a_time": of(evidence.Import, applied_at=NOW),
    "import_counts_add_up": of(evidence.Import, state="applied", applied_at=NOW, seen=3),
    "import_record_number_unique": of(evidence.ImportRecord),
    "import_record_refused_is_left_out": of(
        evidence.ImportRecord, number=2, outcome="refused", choice="create"
    ),
    "job_done_within_total": of(working.Job, done=2),
    "mail_has_address": mail(to_address=""),
    "mail_has_key": mail(key=""),
    "mail_has_kind": mail(kind=""),
    "mail_has_subject": mail(subject=""),
    "mail_has_text": mail(text=""),
    "mail_held_not_sent": mail(held_because="Wait.", sent_at=NOW),
    "mail_private_text_not_kept": mail(is_private=True, sent_at=NOW),
    "mail_sent_or_withdrawn": mail(sent_at=NOW, withdrawn_at=NOW, withdrawn_because="No."),
    "mail_withdrawn_with_reason": mail(withdrawn_at=NOW),
    "merge_has_reason": of(evidence.Merge, reason=""),
    "merge_of_two": lambda: (lambda merge: like(merge, kept=merge.merged))(a(evidence.Merge)),
    "merge_undone_with_reason": of(evidence.Merge, undone_because="No."),
    "publication_not_merged_into_itself": itself(evidence.Publication, "merged_into"),
    "recommendation_recheck_has_reason": of(actions.RecommendationRecheck, reason=""),
    "recommendation_recheck_once": of(actions.RecommendationRecheck),
    "redaction_has_reason": of(working.Redaction, reason=""),
    "saved_filter_has_name": of(working.SavedFilter, name=""),
    "saved_filter_name_unique": of(working.SavedFilter),
    "source_check_says_where_or_what": of(evidence.SourceCheck, place=""),
    "table_recheck_has_reason": of(estimates.TableRecheck, reason=""),
    "table_recheck_once": of(estimates.TableRecheck),
    "account_email_unique": lambda: like(a(User), email=a(User).email.upper()),
    "account_has_name": of(User, name=""),
    "action_due_or_review": of(actions.Action, key="k", first_due_on=DAY, review_on=DAY),
    "action_has_title": of(actions.Action, title=""),
    "action_recommendation_once": of(actions.ActionRecommendation),
    "action_table_once": of(actions.ActionTable),
    "appraisal_confirmed_pair": of(evidence.Appraisal, confirmed_at=NOW),
    "appraisal_departure_reason": of(
        evidence.Appraisal, suggested_grade="weak", grade="strong", departure_reason=""
    ),
    "appraisal_has_reason": of(evidence.Appraisal, reason=""),
    "appraisal_two_people": confirmed_by_its_maker(evidence.Appraisal, "appraised_by"),
    "area_not_own_parent": itself(evidence.Area, "parent"),
    "board_has_name": of(actions.Board, name=""),
    "board_not_own_parent": itself(actions.Board, "parent"),
    "caveat_has_sentence": of(estimates.Caveat, sentence=""),
    "caveat_line_has_table": lambda: like(
        a(estimates.Caveat), key="k", table=None, line=a(estimates.EstimateLine)
    ),
    "chapter_not_own_successor": itself(evidence.Chapter, "replaces"),
    "citation_number_unique": of(evidence.Citation),
    "figure_number_unique": of(evidence.Figure),
    "figure_point_position_unique": of(evidence.FigurePoint),
    "finding_ages_ordered": of(evidence.Finding, age_from=17, age_to=16),
    "finding_citation_once": of(evidence.FindingCitation),
    "finding_comparison_once": of(evidence.FindingComparison),
    "finding_confirmed_pair": of(evidence.Finding, confirmed_at=NOW),
    "finding_has_place": of(evidence.Finding, place=""),
    "finding_has_quotation": of(evidence.Finding, quotation=""),
    "finding_interval_ordered": of(evidence.Finding, interval_low=2, interval_high=1),
    "finding_not_compared_with_itself": lambda: evidence.FindingComparison(
        finding=a(evidence.Finding), other=a(evidence.Finding)
    ),
    "finding_percentage_0_100": of(evidence.Finding, percentage=101),
    "finding_states_something": of(
        evidence.Finding, percentage=None, value_from=None, value_to=None, direction=""
    ),
    "finding_two_people": confirmed_by_its_maker(evidence.Finding, "entered_by"),
    "finding_values_ordered": of(evidence.Finding, value_from=5, value_to=2),
    "glossary_has_meaning": of(evidence.GlossaryTerm, meaning=""),
    "group_has_name": of(evidence.PopulationGroup, name=""),
    "group_not_own_parent": lambda: evidence.GroupParent(
        child=a(evidence.PopulationGroup), parent=a(evidence.PopulationGroup)
    ),
    "group_parent_once": of(evidence.GroupParent),
    "holding_days_ordered": of(actions.Holding, ended_on=datetime.date(2020, 1, 1)),
    "holding_one_at_a_time": of(actions.Holding),
    "line_position_unique": of(estimates.EstimateLine),
    "organisation_has_name": of(actions.Organisation, name=""),
    "person_has_name": of(actions.Person, name=""),
    "population_ages_ordered": of(evidence.PopulationCount, age_from=17, age_to=16),
    "population_has_quotation_and_place": of(evidence.PopulationCount, quotation="", place=""),
    "population_not_negative": of(evidence.PopulationCount, count=-1),
    "population_not_part_of_itself": itself(evidence.PopulationCount, "part_of"),
    "population_unique": of(evidence.PopulationCount, key="k", count=1),
    "post_has_title": of(actions.Post, title=""),
    "post_unique": of(actions.Post),
    "publication_doi_unique": same_doi,
    "publication_has_title": of(evidence.Publication, title=""),
    "publication_not_own_successor": itself(evidence.Publication, "replaced_by"),
    "recommendation_board_once": of(actions.RecommendationBoard),
    "recommendation_group_once": of(actions.RecommendationGroup),
    "recommendation_letter_unique": of(actions.Recommendation),
    "recommendation_response_has_reason": of(
        actions.Recommendation, letter="z", response="accepted", response_reason=""
    ),
    "revision_approved_pair": of(estimates.Revision, number=99, approved_at=None),
    "revision_has_reason": of(estimates.Revision, number=99, reason=""),
    "revision_line_percentage_0_100": of(estimates.RevisionLine, percentage=101),
    "revision_line_position_unique": of(estimates.RevisionLine),
    "revision_number_unique": of(estimates.Revision),
    "revision_two_people": revised_by_one,
    "service_group_once": of(actions.ServiceGroup),
    "service_provider_once": of(actions.ServiceProvider),
    "table_has_title": of(estimates.EstimateTable, title=""),
    "table_number_unique": of(estimates.EstimateTable),
    "update_evidence_date_has_address": of(
        actions.ProgressUpdate, once="x", evidence_on=DAY, evidence_url=""
    ),
    "update_says_what_happened": of(actions.ProgressUpdate, once="x", happened=""),
}


def superseded_twice():
    """A second correction of a finding that has one."""
    finding, correction = makers.make_finding(), makers.make_finding()
    records.save(
        changed(correction, supersedes=finding, supersede_reason="Wrong."), by=User.objects.system()
    )
    return like(correction, key="second")


# One-to-one and empty-by-default fields need a row that fills them.
FIELD_CASES = {
    "action_recheck_has_reason": of(actions.ActionRecheck, reason=""),
    "action_recheck_once": of(actions.ActionRecheck),
    "appraisal_returned_or_confirmed": returned_and_confirmed(evidence.Appraisal),
    "appraisal_returned_with_reason": of(evidence.Appraisal, returned_because="Mend it."),
    "change_has_sentence": of(evidence.EvidenceChange, sentence=""),
    "column_choice_not_empty": of(working.ColumnChoice, columns=""),
    "column_choice_once": of(working.ColumnChoice),
    "decision_has_reason": of(evidence.DuplicateDecision, reason=""),
    "decision_older_first": older_second,
    "finding_not_own_earlier_edition": itself(evidence.Finding, "earlier"),
    "finding_not_superseding_itself": lambda: changed(
        itself(evidence.Finding, "supersedes")(), supersede_reason="Wrong."
    ),
    "finding_recheck_has_reason": of(evidence.FindingRecheck, reason=""),
    "finding_recheck_once": of(evidence.FindingRecheck),
    "finding_returned_or_confirmed": returned_and_confirmed(evidence.Finding),
    "finding_returned_with_reason": of(evidence.Finding, key="k", returned_because="Mend it."),
    "finding_supersedes_with_reason": superseding(supersede_reason=""),
    "job_done_within_total": of(working.Job, done=2),
    "merge_has_reason": of(evidence.Merge, reason=""),
    "merge_of_two": lambda: (lambda merge: like(merge, kept=merge.merged))(a(evidence.Merge)),
    "merge_undone_with_reason": of(evidence.Merge, undone_because="No."),
    "publication_not_merged_into_itself": itself(evidence.Publication, "merged_into"),
    "recommendation_recheck_has_reason": of(actions.RecommendationRecheck, reason=""),
    "recommendation_recheck_once": of(actions.RecommendationRecheck),
    "redaction_has_reason": of(working.Redaction, reason=""),
    "saved_filter_has_name": of(working.SavedFilter, name=""),
    "saved_filter_name_unique": of(working.SavedFilter),
    "source_check_says_where_or_what": of(evidence.SourceCheck, place=""),
    "table_recheck_has_reason": of(estimates.TableRecheck, reason=""),
    "table_recheck_once": of(estimates.TableRecheck),
    (evidence.Chapter, "replaces"): third_edition,
    (evidence.Finding, "supersedes"): superseded_twice,
    (actions.Decision, "replaces"): action_cases.twice(action_cases.decision, "replaces"),
    (actions.DueDateChange, "asked_in"): action_cases.twice(
        action_cases.move, "asked_in", action_cases.update
    ),
    (actions.ProgressUpdate, "corrects"): action_cases.twice(action_cases.update, "corrects"),
    (actions.Remark, "settles"): action_cases.settled_twice,
    (actions.Person, "account"): lambda: like(make_holding().person, email="x@example.org"),
}


# Django puts a check of its own on whole numbers; SQLite names the columns of a unique constraint.
SAID = {"population_not_negative": "count"}
SAID_ON_SQLITE = {
    name: "UNIQUE"
    for name, (_, constraint) in CONSTRAINTS.items()
    if isinstance(constraint, models.UniqueConstraint)
}


def refused(record):
    """What the database says when the row is written past every check."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        record.save()
    return str(caught.value)


def explanations(record):
    with pytest.raises(ValidationError) as caught:
        record.full_clean(exclude={"password"})
    return caught.value.message_dict


def test_every_constraint_has_a_case_and_no_case_is_left_over():
    assert set(CASES) == set(CONSTRAINTS)


@pytest.mark.parametrize("name", CASES)
def test_the_database_refuses(name):
    says = refused(CASES[name]())
    expected = SAID | (SAID_ON_SQLITE if connection.vendor == "sqlite" else {})
    assert expected.get(name, name) in says


@pytest.mark.parametrize("name", sorted(set(CASES) - {"account_has_name"}))
def test_the_check_before_it_says_the_rule(name):
    told = explanations(CASES[name]())
    sentences = [sentence for field in told.values() for sentence in field]
    assert CONSTRAINTS[name][1].violation_error_message in sentences


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_every_rule_is_a_full_sentence(name):
    sentence = str(CONSTRAINTS[name][1].violation_error_message)
    assert sentence[0].isupper()
    assert sentence.endswith(".")
    assert "%(" not in sentence
    assert len(sentence.split()) > 2


@pytest.mark.parametrize(("model", "name"), UNIQUE_FIELDS)
def test_a_unique_field_is_refused_and_explained(model, name):
    case = FIELD_CASES.get((model, name), lambda: like(a(model)))
    told = explanations(case())
    sentence = "already signs in" if model is User else "already exists"
    assert sentence in " ".join(told.get(name, told.get(NON_FIELD_ERRORS, ())))
    with transaction.atomic():
        assert refused(like(case(), **_fresh(model, name)))


EMPTY = {"account", "asked_in", "corrects", "replaces", "settles", "supersedes"}


def _fresh(model, name):
    """Other keys made new, so that only the named field repeats."""
    others = {other for owner, other in UNIQUE_FIELDS if owner is model} - {name}
    return {other: None if other in EMPTY else "fresh" for other in others}


HALVES = {
    "finding_interval_ordered": of(evidence.Finding, key="k", interval_low=2),
    "finding_values_ordered": of(evidence.Finding, key="k", value_from=None, value_to=2),
    "population_interval_holds_count": of(
        evidence.PopulationCount, key="k", period="1066", count_low=1, interval_source="ONS"
    ),
    "revision_interval_ordered": of(estimates.Revision, number=99, total_low=2),
    "revision_line_interval_has_method": of(
        estimates.RevisionLine, position=99, interval_low=1, interval_method="wilson"
    ),
}


@pytest.mark.parametrize("name", HALVES)
def test_one_end_alone_is_refused(name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        HALVES[name]().save()

"""What is kept and how long; what is held about a person; erasure; what anybody may be given."""

import csv
import datetime
import io
import json
import zipfile

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone
from pypdf import PdfReader

from actions.models import Decision, Pack, Person, Plan, PlanRow, ProgressUpdate, UpdateDraft
from actions.services import redacting
from evidence.models import Import
from loneliness.accounts.models import User
from loneliness.records import guards, redaction, sweeping
from loneliness.records.models import Job, Mail, Redaction
from loneliness.register import personal, retention
from tests import made_papers, makers
from tests.rules.test_constraints import a
from tests.rules.test_guards import ALL

pytestmark = pytest.mark.django_db
LONG_AGO = datetime.datetime(2023, 1, 1, 12, tzinfo=datetime.UTC)
WHY = "Asked to be forgotten"
MARK = f"[removed on 24 November 2026: {WHY}]"


def said(*command, **options):
    out = io.StringIO()
    call_command(*command, stdout=out, **options)
    return out.getvalue()


def test_every_kind_of_record_has_its_time():
    ours = [m._meta.label_lower for label in personal.LABELS
            for m in apps.get_app_config(label).get_models()]  # fmt: skip
    assert [label for label in ours if "historical" not in label
            and retention.kind_of(label) is None] == []  # fmt: skip
    named = {label for kind in retention.KINDS for label in kind.models if "*" not in label}
    assert named <= {m._meta.label_lower for m in apps.get_models()}


def test_what_is_past_its_time_is_counted_and_then_cleared_away(owner, owned_action):
    UpdateDraft(action=owned_action, account=owner, entries={"happened": "x"}).save()
    plan, file = a(Plan), a(Import)
    assert plan.state != "applied"
    old = makers.make_mail(text="An old message.")
    new = makers.make_mail(text="A new message.")
    job = Job(title="Read a file", started_by=owner, state="done", finished_at=LONG_AGO)
    job.save()
    Session(session_key="x", session_data="", expire_date=LONG_AGO).save()
    UpdateDraft.objects.update(saved_at=LONG_AGO)
    Plan.objects.update(brought_at=LONG_AGO)
    Import.objects.update(brought_at=LONG_AGO)
    Mail.objects.filter(pk=old.pk).update(sent_at=LONG_AGO)
    Mail.objects.filter(pk=new.pk).update(sent_at=timezone.now())
    told = said("tidy", dry_run=True)
    assert "1 drafts that were not sent would be cleared away." in told
    assert UpdateDraft.objects.exists()
    assert said("tidy").replace("cleared", "would be cleared") == told
    assert set(retention.tidy(timezone.now(), dry_run=True).values()) == {0}
    assert not UpdateDraft.objects.exists()
    assert not Plan.objects.filter(pk=plan.pk).exists()
    assert not PlanRow.objects.filter(plan_id=plan.pk).exists()
    assert not Import.objects.filter(pk=file.pk).exists()
    assert not Job.objects.filter(pk=job.pk).exists()
    assert not Session.objects.exists()
    assert Mail.objects.get(pk=old.pk).text == sweeping.NOT_KEPT
    assert Mail.objects.get(pk=new.pk).text == "A new message."


def test_what_is_not_past_its_time_stays(owner, owned_action):
    UpdateDraft(action=owned_action, account=owner, entries={}).save()
    a(Plan)
    makers.make_mail()
    Plan.objects.filter(state="applied").update(brought_at=LONG_AGO)
    assert set(retention.tidy(timezone.now()).values()) == {0}


def test_the_schedule_clears_away_each_week():
    assert settings.CELERY_BEAT_SCHEDULE["tidy"]["task"] == "loneliness.register.tasks.tidy"


@pytest.fixture
def history(owner, owned_action, secretary):
    """An owner who reported, was written to, was named by others, and left."""
    makers.make_update(owned_action, owner)
    makers.make_update(owned_action, secretary, told_by=owner.name, happened="Olive Owner rang.")
    makers.make_mail(to=owner.email, name=owner.name, text="Dear Olive Owner, one is due.")
    return owner


def leave(person):
    person.holdings.update(ended_on=datetime.date(2026, 10, 1))


def test_all_that_is_held_about_a_person_is_packed(history, tmp_path):
    path = tmp_path / "olive.zip"
    told = said("person_data", history.email.upper(), path)
    assert "rows of actions.progressupdate" in told
    assert path.stat().st_mode & 0o077 == 0
    with zipfile.ZipFile(path) as file:
        held = json.loads(file.read("everything.json"))
        updates = file.read("actions.progressupdate.csv").decode("utf-8-sig")
        about = file.read("about.txt").decode()
    assert "Olive Owner (" in about
    assert next(iter(csv.DictReader(io.StringIO(updates))))["happened"].startswith("The first")
    assert held["accounts.user"][0]["email"] == history.email
    assert "password" not in held["accounts.user"][0]
    assert held["records.mail"][0]["text"] == "Dear Olive Owner, one is due."
    assert held["actions.holding"]
    mentions = {(one["record"].split()[0], one["field"]) for one in held["mentions"]}
    assert {("actions.progressupdate", "told_by"), ("records.mail", "to_name")} <= mentions
    with pytest.raises(CommandError, match="there already"):
        said("person_data", history.email, path)
    with pytest.raises(CommandError, match="Nobody with this address"):
        said("person_data", "nobody@example.org", tmp_path / "other.zip")


def test_nothing_of_somebody_else_s_rows_is_packed(history, secretary):
    found = personal.held(history.email)
    updates = found.rows["actions.progressupdate"]
    assert [one.posted_by for one in updates] == [history]
    assert [one.pk for one in found.rows["accounts.user"]] == [history.pk]


def test_erasure_is_refused_with_its_reason(history):
    told = said("erase_person", history.email)
    assert "Article 17(3)(b)" in told
    assert "Recommendations, actions, updates, decisions" in told
    assert User.objects.get(pk=history.pk).name == "Olive Owner"


def test_erasure_takes_the_name_and_address_away_and_the_rows_stay(history, administrator):
    person = history.person
    with pytest.raises(CommandError, match="still holds a post"):
        said("erase_person", history.email, meet=True, by=administrator.email, reason=WHY)
    leave(person)
    rows = ProgressUpdate.objects.count()
    told = said("erase_person", history.email, meet=True, by=administrator.email, reason=WHY)
    assert "the account is closed" in told
    assert ProgressUpdate.objects.count() == rows
    account, person = User.objects.get(pk=history.pk), Person.objects.get(pk=person.pk)
    assert (account.name, person.name, account.is_active) == (MARK, MARK, False)
    assert account.email == f"removed-user-{account.pk}@removed.invalid"
    for model in apps.get_models():
        if model._meta.app_label in ("actions", "accounts") or model is Mail:
            for row in model._base_manager.values_list():
                assert "Olive Owner" not in str(row), model
                assert history.email not in str(row), model
    assert Redaction.objects.count() >= 7
    assert guards.missing(connection, ALL) == []


def test_a_restore_erases_again_whoever_was_erased_since(history, administrator):
    leave(history.person)
    EmailAddress.objects.create(user=history, email=history.email)
    SocialAccount.objects.create(user=history, uid="7", extra_data={"name": "Olive Owner"})
    with transaction.atomic():
        said("erase_person", history.email, meet=True, by=administrator.email, reason=WHY)
        erased = list(Redaction.objects.all())
        transaction.set_rollback(True)
    assert User.objects.get(pk=history.pk).is_active
    assert redaction.replay(erased, redacting.remade) == []
    account = User.objects.get(pk=history.pk)
    assert (account.name, account.is_active, account.has_usable_password()) == (MARK, False, False)
    with pytest.raises(ValidationError, match="Nobody with this address is held"):
        personal.held(history.email)
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("who", ["officer", "secretary"])
def test_only_an_administrator_erases(history, request, who):
    leave(history.person)
    by = request.getfixturevalue(who)
    with pytest.raises(PermissionDenied):
        personal.erase(personal.held(history.email), by=by, reason=WHY)


def test_nobody_erases_themselves(administrator):
    with pytest.raises(ValidationError, match="your own account"):
        personal.erase(personal.held(administrator.email), by=administrator, reason=WHY)


def test_what_anybody_may_be_given_names_posts_and_no_people(history, secretary, tmp_path):
    meeting = makers.make_meeting()
    Decision(
        meeting=meeting, kind="noted", text="Olive Owner of olive@example.org was thanked.",
        recorded_by=secretary, once="1",
    ).save()  # fmt: skip
    makers.make_pack(meeting)
    paper = made_papers.small(
        publication="Open", contact=f"Olive Owner, {history.email}", issued="24 November 2026"
    )
    with redaction.unguarded(Pack._meta.db_table):
        Pack.objects.update(content=json.loads(paper.as_json()))
    folder = tmp_path / "foi"
    said("foi_export", folder)
    names = {path.name for path in folder.iterdir()}
    assert {"about.txt", "actions.csv", "updates.csv", "decisions.csv", "papers.csv"} <= names
    (printed,) = [path for path in folder.iterdir() if path.suffix == ".pdf"]
    words = " ".join(side.extract_text() for side in PdfReader(printed).pages)
    assert "names are replaced by posts" in " ".join(words.split())
    texts = [path.read_text("utf-8") for path in folder.iterdir() if path.suffix != ".pdf"]
    for text in [*texts, words]:
        assert "Olive" not in text
        assert "@example.org" not in text
        assert "Sam Secretary" not in text
    decisions = (folder / "decisions.csv").read_text("utf-8")
    assert "Leicestershire County Council of [name removed] was thanked." in decisions
    assert "rang." in (folder / "updates.csv").read_text("utf-8")
    with pytest.raises(CommandError, match="there already"):
        said("foi_export", folder)


def test_a_paper_not_for_publication_is_left_out_with_its_reason(tmp_path):
    reason = "Paragraph 2 of Schedule 12A"
    meeting = makers.make_meeting(publicity="closed", publicity_reason=reason)
    makers.make_pack(meeting)
    folder = tmp_path / "foi"
    said("foi_export", folder)
    assert not list(folder.glob("*.pdf"))
    assert f"Left out: {reason}" in (folder / "papers.csv").read_text("utf-8")

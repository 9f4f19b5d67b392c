"""Personal text taken out of what is written once, of messages, drafts, files and issued papers."""

import io
import json

import pytest
from django.db import connection, transaction
from docx import Document
from pypdf import PdfReader

from actions.models import Decision, Pack, ProgressUpdate, UpdateDraft, UpdateFile
from actions.papers import pdf, word
from actions.services import redacting
from loneliness.records import guards, redaction
from loneliness.records.models import Mail, Redaction
from tests import made_papers, makers
from tests.rules.test_guards import ALL, is_refused
from tests.walks.test_number import text_of

pytestmark = pytest.mark.django_db
NAME = "Ethel O'Example"
WHY = "A client was named"
MARK = f"[removed on 24 November 2026: {WHY}]"


@pytest.fixture
def update(owned_action, owner):
    return makers.make_update(owned_action, owner, happened=f"{NAME} was visited.")


@pytest.fixture
def pack(owned_action, update):
    """A paper as issued that repeats the update."""
    made = makers.make_pack(makers.make_meeting())
    said = made_papers.action(key=owned_action.key, happened=update.happened)
    paper = made_papers.small(others=(said,), issued="24 November 2026")
    with redaction.unguarded(Pack._meta.db_table):
        Pack.objects.update(
            content=json.loads(paper.as_json()), fingerprint=paper.fingerprint,
            pdf=pdf.render(paper), word=word.render(paper),
        )  # fmt: skip
    made.refresh_from_db()
    return made


def redact(client, record, **given):
    typed = {"field": "happened", "words": NAME, "reason": WHY, "elsewhere": "on"} | given
    label = record._meta.label_lower
    return client.post(f"/redact/{label}/{record.pk}/", typed, follow=True)


def words_of(pack):
    sides = PdfReader(io.BytesIO(bytes(pack.pdf))).pages
    document = Document(io.BytesIO(bytes(pack.word)))
    paragraphs = [one.text for one in document.paragraphs]
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join(side.extract_text() for side in sides), " ".join(paragraphs + cells)


def test_words_go_from_the_update_its_messages_drafts_and_issued_papers(
    client_of, administrator, owner, owned_action, update, pack
):
    mail = makers.make_mail(text=f"You said: {NAME}.", html="<p>You said: Ethel O&#x27;Example.")
    UpdateDraft(action=owned_action, account=owner, entries={"happened": [NAME]}).save()
    before = words_of(pack)
    assert all("Ethel" in said for said in before)
    client = client_of(administrator)
    assert "Remove personal text" in text_of(client.get(owned_action.get_absolute_url()))
    page = text_of(redact(client, update))
    assert "It stood in 4 other places too." in page
    assert "Ethel" not in page
    update.refresh_from_db()
    mail.refresh_from_db()
    assert update.happened == f"{MARK} was visited."
    assert "ethel" not in update.search_text
    assert mail.text == f"You said: {MARK}."
    assert "Ethel" not in mail.html
    assert UpdateDraft.objects.get().entries == {"happened": [MARK]}
    now = Pack.objects.get()
    assert now.fingerprint != pack.fingerprint
    for said in words_of(now):
        assert "Ethel" not in said
        assert "removed from this paper after it was issued" in " ".join(said.split())
    assert "Ethel" not in json.dumps(now.content)
    assert "removed from this paper" in text_of(client.get(f"/meetings/{now.meeting_id}/pack/"))
    assert Redaction.objects.count() == 5
    assert guards.missing(connection, ALL) == []
    assert is_refused(f"UPDATE actions_pack SET reason = 'x' WHERE id = {pack.pk}")
    assert is_refused(f"UPDATE actions_progressupdate SET once = 'x' WHERE id = {update.pk}")


def test_elsewhere_is_left_alone_unless_asked_for(client_of, administrator, update):
    mail = makers.make_mail(text=f"You said: {NAME}.")
    redact(client_of(administrator), update, elsewhere="")
    mail.refresh_from_db()
    assert NAME in mail.text
    assert Redaction.objects.count() == 1


def test_a_file_goes_whole_and_its_row_stays(client_of, administrator, owned_action, update):
    file = UpdateFile(
        update=update, name="ethel.pdf", kind="application/pdf", content=b"%PDF-1.7 Ethel",
        fingerprint=redaction.fingerprint(b"%PDF-1.7 Ethel"),
    )  # fmt: skip
    file.save()
    client = client_of(administrator)
    assert "Remove the file" in text_of(client.get(owned_action.get_absolute_url()))
    redact(client, file, field="content", words="")
    response = client.get(f"{owned_action.get_absolute_url()}files/{update.pk}/")
    assert response.content.decode() == MARK
    assert response["Content-Type"] == "text/plain"
    assert response["Content-Disposition"] == 'attachment; filename="removed.txt"'


def test_a_message_and_a_decision_forget_too(client_of, administrator, secretary):
    mail = makers.make_mail(text=f"{NAME} wrote.")
    client = client_of(administrator)
    assert "Remove personal text" in text_of(client.get(mail.get_absolute_url()))
    assert NAME not in text_of(redact(client, mail, field="text"))
    decision = Decision(
        meeting=makers.make_meeting(), kind="noted", text=f"{NAME} was heard.",
        recorded_by=secretary, once="1",
    )  # fmt: skip
    decision.save()
    redact(client, decision, field="text")
    assert Decision.objects.get().text == f"{MARK} was heard."


def test_a_slip_leaves_everything_as_it_was(client_of, administrator, update, pack):
    page = text_of(redact(client_of(administrator), update, words="Somebody else"))
    assert "do not stand in that field" in page
    assert Pack.objects.get().fingerprint == pack.fingerprint
    assert not Redaction.objects.exists()


def test_a_restore_takes_the_same_words_out_again(administrator, update, pack):
    mail = makers.make_mail(html="<p>Ethel O&#x27;Example", text=f"{NAME}, {NAME}")
    with transaction.atomic():
        redacting.redact(
            update, by=administrator, field="happened", words=NAME, reason=WHY, elsewhere=True
        )
        later = list(Redaction.objects.all())
        transaction.set_rollback(True)
    assert NAME in ProgressUpdate.objects.get(pk=update.pk).happened
    assert redaction.replay(later, redacting.remade) == []
    assert ProgressUpdate.objects.get(pk=update.pk).happened == f"{MARK} was visited."
    mail = Mail.objects.get(pk=mail.pk)
    assert mail.text == f"{MARK}, {MARK}"
    assert "Ethel" not in mail.html
    assert all("Ethel" not in said for said in words_of(Pack.objects.get()))
    assert Redaction.objects.count() == len(later) == 4
    assert redaction.replay(later, redacting.remade) == []  # what is known is not done twice
    assert guards.missing(connection, ALL) == []


def test_what_a_restore_does_not_find_is_named(administrator, update):
    with transaction.atomic():
        redaction.redact(update, by=administrator, field="happened", words=NAME, reason=WHY)
        later = list(Redaction.objects.all())
        transaction.set_rollback(True)
    later[0].length = 0
    assert redaction.replay(later) == [f"actions.progressupdate {update.pk}, happened"]

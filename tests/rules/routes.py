"""Every route of the register with an example, for the matrix of who may open and send what."""

import datetime

import pytest
from django.db import connection
from django.urls import URLPattern, get_resolver, reverse

from actions import links, services
from actions import models as actions
from estimates import models as estimates
from estimates import services as estimating
from evidence import models as evidence
from loneliness.accounts.models import User
from loneliness.records import models as working
from loneliness.records import services as records
from loneliness.register import xray
from tests import makers
from tests.rules.test_constraints import a

ON_SQLITE = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        connection.vendor == "postgresql", reason="Every page is walked through once, on SQLite."
    ),
]
ROLES = {
    "anonymous": None,
    "no role": None,
    "owner": "owner",
    "another owner": None,
    "board member": "board_member",
    "secretary": "secretary",
    "officer": "officer",
    "reviewer": "reviewer",
    "administrator": "administrator",
    "closed account": None,
}


def every_view():
    """The name and view of each route, save those of the workshop."""
    yield from _walk(get_resolver(), "", "")


def _walk(resolver, prefix, space):
    for found in resolver.url_patterns:
        path = prefix + str(found.pattern)
        if isinstance(found, URLPattern):
            yield f"{space}{found.name}" if found.name else f"/{path}", found.callback
        elif found.namespace != "admin":
            yield from _walk(found, path, f"{found.namespace}:" if found.namespace else space)


MEETINGS = (
    "meeting edit-meeting call chase add-decision confirm-record issue pack pack-pdf pack-word"
).split()


class World:
    """One record of each kind, and an account of each role; the owner owns ``action``."""

    def __init__(self):
        self.accounts = {name: makers.make_person(who) for name, who in ROLES.items() if who}
        self.accounts["no role"] = makers.make_user(name="Nora Norole")
        other = makers.make_user("Action owner", name="Otto Other")
        makers.make_post(held_by=other)
        self.accounts["another owner"] = other
        self.accounts["closed account"] = makers.make_user("Administrator", name="Clara Closed")
        User.objects.filter(name="Clara Closed").update(is_active=False)
        self.accounts["anonymous"] = None
        owner, self.system = self.accounts["owner"], User.objects.system()
        self.action = makers.make_action(owner=owner, first_due_on=datetime.date(2026, 12, 1))
        self.update = makers.make_update(
            self.action, self.accounts["secretary"], status="claimed-complete", told_by="Olive",
            told_how="telephone", told_on=datetime.date(2026, 11, 20),
            evidence_url="https://www.example.org/",
        )  # fmt: skip
        actions.UpdateFile(
            update=self.update, name="a.txt", kind="text/plain", content=b"a", fingerprint="0"
        ).save()
        self.remark = services.not_mine(self.action, "Not mine.", account=owner)
        self.meeting = makers.make_meeting(held_on=datetime.date(2026, 11, 20))
        makers.make_pack(self.meeting)
        self.report = makers.make_action(owner=other)
        self.outside = other.person
        self.published = actions.Board.objects.get(slug="unified-prevention-board")
        self.published.is_public = True
        records.save(self.published, by=self.system)
        table = estimates.EstimateTable.objects.get(number=1)
        self.draft = estimating.draft_revision(
            table, by=self.accounts["officer"], kind="correction", reason="A slip.",
            severity="slight",
        )  # fmt: skip
        self.gap = xray.gaps()[0]

    def examples(self):
        """What each route with a part to fill in is filled in with."""
        key = {"key": self.action.key}
        update = key | {"pk": self.update.pk}
        meeting, board = {"pk": self.meeting.pk}, {"slug": self.published.slug}
        token = {"token": links.token(self.outside)}
        reported = token | {"key": self.report.key}
        table, pub = {"number": 1}, {"key": "dcms-cls-2017-18"}
        finding = {"key": evidence.Finding.objects.order_by("pk").first().key}
        count = {"key": evidence.PopulationCount.objects.order_by("pk").first().key}
        two = evidence.Publication.objects.order_by("pk").values_list("key", flat=True)[:2]
        told = makers.make_update(self.report, self.accounts["secretary"], told_by="Otto")
        return {
            "board": board, "board-trends": board, "add-meeting": board, "public-board": board,
            "calendar": board | {"token": links.calendar_token(self.published)},
            **dict.fromkeys(MEETINGS, meeting),
            **{name: meeting | {"number": 0} for name in (
                "addendum", "addendum-pdf", "addendum-word",
            )},
            "group": {"code": evidence.PopulationGroup.objects.first().code},
            "check": {"pk": evidence.EvidenceChange.objects.standing().first().pk},
            "saved-filter": {"pk": a(working.SavedFilter).pk},
            "remove-filter": {"pk": a(working.SavedFilter).pk},
            "redact": {"model": "evidence.finding", "pk": evidence.Finding.objects.first().pk},
            "accept-gap": {"identity": self.gap.identity},
            "take-back-gap": {"identity": self.gap.identity},
            **{
                name: {"pk": makers.make_mail(held_because="It waits.").pk}
                for name in ("message", "message-release", "message-withdraw", "message-try-again")
            },
            "job": {"pk": a(working.Job).pk},
            **{
                f"evidence:{name}": pub
                for name in (
                    "publication", "remove-publication", "appraise", "standing", "new-edition",
                    "look-up",
                )
            },
            "evidence:export": pub | {"kind": "ris"},
            **{
                f"evidence:{name}": finding
                for name in (
                    "finding", "remove-finding", "confirm-finding", "correct", "check-original",
                )
            },
            "evidence:confirm-appraisal": {"pk": evidence.Appraisal.objects.first().pk},
            "evidence:import": {"pk": a(evidence.Import).pk},
            "evidence:keep-apart": {"first": two[0], "second": two[1]},
            "evidence:merge": {"kept": two[0], "merged": two[1]},
            "evidence:undo-merge": {"pk": a(evidence.Merge).pk},
            "evidence:count-file": {"pk": a(evidence.CountFile).pk},
            "evidence:population": count, "evidence:remove-population": count,
            "evidence:figure-file": {"number": 1, "kind": "svg"},
            **{
                f"estimates:{name}": table
                for name in (
                    "table", "where-from", "table-csv", "workbook", "provenance", "quote",
                    "checklist", "what-if", "draft", "compare", "areas", "repeat",
                )
            },
            "estimates:chart": table | {"kind": "svg"},
            "estimates:version": table | {"version": 1},
            "estimates:answer": {"number": 12, "rule": "unit"},
            "estimates:approve": {"pk": self.draft.pk},
            "estimates:audit": {"pk": a(estimates.Audit).pk},
            "estimates:sign-audit": {"pk": a(estimates.Audit).pk},
            "estimates:audit-line": {"pk": a(estimates.AuditLine).pk},
            "estimates:answer-query": {"pk": a(estimates.AuditMark).pk},
            "actions:plan": {"pk": a(actions.Plan).pk},
            "actions:leave": {"pk": self.outside.pk},
            "actions:end-organisation": {"slug": makers.COUNCIL},
            "actions:end-board": board,
            "actions:recommendation": {"letter": "a"},
            **{
                f"actions:{name}": key
                for name in ("action", "update", "date", "claim", "not-mine")
            },
            **{f"actions:{name}": update for name in ("file", "confirm-report", "object")},
            "actions:settle": key | {"pk": self.remark.pk},
            "report": token, "report-reminders": token, "report-on": reported,
            "report-not-mine": reported, "report-object": reported | {"pk": told.pk},
            "account_confirm_email": {"key": "nonsense"},
            "account_reset_password_from_key": {"uidb36": "1", "key": "nonsense"},
            "openid_connect_login": {"provider_id": "council"},
            "openid_connect_callback": {"provider_id": "council"},
        }  # fmt: skip

    def address(self, name, examples):
        """The address of a route's example."""
        if name.startswith("/"):  # a route without a name is named by its address
            return name
        return reverse(name, kwargs=examples.get(name, {}))

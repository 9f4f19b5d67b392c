"""Records in the state that each post asks for, and where they are."""

import datetime

from actions import models as actions
from actions import services as acting
from estimates import models as estimates
from estimates import services as estimating
from evidence import models as evidence
from evidence import services as gathering
from loneliness.accounts.models import User
from loneliness.records import models as working
from loneliness.records import services as records
from loneliness.register import accepting, xray
from loneliness.register.checks import checks
from tests import makers, plans
from tests.walks import districts


class Prepared:
    """Records of a world in the state that each post asks for."""

    def __init__(self, world):
        self.world = world
        self.officer, self.secretary = world.accounts["officer"], world.accounts["secretary"]
        self.reviewer, self.system = world.accounts["reviewer"], world.system
        for account in filter(None, world.accounts.values()):
            account.set_password(makers.PASSWORD)
            account.save(update_fields=["password"])
        self.table = estimates.EstimateTable.objects.get(number=1)
        self._evidence()
        self._estimates()
        self._actions()
        self._others()

    def _evidence(self):
        self.finding = makers.make_finding(by=self.officer)
        self.correctable = makers.make_finding(by=self.officer)
        records.move(
            self.correctable, by=self.reviewer, reason="Read.", confirmed_by=self.reviewer,
            confirmed_at=datetime.datetime(2026, 11, 20, tzinfo=datetime.UTC),
        )  # fmt: skip
        self.count = makers.make_population(by=self.officer)
        self.publication = makers.make_publication(self.officer)
        kept, merged = (makers.make_publication(self.officer, title=f"Twin {n}") for n in "ab")
        self.merge = gathering.merge(kept, merged, by=self.officer, reason="One report.")
        self.counts = districts.bring(self.officer, "area,group,count\nblaby,men,1234\n")
        self.file = gathering.bring(
            "a.csv", b"title,year\nLonely in Oakham,2011\n", by=self.officer
        )
        gathering.read_in(self.file)
        self.appraisal = evidence.Appraisal.objects.order_by("pk").first()
        old = self.table.lines.get(position=1).finding
        self.newer = makers.make_finding(
            percentage="5", decimals=0, group=old.group, measure=old.measure, earlier=old,
            age_from=16, area=old.area, period="2018-19",
        )  # fmt: skip
        districts.take_in(self.officer, districts.rows())

    def _estimates(self):
        def audit():
            return estimating.start_audit(by=self.reviewer, title="Half", size=1, seed=1)

        self.audit, self.asking = audit(), None
        self.line = self.audit.lines.get()
        estimating.mark(self.line, by=self.reviewer, verdict="agree")
        asking = audit().lines.get()
        self.query = estimating.mark(
            asking, by=self.reviewer, verdict="query", note="Which page?", asked=self.officer
        )

    def _actions(self):
        owner, other = self.world.accounts["owner"], self.world.accounts["another owner"]
        self.claimed = makers.make_action(owner=other)
        makers.make_update(self.claimed, other, status="claimed-complete")
        self.dated = makers.make_action(owner=owner, first_due_on=datetime.date(2026, 12, 1))
        self.told = makers.make_update(
            self.world.action, None, reported_by=self.world.outside, typed_name="Otto Other"
        )
        self.plan = plans.bring(self.secretary, plans.text(["Action"], ["Hold a walk"]), "a.csv")
        called = makers.make_meeting(held_on=datetime.date(2027, 1, 20))
        board = makers.make_action(owner=owner, board=called.board)
        call = actions.Call(
            meeting=called, return_by=datetime.date(2027, 1, 10), sent_by=self.secretary, once="c"
        )
        call.save()
        person = owner.person
        actions.CallAsked(call=call, action=board, person=person).save()
        self.called = called

    def _others(self):
        self.job = working.Job(title="Import", total=1, started_by=self.officer)
        self.job.save()
        self.filter = working.SavedFilter(
            owner=self.officer, name="Mine", path="/evidence/findings/", query=""
        )
        self.filter.save()
        self.failed = makers.make_mail()
        working.Mail.objects.filter(pk=self.failed.pk).update(next_try_at=None)
        same = [gap for gap in xray.gaps() if gap.role == self.world.gap.role]
        self.accepted = next(gap for gap in same if gap.identity != self.world.gap.identity)
        day = datetime.date(2027, 1, 1)
        accepting.accept(self.accepted, by=self.reviewer, reason="Asked.", review_on=day)
        self.touched = next(one for one in checks().touched if one.still_open)

    def parts(self):
        """What differs in the addresses from the examples of the world."""
        two = [makers.make_publication(self.officer, title=f"Alike {n}").key for n in "ab"]
        finding, key = {"key": self.finding.key}, {"key": self.world.action.key}
        return {
            "chase": {"pk": self.called.pk}, "call": {"pk": self.called.pk},
            "edit-meeting": {"pk": self.called.pk},
            "job": {"pk": self.job.pk},
            "check": {"pk": self.touched.change.pk},
            "remove-filter": {"pk": self.filter.pk},
            "message-try-again": {"pk": self.failed.pk},
            "take-back-gap": {"identity": self.accepted.identity},
            "evidence:remove-finding": finding,
            "evidence:confirm-finding": finding,
            "evidence:check-original": finding,
            "evidence:correct": {"key": self.correctable.key},
            "evidence:remove-population": {"key": self.count.key},
            "evidence:remove-publication": {"key": self.publication.key},
            "evidence:import": {"pk": self.file.pk},
            "evidence:count-file": {"pk": self.counts.pk},
            "evidence:undo-merge": {"pk": self.merge.pk},
            "evidence:keep-apart": {"first": two[0], "second": two[1]},
            "evidence:merge": {"kept": two[0], "merged": two[1]},
            "estimates:sign-audit": {"pk": self.audit.pk},
            "estimates:audit-line": {"pk": self.line.pk},
            "estimates:answer-query": {"pk": self.query.pk},
            "actions:claim": {"key": self.claimed.key},
            "actions:date": {"key": self.dated.key},
            "actions:plan": {"pk": self.plan.pk},
            "actions:confirm-report": key | {"pk": self.told.pk},
        }  # fmt: skip

    def strange(self):
        """Routes to what belongs to another record, and to what one made oneself."""
        others = makers.make_update(self.world.report, self.secretary, told_by="Otto")
        actions.UpdateFile(
            update=others, name="b.txt", kind="text/plain", content=b"b", fingerprint="1"
        ).save()
        remark = acting.object_to(others, account=self.world.accounts["another owner"], text="No.")
        claimed = makers.make_action(owner=self.world.accounts["another owner"])
        makers.make_update(claimed, self.reviewer, status="claimed-complete")
        own, other = makers.make_finding(by=self.reviewer), "of another action"
        return [
            ("actions:file", other, {"pk": others.pk}),
            ("actions:object", other, {"pk": others.pk}),
            ("actions:confirm-report", other, {"pk": others.pk}),
            ("actions:settle", other, {"pk": remark.pk}),
            ("report-object", other, {"pk": self.world.update.pk}),
            ("report-on", other, {"key": self.world.action.key}),
            ("report-not-mine", other, {"key": self.world.action.key}),
            ("report", "that is none of ours", {"token": "none"}),
            ("calendar", "that is none of ours", {"token": "none"}),
            ("pack", "of a draft", {"pk": self.called.pk}),
            ("actions:claim", "of one’s own", {"key": claimed.key}),
            ("evidence:confirm-finding", "of one’s own", {"key": own.key}),
            ("estimates:approve", "of one’s own", {"pk": self._own_version().pk}),
        ]

    def _own_version(self):
        """A draft of somebody who is a reviewer by now."""
        author = User.objects.get(pk=self.reviewer.pk)
        author.groups.add(self.officer.groups.get())
        other = estimates.EstimateTable.objects.get(number=2)
        why = {"kind": "correction", "reason": "A slip.", "severity": "slight"}
        made = estimating.draft_revision(other, by=User.objects.get(pk=author.pk), **why)
        author.groups.remove(self.officer.groups.get())
        return made

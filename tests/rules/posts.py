"""What is sent to each route that takes a post: valid fields that change what is stored."""

import inspect
import re
import sys

from actions import models as actions
from estimates import services as estimating
from evidence import models as evidence
from tests import makers
from tests.rules.matrix import Route
from tests.rules.prepared import Prepared
from tests.rules.routes import every_view

ABOUT = {"text": "It went to the district.", "reason": "It was asked for by the board."}
REPORT = {
    "once": "matrix", "rag": "green", "status": "in-progress", "rated": "green",
    "happened": "The second coffee morning was held.",
}  # fmt: skip
# Pages of the sign-in library that are closed here, or that ask for a second factor set up before.
EMPTY = (
    "account_signup account_email account_set_password account_confirm_login_code "
    "account_confirm_email mfa_authenticate mfa_reauthenticate mfa_deactivate_totp "
    "mfa_generate_recovery_codes socialaccount_signup socialaccount_connections "
    "/accounts/social/login/cancelled/ /accounts/social/login/error/ /accounts/social/signup/ "
    "/accounts/social/connections/ evidence:look-up chase estimates:approve account_logout "
    "message-release message-try-again take-back-gap remove-filter job "
    "account_reset_password_from_key actions:confirm-report evidence:count-file"
).split()
SET = "district:leicestershire"


def takes_a_post(view):
    """Whether a view, or a function beside it that it names, looks at what was sent."""
    kind = getattr(view, "view_class", None)
    if kind:
        return hasattr(kind, "post")
    first = inspect.unwrap(view)
    beside, seen, todo = vars(sys.modules[first.__module__]), set(), [first]
    while todo:
        one = todo.pop()
        source = inspect.getsource(one)
        if "POST" in source:
            return True
        seen.add(one)
        named = {beside.get(name) for name in re.findall(r"\b_\w+\b", source)}
        todo += [two for two in named - seen if inspect.isfunction(two)]
    return False


class Sent(Prepared):
    """What is posted, to records that were prepared for it."""

    def fields(self):
        """What is posted to each route."""
        return {name: {} for name in EMPTY} | {
            **self._of_accounts(),
            **self._of_the_register(),
            **self._of_the_cycle(),
            **self._of_actions(),
            **self._of_evidence(),
            **self._of_estimates(),
        }

    def _of_accounts(self):
        new = "another-long-password-2026"
        twice = {"password1": new, "password2": new}
        return {
            "account_login": {"login": "secretary@example.org", "password": makers.PASSWORD},
            "account_reauthenticate": {"password": makers.PASSWORD},
            "account_change_password": {"oldpassword": makers.PASSWORD, **twice},
            "account_reset_password": {"email": "secretary@example.org"},
            "mfa_activate_totp": {"code": "000000"},
            "invite": {
                "name": "Ivy Invited", "email": "ivy@example.org",
                "organisation": self._council().pk,
                "roles": [self.secretary.groups.get().pk],
            },
        }  # fmt: skip

    def _council(self):
        return actions.Organisation.objects.get(slug=makers.COUNCIL)

    def _of_the_register(self):
        kept = {"path": "/evidence/findings/", "query": ""}
        return {
            "save-filter": kept | {"name": "Mine too"},
            "choose-columns": kept | {"columns": ["place"]},
            "redact": {"field": "quotation", "words": "e", "reason": "A name."},
            "accept-gap": ABOUT | {"review_on": "2027-01-01"},
            "message-withdraw": ABOUT,
            "check": ABOUT | {"subjects": [self.touched.still_open[0].name]},
        }

    def _of_the_cycle(self):
        meeting = {"held_on": "2027-03-12", "publicity": "open", "purpose": "To report progress."}
        return {
            "add-meeting": meeting,
            "edit-meeting": meeting | {"held_on": "2027-01-21", "version": "1"},
            "call": {"once": "matrix", "return_by": "2027-01-12", "words": "Please."},
            "add-decision": {"once": "matrix", "kind": "noted", "text": "Noted."},
            "confirm-record": {"on": "2026-11-23", "version": "1"},
            "issue": {"once": "matrix", "reason": "A slip."},
        }

    def _of_actions(self):
        action, board = self.world.action, self.called.board
        successor = actions.Board.objects.exclude(pk=board.pk).filter(valid_to=None).first()
        first = actions.Recommendation.objects.current().first()
        grid = {
            f"{one.letter}-recommendation_version": one.version
            for one in actions.Recommendation.objects.current()
        }
        grid |= {
            f"{first.letter}-response": "accepted", f"{first.letter}-response_reason": "It is ours."
        }  # fmt: skip
        return {
            "my-reminders": {"choice": "none"},
            "report-reminders": {"choice": "none"},
            "actions:set-up": grid,
            "actions:change": {
                "ticked": action.pk, "seen": f"{action.pk}:{action.version}",
                "board": successor.pk, "note": "It moved.", "save": "1",
            },
            "actions:plans": {
                "organisation": self._council().pk, "told_on": "2026-11-20",
                "pasted": "Action\tLead\nHold a walk\tOlive\n",
            },
            "actions:plan": {"take": "1"},
            "actions:appoint": {
                "name": "Ada Appointed", "email": "ada@example.org", "title": "Lead for walks",
                "organisation": self._council().pk, "on": "2026-11-24",
            },
            "actions:leave": {"last_day": "2026-12-31"},
            "actions:end-organisation": {"on": "2026-11-24", "note": "An Order."},
            "actions:end-board": ABOUT | {"on": "2026-11-24", "successor": successor.pk},
            "actions:update": REPORT | {
                "told_by": "Olive", "told_how": "telephone", "told_on": "2026-11-20",
            },
            "report-on": REPORT | {"typed_name": "Otto Other"},
            "actions:date": ABOUT | {"due_on": "2027-01-31", "version": self.dated.version},
            "actions:claim": ABOUT | {"verdict": "verified"},
            **dict.fromkeys(
                ("actions:not-mine", "actions:object", "actions:settle", "report-object",
                 "report-not-mine"),
                ABOUT,
            ),
        }  # fmt: skip

    def _of_evidence(self):
        publication = evidence.Publication.objects.get(key="dcms-cls-2017-18")
        decide = {"act": "confirm"}
        graded = {"grade": "strong", "reason": "Large and random.", "confidence": "high"}
        grades = {"professional": "yes", "large": "yes", "method_clear": "yes",
                  "self_selecting": "no"}  # fmt: skip
        open_one = publication.appraisals.order_by("-pk").first()
        return {
            **dict.fromkeys((
                "evidence:remove-publication", "evidence:remove-finding",
                "evidence:remove-population", "evidence:keep-apart", "evidence:merge",
                "evidence:undo-merge",
            ), ABOUT),
            "evidence:imports": {"pasted": "title\tyear\nLonely in Rutland\t2012\n"},
            "evidence:import": {"take": "1"},
            "evidence:count-files": {
                "publication": publication.key, "unit": "people", "period": "2024",
                "pasted": "area\tgroup\tcount\nblaby\tmen\t5\n",
            },
            "evidence:confirm-finding": decide | {"version": self.finding.version},
            "evidence:confirm-appraisal": decide | {"version": self.appraisal.version},
            "evidence:check-original": {"outcome": "agrees", "place": "page 3"},
            "evidence:correct": {
                "supersede_reason": "Misread.", "percentage": "5.6",
                "quotation": "5.6% were lonely", "place": "page 3",
                "group": self.finding.group_id, "quoted_from": "source",
                "measure": self.finding.measure_id, "interval_state": "not-looked-for",
            },
            "evidence:standing": {
                "version": publication.version, "standing": "corrected",
                "standing_on": "2026-11-20", "standing_note": "It says so on its page.",
            },
            "evidence:appraise": graded | grades | {
                "save": "1", "publication_version": publication.version,
                "version": open_one.version if open_one else "",
                "commissioner_kind": "neutral-public-body", "sampling": "random",
                "commissioner": "DCMS",
            },
            "evidence:new-edition": self._edition(publication),
        }  # fmt: skip

    def _edition(self, old):
        measures = {one.measure_id for one in old.findings.percentages().in_force()}
        first = old.findings.percentages().in_force().first()
        return {
            "step": "save", "title": "Community Life Survey 2024/25", "year": "2025",
            "fieldwork": "2024", "url": "https://www.gov.uk/a", "period": "2024/25",
            "place": "Figure 2", "interval_state": "not-looked-for",
            f"row-{first.pk}-value": "6.6%", **{f"same_{pk}": "same" for pk in measures},
        }  # fmt: skip

    def _of_estimates(self):
        lines = self.table.lines.all()
        inputs = {f"finding-{line.position}": line.finding_id for line in lines}
        inputs |= {f"population-{line.position}": line.population_id for line in lines}
        found = estimating.plan_repetition(self.table, SET)
        overall = self.table.measure.findings.get(percentage="5.5", group__code="adults").key
        return {
            "estimates:new": {
                "step": "save", "title": "Adults at one rate", "measure": self.table.measure.code,
                "unit": "people", "total_rule": "exact-sum", "rows": "2",
                "population-1": "mid-2018-adults-16-plus", "finding-1": overall,
            },
            "estimates:quote": ABOUT,
            "estimates:draft": inputs | ABOUT | {
                "step": "save", "kind": "new-data", "rule": "exact-sum",
                "finding-1": self.newer.pk,
            },
            "estimates:answer": {"answer": "It may stand."},
            "estimates:answer-query": {"answer": "Page 3."},
            "estimates:repeat": {
                "areas": SET, "source": found.matching.source.key, "seen": found.seen,
            },
            "estimates:begin-audit": {"title": "Next year", "size": "2", "seed": "5"},
            "estimates:sign-audit": {"conclusion": "It holds.", "version": self.audit.version},
            "estimates:audit-line": {"verdict": "disagree", "note": "Page 4."},
            "estimates:renew": {"tables": ["1"], "reason": "The next survey is out."},
        }  # fmt: skip


def routes(world):
    """Every route of a world: its address, and what is posted where it takes a post.

    A route with words behind its name is asked for with what belongs to another record or is
    not for those to decide who decide on others.
    """
    sent = Sent(world)
    examples = world.examples() | sent.parts()
    fields = sent.fields()
    asked = {name: (name, {}) for name, _ in every_view()}
    asked |= {f"{name} {words}": (name, part) for name, words, part in sent.strange()}
    return {
        words: Route(world.address(name, {name: examples.get(name, {}) | part}), fields.get(name))
        for words, (name, part) in asked.items()
    }

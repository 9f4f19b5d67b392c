"""What the pages of the action tracker need, each in a constant number of queries."""

from actions.selectors.calls import Returns, returns, to_ask, unanswered
from actions.selectors.gathering import (
    action_states,
    actions_of_person,
    claimed_complete,
    due_of,
    owned_actions,
)
from actions.selectors.plans import register_of_plans, rows_of_actions
from actions.selectors.progress import (
    FIELDS_OF_EVERY_ACTION,
    Progress,
    RecommendationState,
    action_rests_on,
    groups_of,
    progress,
    rests_on,
)
from actions.selectors.reminders import boards_that_insist, reminded
from actions.selectors.states import ActionState
from actions.selectors.trends import Month, Trends, trends

__all__ = [
    "FIELDS_OF_EVERY_ACTION",
    "ActionState",
    "Month",
    "Progress",
    "RecommendationState",
    "Returns",
    "Trends",
    "action_rests_on",
    "action_states",
    "actions_of_person",
    "boards_that_insist",
    "claimed_complete",
    "due_of",
    "groups_of",
    "owned_actions",
    "progress",
    "register_of_plans",
    "reminded",
    "rests_on",
    "returns",
    "rows_of_actions",
    "to_ask",
    "trends",
    "unanswered",
]

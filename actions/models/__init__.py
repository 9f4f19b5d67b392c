"""What we are doing about it: recommendations, actions, who owns them and how they go."""

from actions.models.actions import Action, ActionGroup, ActionRecommendation, ActionTable
from actions.models.answers import Closure, Remark
from actions.models.dates import DueDateChange, Milestone, MilestoneReport
from actions.models.meetings import Call, CallAsked, Decision, Meeting
from actions.models.papers import Pack, PackAction, PackRevision
from actions.models.people import Board, Holding, Organisation, Person, Post
from actions.models.plans import Plan, PlanColumns, PlanRow
from actions.models.rechecks import ActionRecheck, RecommendationRecheck
from actions.models.recommendations import (
    Recommendation,
    RecommendationBoard,
    RecommendationGroup,
)
from actions.models.reminders import Reminder
from actions.models.services import PolicyItem, Service, ServiceGroup, ServiceProvider
from actions.models.updates import ProgressUpdate, UpdateDraft, UpdateFile

__all__ = [
    "Action",
    "ActionGroup",
    "ActionRecheck",
    "ActionRecommendation",
    "ActionTable",
    "Board",
    "Call",
    "CallAsked",
    "Closure",
    "Decision",
    "DueDateChange",
    "Holding",
    "Meeting",
    "Milestone",
    "MilestoneReport",
    "Organisation",
    "Pack",
    "PackAction",
    "PackRevision",
    "Person",
    "Plan",
    "PlanColumns",
    "PlanRow",
    "PolicyItem",
    "Post",
    "ProgressUpdate",
    "Recommendation",
    "RecommendationBoard",
    "RecommendationGroup",
    "RecommendationRecheck",
    "Remark",
    "Reminder",
    "Service",
    "ServiceGroup",
    "ServiceProvider",
    "UpdateDraft",
    "UpdateFile",
]

"""What we are doing about it: recommendations, actions, who owns them and how they go."""

from actions.models.actions import Action, ActionRecommendation, ActionTable
from actions.models.people import Board, Holding, Organisation, Person, Post
from actions.models.rechecks import ActionRecheck, RecommendationRecheck
from actions.models.recommendations import (
    Recommendation,
    RecommendationBoard,
    RecommendationGroup,
)
from actions.models.services import PolicyItem, Service, ServiceGroup, ServiceProvider
from actions.models.updates import ProgressUpdate

__all__ = [
    "Action",
    "ActionRecheck",
    "ActionRecommendation",
    "ActionTable",
    "Board",
    "Holding",
    "Organisation",
    "Person",
    "PolicyItem",
    "Post",
    "ProgressUpdate",
    "Recommendation",
    "RecommendationBoard",
    "RecommendationGroup",
    "RecommendationRecheck",
    "Service",
    "ServiceGroup",
    "ServiceProvider",
]

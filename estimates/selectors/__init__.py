"""What the pages of the estimates need, each in a constant number of queries."""

from estimates.selectors.answers import answer, answers, answers_for, other_figures
from estimates.selectors.shares import Share, share_of
from estimates.selectors.table_answer import LineAnswer, OtherFigure, TableAnswer, evidence_under
from estimates.selectors.versions import VersionPage, lines_of, version

__all__ = [
    "LineAnswer",
    "OtherFigure",
    "Share",
    "TableAnswer",
    "VersionPage",
    "answer",
    "answers",
    "answers_for",
    "evidence_under",
    "lines_of",
    "other_figures",
    "share_of",
    "version",
]

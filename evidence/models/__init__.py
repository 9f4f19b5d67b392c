"""What others measured: publications, their appraisals, findings and population counts."""

from evidence.models.appraisals import Appraisal
from evidence.models.changes import EvidenceChange, FindingRecheck, Recheck, SourceCheck
from evidence.models.chapter import Chapter, Citation, Figure, FigurePoint, GlossaryTerm
from evidence.models.counts import CountFile, CountRow
from evidence.models.duplicates import DuplicateDecision, Merge
from evidence.models.findings import Finding
from evidence.models.imports import Import, ImportRecord
from evidence.models.links import FindingCitation, FindingComparison
from evidence.models.people import Area, GroupParent, Measure, PopulationGroup
from evidence.models.populations import PopulationCount
from evidence.models.publications import Publication

__all__ = [
    "Appraisal",
    "Area",
    "Chapter",
    "Citation",
    "CountFile",
    "CountRow",
    "DuplicateDecision",
    "EvidenceChange",
    "Figure",
    "FigurePoint",
    "Finding",
    "FindingCitation",
    "FindingComparison",
    "FindingRecheck",
    "GlossaryTerm",
    "GroupParent",
    "Import",
    "ImportRecord",
    "Measure",
    "Merge",
    "PopulationCount",
    "PopulationGroup",
    "Publication",
    "Recheck",
    "SourceCheck",
]

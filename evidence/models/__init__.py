"""What others measured: publications, their appraisals, findings and population counts."""

from evidence.models.chapter import Chapter, Citation, Figure, FigurePoint, GlossaryTerm
from evidence.models.findings import Finding
from evidence.models.links import FindingCitation, FindingComparison
from evidence.models.people import Area, GroupParent, Measure, PopulationGroup
from evidence.models.populations import PopulationCount
from evidence.models.publications import Appraisal, Publication

__all__ = [
    "Appraisal",
    "Area",
    "Chapter",
    "Citation",
    "Figure",
    "FigurePoint",
    "Finding",
    "FindingCitation",
    "FindingComparison",
    "GlossaryTerm",
    "GroupParent",
    "Measure",
    "PopulationCount",
    "PopulationGroup",
    "Publication",
]

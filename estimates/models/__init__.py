"""What we worked out: the tables, their lines, and the versions that hold the results."""

from estimates.models.audits import Audit, AuditAnswer, AuditLine, AuditMark
from estimates.models.caveats import Caveat
from estimates.models.rechecks import TableRecheck
from estimates.models.tables import EstimateLine, EstimateTable
from estimates.models.verifying import Verification
from estimates.models.versions import Revision, RevisionLine

__all__ = [
    "Audit",
    "AuditAnswer",
    "AuditLine",
    "AuditMark",
    "Caveat",
    "EstimateLine",
    "EstimateTable",
    "Revision",
    "RevisionLine",
    "TableRecheck",
    "Verification",
]

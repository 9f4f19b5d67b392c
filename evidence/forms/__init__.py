"""Forms of the evidence register."""

from evidence.forms.deciding import (
    QUOTED,
    AppraisalForm,
    CorrectionForm,
    DecisionForm,
    PrintedField,
    PublicationCriteriaForm,
    RemovalForm,
    SourceCheckForm,
    StandingForm,
    decision_form,
)
from evidence.forms.editions import EditionForm, FigureForm, Grid, PlacesForm

__all__ = [
    "QUOTED",
    "AppraisalForm",
    "CorrectionForm",
    "DecisionForm",
    "EditionForm",
    "FigureForm",
    "Grid",
    "PlacesForm",
    "PrintedField",
    "PublicationCriteriaForm",
    "RemovalForm",
    "SourceCheckForm",
    "StandingForm",
    "decision_form",
]

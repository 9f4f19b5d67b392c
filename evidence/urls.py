"""Addresses of the evidence register."""

from django.urls import path

from evidence.views import lists, records

app_name = "evidence"
urlpatterns = [
    path("publications/", lists.PublicationList.as_view(), name="publications"),
    path("publications/<slug:key>/", records.publication, name="publication"),
    path("findings/", lists.FindingList.as_view(), name="findings"),
    path("findings/<slug:key>/", records.finding, name="finding"),
    path("findings/<slug:key>/confirm/", records.confirm_finding, name="confirm-finding"),
    path("appraisals/<int:pk>/confirm/", records.confirm_appraisal, name="confirm-appraisal"),
    path("populations/", lists.PopulationList.as_view(), name="populations"),
    path("populations/<slug:key>/", records.population, name="population"),
    path("citations/", lists.CitationList.as_view(), name="citations"),
    path("figures/", records.figures, name="figures"),
    path("glossary/", lists.GlossaryList.as_view(), name="glossary"),
]

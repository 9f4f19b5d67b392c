"""Addresses of the evidence register."""

from django.urls import path

from evidence import views

app_name = "evidence"
urlpatterns = [
    path("publications/", views.PublicationList.as_view(), name="publications"),
    path("publications/<slug:key>/", views.publication, name="publication"),
    path("findings/", views.FindingList.as_view(), name="findings"),
    path("findings/<slug:key>/", views.finding, name="finding"),
    path("findings/<slug:key>/confirm/", views.confirm_finding, name="confirm-finding"),
    path("appraisals/<int:pk>/confirm/", views.confirm_appraisal, name="confirm-appraisal"),
    path("populations/", views.PopulationList.as_view(), name="populations"),
    path("populations/<slug:key>/", views.population, name="population"),
    path("citations/", views.CitationList.as_view(), name="citations"),
    path("figures/", views.figures, name="figures"),
    path("glossary/", views.GlossaryList.as_view(), name="glossary"),
]

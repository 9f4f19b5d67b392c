"""Addresses of the evidence register."""

from django.urls import path

from evidence.models import Finding, PopulationCount, Publication
from evidence.views import (
    appraising,
    counts,
    duplicates,
    editions,
    exchange,
    importing,
    lists,
    map,
    records,
    removing,
    standing,
    waiting,
)

app_name = "evidence"
urlpatterns = [
    path("publications/", lists.PublicationList.as_view(), name="publications"),
    path("publications/<slug:key>/", records.publication, name="publication"),
    path(
        "publications/<slug:key>/remove/",
        removing.remove,
        {"model": Publication, "then": "evidence:publications"},
        name="remove-publication",
    ),
    path("publications/<slug:key>/appraise/", appraising.appraise, name="appraise"),
    path("publications/<slug:key>/standing/", standing.standing, name="standing"),
    path("publications/<slug:key>/new-edition/", editions.new_edition, name="new-edition"),
    path("findings/", lists.FindingList.as_view(), name="findings"),
    path("findings/<slug:key>/", records.finding, name="finding"),
    path(
        "findings/<slug:key>/remove/",
        removing.remove,
        {"model": Finding, "then": "evidence:findings"},
        name="remove-finding",
    ),
    path("findings/<slug:key>/confirm/", waiting.decide_finding, name="confirm-finding"),
    path("findings/<slug:key>/correct/", appraising.correct, name="correct"),
    path("findings/<slug:key>/check/", appraising.check_original, name="check-original"),
    path("appraisals/<int:pk>/confirm/", waiting.decide_appraisal, name="confirm-appraisal"),
    path("map/", map.evidence_map_page, name="map"),
    path("publications/<slug:key>/export.<slug:kind>", exchange.one, name="export"),
    path("publications/<slug:key>/look-up/", importing.look_up, name="look-up"),
    path("import/", importing.new_import, name="imports"),
    path("import/<int:pk>/", importing.one_import, name="import"),
    path("queue/", waiting.queue, name="queue"),
    path("duplicates/", duplicates.pairs, name="duplicates"),
    path("duplicates/<slug:first>/<slug:second>/", duplicates.keep_apart, name="keep-apart"),
    path("merge/<slug:kept>/<slug:merged>/", duplicates.merge, name="merge"),
    path("merges/<int:pk>/undo/", duplicates.undo, name="undo-merge"),
    path("populations/", lists.PopulationList.as_view(), name="populations"),
    path("populations/import/", counts.new_file, name="count-files"),
    path("populations/import/<int:pk>/", counts.one_file, name="count-file"),
    path("populations/<slug:key>/", records.population, name="population"),
    path(
        "populations/<slug:key>/remove/",
        removing.remove,
        {"model": PopulationCount, "then": "evidence:populations"},
        name="remove-population",
    ),
    path("citations/", lists.CitationList.as_view(), name="citations"),
    path("figures/", records.figures, name="figures"),
    path("figures/<int:number>/chart.<str:kind>", records.figure_file, name="figure-file"),
    path("glossary/", lists.GlossaryList.as_view(), name="glossary"),
]

"""Addresses of the estimates."""

from django.urls import path

from estimates.views import areas, audits, building, files, looking, tables, versions

app_name = "estimates"
urlpatterns = [
    path("", tables.tables, name="tables"),
    path("new/", building.new, name="new"),
    path("table-<int:number>/", tables.table, name="table"),
    path("table-<int:number>/where-from/", tables.where_from, name="where-from"),
    path("table-<int:number>/table.csv", files.table_csv, name="table-csv"),
    path("table-<int:number>/audit.xlsx", files.table_workbook, name="workbook"),
    path("table-<int:number>/provenance.json", files.table_provenance, name="provenance"),
    path("table-<int:number>/chart.<str:kind>", files.table_chart, name="chart"),
    path("table-<int:number>/quote/", tables.quote, name="quote"),
    path("table-<int:number>/checklist/", looking.table_checklist, name="checklist"),
    path("table-<int:number>/what-if/", looking.what_if, name="what-if"),
    path("table-<int:number>/draft/", versions.draft, name="draft"),
    path("table-<int:number>/versions/<int:version>/", versions.version, name="version"),
    path("table-<int:number>/compare/", versions.side_by_side, name="compare"),
    path("table-<int:number>/answer/<slug:rule>/", versions.answer, name="answer"),
    path("table-<int:number>/areas/", areas.areas, name="areas"),
    path("table-<int:number>/repeat/", areas.repeat, name="repeat"),
    path("versions/<int:pk>/approve/", versions.approve, name="approve"),
    path("audits/", audits.audits, name="audits"),
    path("audits/new/", audits.begin, name="begin-audit"),
    path("audits/<int:pk>/", audits.audit, name="audit"),
    path("audits/<int:pk>/sign/", audits.sign, name="sign-audit"),
    path("audits/lines/<int:pk>/", audits.mark, name="audit-line"),
    path("audits/queries/<int:pk>/", audits.answer, name="answer-query"),
    path("renew/", versions.renew, name="renew"),
]

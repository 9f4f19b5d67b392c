"""Addresses of the action tracker."""

from django.urls import path

from actions.views import changing, lists, owners, plans, records, reporting

app_name = "actions"
urlpatterns = [
    path("", lists.ActionList.as_view(), name="actions"),
    path("set-up/", owners.set_up, name="set-up"),
    path("change/", changing.change, name="change"),
    path("import/", plans.new_plan, name="plans"),
    path("import/template.xlsx", plans.template, name="plan-template"),
    path("import/<int:pk>/", plans.one_plan, name="plan"),
    path("export.xlsx", plans.export, {"kind": "xlsx"}, name="export-excel"),
    path("export.csv", plans.export, {"kind": "csv"}, name="export-csv"),
    path("owners/", owners.owners, name="owners"),
    path("owners/appoint/", owners.appoint, name="appoint"),
    path("owners/<int:pk>/leaving/", owners.leave, name="leave"),
    path("organisations/<slug:slug>/end/", owners.end_organisation, name="end-organisation"),
    path("boards/<slug:slug>/end/", owners.end_board, name="end-board"),
    path("services/", lists.ServiceList.as_view(), name="services"),
    path("policy/", lists.PolicyList.as_view(), name="policy"),
    path("recommendations/<slug:letter>/", lists.recommendation, name="recommendation"),
    path("<slug:key>/", records.action, name="action"),
    path("<slug:key>/update/", reporting.update, name="update"),
    path("<slug:key>/date/", records.date, name="date"),
    path("<slug:key>/claim/", records.claim, name="claim"),
    path("<slug:key>/not-mine/", records.not_mine, name="not-mine"),
    path("<slug:key>/files/<int:pk>/", records.evidence_file, name="file"),
    path("<slug:key>/updates/<int:pk>/confirm/", records.confirm_report, name="confirm-report"),
    path("<slug:key>/updates/<int:pk>/object/", records.objection, name="object"),
    path("<slug:key>/remarks/<int:pk>/settle/", records.settle, name="settle"),
]

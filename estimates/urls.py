"""Addresses of the estimates."""

from django.urls import path

from estimates.views import tables

app_name = "estimates"
urlpatterns = [
    path("", tables.tables, name="tables"),
    path("table-<int:number>/", tables.table, name="table"),
    path("table-<int:number>/where-from/", tables.where_from, name="where-from"),
    path("table-<int:number>/table.csv", tables.table_csv, name="table-csv"),
    path("table-<int:number>/draft/", tables.draft, name="draft"),
    path("versions/<int:pk>/approve/", tables.approve, name="approve"),
]

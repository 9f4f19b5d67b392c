"""Addresses of the estimates."""

from django.urls import path

from estimates import views

app_name = "estimates"
urlpatterns = [
    path("", views.tables, name="tables"),
    path("table-<int:number>/", views.table, name="table"),
    path("table-<int:number>/where-from/", views.where_from, name="where-from"),
    path("table-<int:number>/table.csv", views.table_csv, name="table-csv"),
    path("table-<int:number>/draft/", views.draft, name="draft"),
    path("versions/<int:pk>/approve/", views.approve, name="approve"),
]

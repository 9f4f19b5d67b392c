"""Addresses of the action tracker."""

from django.urls import path

from actions import views

app_name = "actions"
urlpatterns = [
    path("", views.ActionList.as_view(), name="actions"),
    path("set-up/", views.set_up, name="set-up"),
    path("owners/appoint/", views.appoint, name="appoint"),
    path("services/", views.ServiceList.as_view(), name="services"),
    path("policy/", views.PolicyList.as_view(), name="policy"),
    path("recommendations/<slug:letter>/", views.recommendation, name="recommendation"),
    path("<slug:key>/", views.action, name="action"),
    path("<slug:key>/update/", views.update, name="update"),
]

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "loneliness.ui"
    label = "ui"

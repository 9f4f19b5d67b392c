from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "loneliness.records"
    label = "records"

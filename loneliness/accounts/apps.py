from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "loneliness.accounts"
    label = "accounts"

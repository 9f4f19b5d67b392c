from django.apps import AppConfig


class RegisterConfig(AppConfig):
    name = "loneliness.register"
    label = "register"

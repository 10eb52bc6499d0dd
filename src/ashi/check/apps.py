from django.apps import AppConfig


class CheckConfig(AppConfig):
    name = "ashi.check"
    label = "check"

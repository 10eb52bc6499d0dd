from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "ashi.web"
    label = "web"

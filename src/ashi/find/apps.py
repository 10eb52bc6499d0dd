from django.apps import AppConfig


class FindConfig(AppConfig):
    name = "ashi.find"
    label = "find"

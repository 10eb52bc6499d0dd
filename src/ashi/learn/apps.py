from django.apps import AppConfig


class LearnConfig(AppConfig):
    name = "ashi.learn"
    label = "learn"

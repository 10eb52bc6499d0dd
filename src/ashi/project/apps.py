from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "ashi.project"
    label = "project"

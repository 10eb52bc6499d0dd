from django.apps import AppConfig


class ClinicConfig(AppConfig):
    name = "ashi.clinic"
    label = "clinic"

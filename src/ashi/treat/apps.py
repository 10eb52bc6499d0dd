from django.apps import AppConfig


class TreatConfig(AppConfig):
    name = "ashi.treat"
    label = "treat"

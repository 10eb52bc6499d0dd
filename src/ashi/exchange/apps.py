from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "ashi.exchange"
    label = "exchange"

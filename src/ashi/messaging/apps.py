from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "ashi.messaging"
    label = "messaging"

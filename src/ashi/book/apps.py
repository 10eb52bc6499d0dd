from django.apps import AppConfig


class BookConfig(AppConfig):
    name = "ashi.book"
    label = "book"

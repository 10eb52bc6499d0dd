from typing import Any

from django.apps import AppConfig, apps
from django.core.management import call_command
from django.db.models.signals import post_migrate


class ClinicConfig(AppConfig):
    name = "ashi.clinic"
    label = "clinic"

    def ready(self) -> None:
        # Django sends this only for apps with tables.
        records = apps.get_app_config("records")
        post_migrate.connect(make_cache_table, sender=records, dispatch_uid="ashi-cache-table")


def make_cache_table(using: str, **_: Any) -> None:
    """The table that tries to sign in are counted in comes with the others, not by a command of its own."""
    call_command("createcachetable", database=using, verbosity=0)

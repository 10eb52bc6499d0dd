from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RecordsConfig(AppConfig):
    name = "ashi.records"
    label = "records"

    def ready(self) -> None:
        from ashi.records.guards import install_after_migrate

        post_migrate.connect(install_after_migrate, sender=self, dispatch_uid="ashi-guards")

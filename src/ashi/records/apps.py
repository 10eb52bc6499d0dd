from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class RecordsConfig(AppConfig):
    name = "ashi.records"
    label = "records"

    def ready(self) -> None:
        from ashi.records.guards import install_after_migrate, remove_before_migrate

        pre_migrate.connect(remove_before_migrate, sender=self, dispatch_uid="ashi-guards")
        post_migrate.connect(install_after_migrate, sender=self, dispatch_uid="ashi-guards")
        post_migrate.connect(_keep_consent_texts, sender=self, dispatch_uid="ashi-consent-texts")


def _keep_consent_texts(using: str, **_: Any) -> None:
    from ashi.records.consent_texts import keep  # a worker that only serves never reads the words' files

    keep(using)

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save


class WebConfig(AppConfig):
    name = "ashi.web"
    label = "web"

    def ready(self) -> None:
        from ashi.records.models import Location, OpeningHours, Organization, Practitioner, Qualification
        from ashi.web.clinic import forget

        for model in (Organization, Location, OpeningHours, Practitioner, Qualification):
            post_save.connect(forget, sender=model, dispatch_uid=f"clinic-facts-{model.__name__}")
            post_delete.connect(forget, sender=model, dispatch_uid=f"clinic-facts-{model.__name__}")

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class WikiConfig(AppConfig):
    name = "wiki"

    def ready(self) -> None:
        from . import receivers

        post_migrate.connect(receivers.stand_ready, sender=self)

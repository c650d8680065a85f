from django.apps import AppConfig


class WritingConfig(AppConfig):
    name = "intranet.writing"

    def ready(self) -> None:
        from . import receivers  # noqa: F401

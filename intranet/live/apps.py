from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "intranet.live"
    label = "live"

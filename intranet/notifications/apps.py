from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "intranet.notifications"
    label = "notifications"

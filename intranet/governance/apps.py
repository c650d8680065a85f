from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "intranet.governance"

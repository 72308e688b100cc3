"""Loads the law: every app's ``rules`` module registers its kinds when Django starts."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class LogConfig(AppConfig):
    name = "entredon.log"
    label = "log"

    def ready(self) -> None:
        autodiscover_modules("rules")

"""What Django does once when it has loaded this app."""

from django.apps import AppConfig, apps


class PeopleConfig(AppConfig):
    name = "entredon.apps.people"

    def ready(self) -> None:
        # A replay knows no accounts.
        if apps.is_installed("allauth.account"):
            from entredon.apps.people import account_limits, account_resets, account_second

            account_limits.install()
            account_resets.install()
            account_second.install()

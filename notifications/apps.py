from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self) -> None:
        from notifications import queries, signing_in  # noqa: F401  (one's own topic; sign-ins)
        from notifications.actions import (
            departing,  # noqa: F401  (listens for closed accounts)
            settings,  # noqa: F401  (and for another time zone)
        )

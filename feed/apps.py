from django.apps import AppConfig


class FeedConfig(AppConfig):
    name = "feed"

    def ready(self) -> None:
        from feed import acquaintance, telling  # noqa: F401  (who follows each other; words)
        from feed.actions import parting  # noqa: F401  (listens for blocks)

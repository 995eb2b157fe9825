from django.apps import AppConfig


class FeedConfig(AppConfig):
    name = "feed"

    def ready(self) -> None:
        from feed import acquaintance, telling, topics  # noqa: F401  (bonds; words; kinds of topics)
        from feed.actions import departing, parting  # noqa: F401  (closed accounts; blocks)

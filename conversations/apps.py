from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "conversations"

    def ready(self) -> None:
        from conversations import missing, topics  # noqa: F401  (words; a kind of topic)
        from conversations.actions import (  # noqa: F401  (listen for blocks and closed accounts)
            departing,
            opening,
            signals,
        )

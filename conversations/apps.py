from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "conversations"

    def ready(self) -> None:
        from conversations import missing  # noqa: F401  (words of missed messages)
        from conversations.actions import opening, signals  # noqa: F401  (they listen for blocks)

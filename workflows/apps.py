from django.apps import AppConfig


class WorkflowsConfig(AppConfig):
    name = "workflows"

    def ready(self) -> None:
        from workflows import (  # noqa: F401  (bonds; words; what is over)
            acquaintance,
            notice_words,
            rechecks,
            sentences,
        )
        from workflows.actions import parting  # noqa: F401  (listens for blocks)

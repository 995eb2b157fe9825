from django.apps import AppConfig


class WorkflowsConfig(AppConfig):
    name = "workflows"

    def ready(self) -> None:
        from workflows import (  # noqa: F401  (bonds; words; what is over; kinds of topics)
            acquaintance,
            current,
            notice_words,
            rechecks,
            sentences,
            topics,
        )
        from workflows.actions import departing, parting  # noqa: F401  (closed accounts; blocks)

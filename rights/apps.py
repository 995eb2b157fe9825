from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "rights"

    def ready(self) -> None:
        from rights import (
            tasks,  # noqa: F401  (what the worker does)
            words,  # noqa: F401  (what people are told)
        )

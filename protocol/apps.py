from django.apps import AppConfig


class ProtocolConfig(AppConfig):
    name = "protocol"

    def ready(self) -> None:
        from protocol import out_of_reach  # noqa: F401  (reads every connection's timestamps)

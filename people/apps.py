from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self) -> None:
        from people import signals, stricter, topics  # noqa: F401  (sign-ins; one's own topic)
        from people.actions import confirming  # noqa: F401  (guards every action)

        stricter.install()

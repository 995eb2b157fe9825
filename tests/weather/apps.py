from django.apps import AppConfig


class WeatherConfig(AppConfig):
    name = "tests.weather"

    def ready(self) -> None:
        from tests.weather import topics  # noqa: F401  (a kind of topic)

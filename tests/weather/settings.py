"""The settings of the tests, with the made-up room."""

from tests.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "tests.weather"]  # noqa: F405

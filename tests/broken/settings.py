"""The settings of the tests, with writes and closes that fail."""

from tests.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "tests.broken"]  # noqa: F405

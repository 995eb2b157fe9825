"""Loads the product once, for all workers that are forked from here."""

import django

django.setup()

from tests.races import acts  # noqa: E402, F401

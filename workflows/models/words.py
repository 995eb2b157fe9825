"""What the tables of this room share."""

from django.conf import settings

User = settings.AUTH_USER_MODEL


def choices(*values: str) -> list[tuple[str, str]]:
    return [(value, value) for value in values]

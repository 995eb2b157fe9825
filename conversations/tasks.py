"""Work for the worker: each job can be run twice without harm."""

from uuid import UUID

from core.jobs import job


@job("images")
def make_safe(image: str) -> None:
    from conversations.actions import images

    images.make_safe(UUID(image))

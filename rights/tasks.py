"""Work for the worker: archives, which may take long, in a queue of their own."""

from uuid import UUID

from core.jobs import job


@job("archives")
def make_archive(export: str) -> None:
    from rights.actions import exporting

    exporting.fill(UUID(export))

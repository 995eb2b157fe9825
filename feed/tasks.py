"""Work for the worker: each job can be run twice without harm."""

from core.jobs import job


@job("calls")
def ring_bells(post: int) -> None:
    from feed.actions.bells import tell_chunk

    after: int | None = 0
    while after is not None:
        after = tell_chunk(post, after)

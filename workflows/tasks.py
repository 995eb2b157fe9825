"""Work for the worker: each job can be run twice without harm."""

from protocol.jobs import job


@job("calls")
def tell_matching(call: int) -> None:
    from workflows.actions.fanout import tell_chunk

    after: int | None = 0
    while after is not None:
        after = tell_chunk(call, after)


@job("calls")
def tell_moved(call: int) -> None:
    """Its session has another time: whom it suits now, and whom it does not suit any more."""
    from workflows.actions.fanout import tell_chunk

    after: int | None = 0
    while after is not None:
        after = tell_chunk(call, after, moved=True)


@job("calls")
def end_conflicts(booking: int) -> None:
    from workflows.actions.conflicts import end_conflict, overlapping

    for application in overlapping(booking):
        end_conflict(application)


@job("calls")
def end_clashes(call: int) -> None:
    from workflows.actions.conflicts import clashing, end_conflict

    for application in clashing(call):
        end_conflict(application)

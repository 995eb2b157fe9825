"""Work for the worker: each job can be run twice without harm."""

from core.jobs import job


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
def restate(session: int) -> None:
    """What lists of notifications say of an evening, its calls, offers and bookings."""
    from notifications.actions.restating import restate
    from workflows.queries.abouts import of_session

    abouts = of_session(session)
    after: int | None = 0
    while after is not None:
        after = restate(abouts, after)


@job("calls")
def end_conflicts(booking: int) -> None:
    from workflows.actions.conflicts import end_conflict, overlapping

    for application in overlapping(booking):
        end_conflict(application)


@job("calls")
def end_hosting(session: int) -> None:
    """Its host, who also models, is not free at that time any more."""
    from workflows.actions.conflicts import end_conflict, hosting

    for application in hosting(session):
        end_conflict(application)


@job("calls")
def end_clashes(call: int) -> None:
    from workflows.actions.conflicts import clashing, end_conflict

    for application in clashing(call):
        end_conflict(application)

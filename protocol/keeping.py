"""How many days each kind of row is kept; each can be set by `CALLBOARD_KEEP_<NAME>`.

Which tables these are for, and what is kept as long as an account, is in `rights/keeping.py`.
"""

from collections.abc import Mapping
from typing import Annotated

import msgspec

from protocol import limits

Days = Annotated[float, msgspec.Meta(gt=0)]


class Keep(msgspec.Struct, frozen=True, kw_only=True):
    #: Accounts whose address was never confirmed.
    unconfirmed: Days = 14
    #: Accounts whose people have asked to be erased: closed, and theirs until then.
    leaving: Days = 14
    #: Archives of everything that is somebody's own.
    exports: Days = 7
    #: Keys of commands: an older command is refused, so that it is never carried out twice.
    keys: Days = 30
    notifications: Days = 180
    #: Decisions to tell somebody, after they ended.
    deliveries: Days = 90
    #: Sign-ins and tokens after they ended, with the name of their browser.
    sign_ins: Days = 90
    account_changes: Days = 365
    #: Handles that were given up: nobody else may take them meanwhile.
    handles: Days = 180
    #: Pictures that were added and never sent.
    unsent_images: Days = 1
    #: The audit trail of calls, offers and bookings.
    trail: Days = 1095
    #: After they were closed, with their evidence.
    reports: Days = 365
    #: After they ended.
    sanctions: Days = 1095
    #: The database keeps them for 30 days whatever this says.
    staff_acts: Annotated[float, msgspec.Meta(ge=30)] = 1095
    #: Jobs of the worker that are done, and those that failed for good.
    jobs: Days = 7
    failed_jobs: Days = 90


def load(environment: Mapping[str, str]) -> Keep:
    return limits.read(Keep, "CALLBOARD_KEEP_", environment, "time to keep")

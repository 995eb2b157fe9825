"""What people may ask of the installation about what is theirs."""

from protocol.wire import Instant, Keyed, Result, Verb
from rights.events import Archive


class MakeArchive(Keyed, frozen=True):
    """Have everything that is mine put into one file; I am told when it is there.

    At a browser in which the password was entered again lately. One a day; a new one takes the
    place of the last.
    """

    verb = "account.export"
    reaches = "nobody"


class Archiving(Result, frozen=True):
    """The worker has begun."""

    archive: Archive


class DeleteAccount(Verb, frozen=True):
    """Leave: my account is closed at once, and erased at `erase_at`.

    At a browser in which the password was entered again lately. What I have going ends, and nobody
    sees me any more. Until `erase_at` I can sign in to keep the account.
    """

    verb = "account.delete"
    reaches = "undo"


class Leaving(Result, frozen=True):
    """When everything is erased."""

    erase_at: Instant

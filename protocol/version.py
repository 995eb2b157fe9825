"""What this server is: clients of self-hosted installations meet old and new ones."""

from protocol.wire import Object

VERSION = "0.1.0"
#: Grows by one with each change that a client may want to know of; CHANGELOG.md says which.
FEATURE_LEVEL = 1


class Server(Object, frozen=True):
    """`version` is that of the software. `feature_level` grows with each change of the protocol;
    the changelog says what came when.
    """

    version: str
    feature_level: int


HERE = Server(version=VERSION, feature_level=FEATURE_LEVEL)

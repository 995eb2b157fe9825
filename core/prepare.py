"""Before the threads begin: msgspec reads every type once.

It shows a type to other threads while it is still reading it, so that two who decode one for
the first time at the same moment crash the process (seen with 0.22).
"""

import contextlib
from collections.abc import Iterator

import msgspec


def prepare(*packages: str) -> None:
    """Read all Structs of these packages that are loaded by now."""
    for struct in _below(msgspec.Struct):
        if struct.__module__.partition(".")[0] in packages:
            with contextlib.suppress(TypeError):  # it is only ever encoded
                msgspec.json.Decoder(struct)


def _below(struct: type[msgspec.Struct]) -> Iterator[type[msgspec.Struct]]:
    for each in struct.__subclasses__():
        yield each
        yield from _below(each)

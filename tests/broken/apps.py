"""A web process in which the way past the server does not work as it should."""

from typing import Any

from django.apps import AppConfig

#: A write with this in it raises.
WORDS = b"break the write"
#: How a socket is closed -> what happens instead.
RAISES, RAISES_TWICE, DOES_NOTHING = 4400, 4413, 4407


class BrokenConfig(AppConfig):
    name = "tests.broken"

    def ready(self) -> None:
        from consumers import connection, direct_writes

        connection.GONE_WITHIN = 0.5
        direct, close, abort = direct_writes.direct, direct_writes.close, direct_writes.abort
        hopeless: list[object] = []

        def broken_direct(send: direct_writes.Send) -> direct_writes.Write | None:
            write = direct(send)
            assert write is not None

            def broken(data: bytes) -> bool:
                if WORDS in data:
                    raise RuntimeError("the transport is in a strange state")
                return write(data)

            return broken

        def broken_close(send: direct_writes.Send, code: int) -> bool:
            if code == RAISES_TWICE:
                hopeless.append(send)
            if code in (RAISES, RAISES_TWICE):
                raise AttributeError("sendCloseFrame")
            return code == DOES_NOTHING or close(send, code)

        def broken_abort(send: direct_writes.Send) -> bool:
            return send not in hopeless and abort(send)

        patched: Any = direct_writes
        patched.direct, patched.close, patched.abort = broken_direct, broken_close, broken_abort

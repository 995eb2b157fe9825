"""fakeredis behind a Unix socket, for machines without a Redis program. Not for production."""

import itertools
import os
import socket
import sys
from typing import Any

from fakeredis import TcpFakeServer


class UnixFakeServer(TcpFakeServer):  # type: ignore[misc, unused-ignore]
    """fakeredis tells its clients apart by their address, and on a Unix socket they have none."""

    address_family = socket.AF_UNIX
    numbers = itertools.count(1)

    def get_request(self) -> tuple[Any, Any]:
        connection, _ = super().get_request()
        return connection, (f"client {next(self.numbers)}", 0)


if __name__ == "__main__":
    os.umask(0o077)
    UnixFakeServer(sys.argv[1]).serve_forever()  # type: ignore[arg-type, unused-ignore]

"""The `web` process: a small parent that starts the ASGI server and drains it before it ends.

Daphne drops its sockets on SIGTERM without a word (and so would a deploy). So SIGTERM reaches
only this parent, which asks the server to say goodbye first; SIGINT ends at once.
"""

import os
import signal
import sys
import threading
from importlib import import_module

from django.core.exceptions import ImproperlyConfigured

from protocol import limits
from server.serving import child

LIMITS = limits.load(os.environ)
#: The server hands frames up to here to us, so that we can answer 4413 ourselves.
LARGEST_MESSAGE = 2 * LIMITS.frame_bytes
#: Who comes back with thousands of others waits in the line, as long as a client waits: sent away,
#: they would only be back sooner, and their place was for nothing.
HANDSHAKE = 30
#: In daphne's own line are 50; the others' first packets would be dropped, and the network sends
#: them again only after 1, 2, 4, ... seconds.
BACKLOG = 2048
#: The server tells everybody within this time; then it is ended.
DRAIN = LIMITS.drain + 1

#: How the server ends when it was told to; the last before it has anybody to say goodbye to.
ENDED = (0, -signal.SIGTERM, -signal.SIGKILL, -signal.SIGUSR1)


def command(server: str, host: str, port: str) -> list[str]:
    if server == "uvicorn":
        arguments = ["--host", host, "--port", port, "--ws", "websockets-sansio"]
        arguments += ["--loop", "uvloop", "--http", "server.serving.on_uvicorn:Protocol"]
        arguments += ["--ws-per-message-deflate", "false"]
        arguments += ["--ws-max-size", str(LARGEST_MESSAGE), "--lifespan", "off"]
        # Its logs of requests would keep what stands in addresses, like the key of a new password.
        arguments += ["--no-access-log", "--log-level", "warning", "--no-server-header"]
        return [sys.executable, "-m", "uvicorn", "server.asgi:application", *arguments]
    interface = host.strip("[]").replace(":", r"\:")
    endpoint = f"tcp:port={port}:interface={interface}:backlog={BACKLOG}"
    arguments = ["--endpoint", endpoint, "--no-server-name"]
    arguments += ["--websocket_connect_timeout", str(HANDSHAKE)]
    arguments += ["--websocket-max-message-size", str(LARGEST_MESSAGE)]
    arguments += ["--websocket-max-frame-size", str(LARGEST_MESSAGE), "--verbosity", "0"]
    return [sys.executable, "-m", "server.serving.on_daphne", *arguments, "server.asgi:application"]


def main() -> int:
    environment = os.environ
    try:
        import_module(environment.get("DJANGO_SETTINGS_MODULE", "server.settings"))
    except ImproperlyConfigured as wrong:
        sys.exit(str(wrong))
    server = child.start(
        command(
            environment.get("ASGI_SERVER", "daphne"),
            environment.get("BIND", "127.0.0.1"),
            environment.get("PORT", "8000"),
        )
    )

    def drain(*_: object) -> None:
        server.send_signal(signal.SIGUSR1)
        ending = threading.Timer(DRAIN, server.terminate)
        ending.daemon = True
        ending.start()

    signal.signal(signal.SIGTERM, drain)
    signal.signal(signal.SIGINT, lambda *_: server.kill())
    code = server.wait()
    return 0 if code in ENDED else code


if __name__ == "__main__":
    sys.exit(main())

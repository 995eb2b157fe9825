"""What the ASGI server runs: the client's files, Django, and the socket."""

import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "server.settings")

from django.core.asgi import get_asgi_application

django = get_asgi_application()

from consumers.door import nowhere  # noqa: E402
from consumers.hub import hub  # noqa: E402
from consumers.socket import Socket  # noqa: E402
from server.client import with_client  # noqa: E402

http = with_client(django)


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Sockets have one address; a router's copies of the scope would stay as long as they do.

    There is a hub also where nobody has a socket yet: what is done over HTTP is told to others.
    """
    hub()
    if scope["type"] == "http":
        await http(scope, receive, send)
    elif scope["path"] == "/ws":
        await Socket()(scope, receive, send)
    else:
        await nowhere(scope, receive, send)

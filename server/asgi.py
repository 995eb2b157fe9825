"""What the ASGI server runs: the client's files, Django, and the socket."""

import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "server.settings")

from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application
from django.urls import path, re_path

django = get_asgi_application()

from consumers.door import nowhere  # noqa: E402
from consumers.hub import hub  # noqa: E402
from consumers.socket import Socket  # noqa: E402
from server.client import with_client  # noqa: E402

sockets = URLRouter(
    [path("ws", Socket.as_asgi()), re_path("", nowhere)]  # type: ignore[arg-type]
)
rooms = ProtocolTypeRouter({"http": with_client(django), "websocket": sockets})


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Also where nobody has a socket yet, what is done over HTTP has to be told to the others."""
    hub()
    await rooms(scope, receive, send)

"""What the ASGI server runs: files, Django, and the socket."""

import os
import threading
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "server.settings")

from django.core.asgi import get_asgi_application

django = get_asgi_application()

from consumers.door import nowhere  # noqa: E402
from consumers.node import node  # noqa: E402
from consumers.socket import Socket  # noqa: E402
from server.database_checks import say_what_is_wrong  # noqa: E402
from server.files import with_files  # noqa: E402
from server.headers import with_headers  # noqa: E402
from server.manners import with_manners  # noqa: E402
from server.serving.guard import guarded  # noqa: E402

#: An operator reads it at the start, and not only with the first request.
threading.Thread(target=say_what_is_wrong, name="first look", daemon=True).start()

#: From the outside in: what is outermost holds for every answer.
http = with_headers(guarded(with_manners(with_files(django))))


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Sockets have one address; a router's copies of the scope would stay as long as they do.

    There is a node also where nobody has a socket yet: what is done over HTTP is told to others.
    """
    node()
    if scope["type"] == "http":
        await http(scope, receive, send)
    elif scope["path"] == "/ws":
        await Socket()(scope, receive, send)
    else:
        await nowhere(scope, receive, send)

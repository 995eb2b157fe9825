"""Frames are small and many: whoever offers to compress them is declined."""

import websockets

from tests.people import Cast, token
from tests.processes import Web
from tests.security.browser import CALLBOARD


async def test_compression_is_declined(people: Cast, webs: list[Web]) -> None:
    async with websockets.connect(
        f"ws://127.0.0.1:{webs[0].port}/ws",
        subprotocols=[CALLBOARD],
        additional_headers={"Authorization": f"Bearer {token(people.ana)}"},
        compression="deflate",
    ) as socket:
        assert socket.request is not None
        assert socket.response is not None
        assert "permessage-deflate" in socket.request.headers["Sec-WebSocket-Extensions"]
        assert "Sec-WebSocket-Extensions" not in socket.response.headers
        await socket.send('{"type":"hello","ref":1}')
        assert '"welcome"' in str(await socket.recv())

"""The client that looks on must not miss the end itself."""

import json

from websockets.asyncio.server import ServerConnection, serve

from consumers.direct_writes import text_frame
from tools.chaos.client import Client

FRAMES = [{"type": "mark", "token": f"{n}"} for n in range(40)]


async def all_at_once(connection: ServerConnection) -> None:
    """Many frames and the goodbye in one piece, as from a line that was held up."""
    frames = [text_frame(json.dumps(frame).encode()) for frame in FRAMES]
    goodbye = b"\x88\x02" + (4408).to_bytes(2, "big")
    connection.transport.write(b"".join([*frames, goodbye]))
    await connection.wait_closed()


async def test_a_goodbye_right_after_much_else_is_heard_at_once() -> None:
    """A client that stopped reading to send could not hear that its line had ended."""
    protocols = ["callboard.v1"]
    async with serve(all_at_once, "127.0.0.1", 0, subprotocols=protocols) as server:  # type: ignore[arg-type]
        port = next(iter(server.sockets)).getsockname()[1]
        client = await Client.connect(port, "nobody")
        assert await client.closed(within=3) == 4408
        assert client.frames == FRAMES
        await client.close()

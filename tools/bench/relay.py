"""What the load itself can do: a relay in place of the server, without people or a database.

    python -m tools.bench.relay PORT

It answers `hello`, hands each text to the others in its room at once and replies to its sender.
What the load reaches against it is the ceiling of every figure that the load measures.
"""

import sys
from collections import defaultdict

import uvloop
from picows import WSFrame, WSListener, WSMsgType, WSTransport, WSUpgradeRequest, ws_create_server

REPLY = b'{"type":"reply","ref":0,"ok":true,"data":{"number":1,"version":1,"duplicate":false}}'
rooms: defaultdict[str, dict[str, WSTransport]] = defaultdict(dict)


class Line(WSListener):
    """One socket, whose token says `room.person`."""

    def __init__(self, token: str) -> None:
        self.room, self.person = token.split(".")

    def on_ws_connected(self, transport: WSTransport) -> None:
        rooms[self.room][self.person] = transport

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        rooms[self.room].pop(self.person, None)

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type is not WSMsgType.TEXT:
            return
        body = frame.get_payload_as_bytes()
        if body.startswith(b'{"type":"hello"'):
            welcome = f'{{"type":"welcome","ref":1,"me":{{"id":"{self.person}"}}}}'
            transport.send(WSMsgType.TEXT, welcome.encode())
            return
        content = body[body.index(b'"content"') :]
        told = b'{"type":"message.created","data":{"sender":"%s",%s}'
        created = told % (self.person.encode(), content)
        for person, other in rooms[self.room].items():
            if person != self.person:
                other.send(WSMsgType.TEXT, created)
        transport.send(WSMsgType.TEXT, REPLY)


def answer(request: WSUpgradeRequest) -> Line:
    return Line(request.headers["Authorization"].removeprefix("Bearer "))


async def serve(port: int) -> None:
    server = await ws_create_server(answer, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(serve(int(sys.argv[1])))

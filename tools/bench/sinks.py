"""A mail server and a push service that take everything: what they cost is not ours."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import NamedTuple

CREATED = b"HTTP/1.1 201 Created\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Sinks(NamedTuple):
    smtp: int
    push: int


@asynccontextmanager
async def sinks() -> AsyncIterator[Sinks]:
    """On ports of their own, for as long as the block lasts."""
    mail = await asyncio.start_server(_mail, "127.0.0.1", 0)
    push = await asyncio.start_server(_push, "127.0.0.1", 0)
    ports = [server.sockets[0].getsockname()[1] for server in (mail, push)]
    async with mail, push:
        yield Sinks(*ports)


async def _mail(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError, asyncio.IncompleteReadError):
        writer.write(b"220 sink\r\n")
        while line := await reader.readline():
            word = line[:4].upper()
            if word == b"DATA":
                writer.write(b"354 go on\r\n")
                await reader.readuntil(b"\r\n.\r\n")
            writer.write(b"221 bye\r\n" if word == b"QUIT" else b"250 taken\r\n")
    writer.close()


async def _push(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError, asyncio.IncompleteReadError):
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(
            int(line.split(b":")[1])
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"content-length:")
        )
        await reader.readexactly(length)
        writer.write(CREATED)
        await writer.drain()
    writer.close()

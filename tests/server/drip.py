"""Raw requests, as an attacker would write them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress

from tests.processes import Web

#: Plenty for an answer that is given at once.
AT_ONCE = 10.0


class Wire:
    """A connection of which every byte is ours."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def head(
        self, method: str, path: str, headers: Mapping[str, str | int] | None = None
    ) -> None:
        lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        await self.send(("\r\n".join(lines) + "\r\n\r\n").encode())

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def chunks(self, data: Iterable[bytes]) -> int:
        """Sent in chunks until the other side listens no more; how many bytes it took."""
        taken = 0
        with suppress(ConnectionError):
            for part in data:
                await self.send(b"%x\r\n%s\r\n" % (len(part), part))
                taken += len(part)
                await asyncio.sleep(0)
        return taken

    async def answer(self, within: float = AT_ONCE) -> tuple[int, str]:
        """The status and what stands in the head of the next answer; 0 for none."""
        try:
            async with asyncio.timeout(within):
                head = await self.reader.readuntil(b"\r\n\r\n")
        except (asyncio.IncompleteReadError, ConnectionError):
            return 0, ""
        return int(head.split(b" ")[1]), head.decode("latin1")

    async def ends(self, within: float = AT_ONCE) -> None:
        """Wait until the other side has closed."""
        async with asyncio.timeout(within):
            with suppress(ConnectionError):
                while await self.reader.read(65536):
                    pass

    async def close(self) -> None:
        self.writer.transport.abort()
        with suppress(ConnectionError):
            await self.writer.wait_closed()


@asynccontextmanager
async def wire_to(web: Web, source: str | None = None) -> AsyncIterator[Wire]:
    """`source`: the address, of this machine, that the connection comes from."""
    local = (source, 0) if source else None
    wire = Wire(*await asyncio.open_connection("127.0.0.1", web.port, local_addr=local))
    try:
        yield wire
    finally:
        await wire.close()


@asynccontextmanager
async def wires_to(web: Web, number: int, source: str | None = None) -> AsyncIterator[list[Wire]]:
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(wire_to(web, source)) for _ in range(number)]


async def together(jobs: Iterable[Awaitable[None]], at_once: int = 40) -> None:
    """Not one after the other: each may wait for something."""
    turn = asyncio.Semaphore(at_once)

    async def one(job: Awaitable[None]) -> None:
        async with turn:
            await job

    await asyncio.gather(*map(one, jobs))

"""Everybody comes back at once: who is not taken in at once waits in the line, and is not lost."""

import asyncio
import signal
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from tests import processes
from tests.processes import Web

AT_ONCE = 500


@pytest.mark.alone
@pytest.mark.parametrize("server", ["daphne", "uvicorn"])
async def test_hundreds_may_knock_while_the_server_is_busy(
    environment: dict[str, str], tmp_path: Path, server: str
) -> None:
    web = Web({**environment, "ASGI_SERVER": server}, log=tmp_path / "web.log")
    with processes.running(web):
        await asyncio.to_thread(web.wait)
        [child] = psutil.Process(web.pid).children()
        child.send_signal(signal.SIGSTOP)
        knocks = [asyncio.open_connection("127.0.0.1", web.port) for _ in range(AT_ONCE)]
        try:
            # A dropped first packet is sent again after a second, and then after two more.
            came = await asyncio.wait_for(asyncio.gather(*knocks), 2.5)
        finally:
            child.send_signal(signal.SIGCONT)
        for _, writer in came:
            writer.write(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        heads = await asyncio.gather(*(reader.readline() for reader, _ in came))
        assert {head.split(b" ")[1] for head in heads} == {b"200"}
        for _, writer in came:
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()

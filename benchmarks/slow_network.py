"""A loopback proxy that delays what passes, so that a server seems to be far away."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class _Proxy:
    def __init__(self, port: int, one_way_s: float) -> None:
        self.port = port
        self.one_way_s = one_way_s

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.port)
        except OSError:
            writer.close()
            return
        await asyncio.gather(self.carry(reader, far_writer), self.carry(far_reader, writer))

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass on every piece `one_way_s` after it came. Pieces are on their way at the same time, as on a real line."""
        loop = asyncio.get_running_loop()
        line: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

        async def arrive() -> None:
            while True:
                due, piece = await line.get()
                await asyncio.sleep(max(0.0, due - loop.time()))
                if not piece:
                    break
                writer.write(piece)
                await writer.drain()

        arriving = asyncio.ensure_future(arrive())
        with suppress(OSError):
            while piece := await reader.read(65_536):
                line.put_nowait((loop.time() + self.one_way_s, piece))
        line.put_nowait((loop.time() + self.one_way_s, b""))
        with suppress(OSError):
            await arriving
        writer.close()


@contextmanager
def far_away(url: str, latency_ms: float) -> Iterator[str]:
    """The URL under which the server at `url` answers `latency_ms` later: half of it on the way there, half on the way back."""
    proxy = _Proxy(int(url.rpartition(":")[2].partition("/")[0]), latency_ms / 2e3)
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(asyncio.start_server(proxy.serve, "127.0.0.1", 0))
    port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        server.close()
        with suppress(asyncio.CancelledError):
            loop.run_until_complete(asyncio.sleep(0))
        loop.close()

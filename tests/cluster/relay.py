"""The cables between the machines: what goes from one PostgreSQL to another passes here, and can be held up."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import Future
from contextlib import suppress
from threading import Thread
from typing import Any

PORT = 5432
PAUSE = 0.05  # seconds
MAX_STARTUP = 2_000  # bytes in which a connection of PostgreSQL says its application_name


class Relay:
    """Passes on all connections to some machines, but for pairs of machines between which the cable is cut.

    As on a network that loses packets, nothing is told to either side; what was sent meanwhile arrives afterwards.
    """

    def __init__(self, routes: dict[str, str], names: list[str]) -> None:
        """Args:
        routes: by the address to listen on, the address that is behind it.
        names: of the machines, which replication gives as its application_name.
        """
        self._routes, self._names = routes, names
        self._cut: set[tuple[str, str]] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name="relay", daemon=True)
        self._servers: list[asyncio.Server] = []

    def start(self) -> None:
        self._thread.start()
        for listen, target in self._routes.items():
            self._servers.append(self._run(self._listen(listen, target)).result(10))

    def stop(self) -> None:
        if self._thread.is_alive():
            self._run(self._end()).result(10)
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(10)
        self._loop.close()

    def cut(self, target: str, name: str) -> None:
        """Let nothing pass between the machine with an address and the machine with a name."""
        self._cut.add((target, name))

    def mend(self) -> None:
        """Let everything pass again."""
        self._cut.clear()

    def _run(self, work: Coroutine[Any, Any, Any]) -> "Future[Any]":
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    async def _listen(self, listen: str, target: str) -> asyncio.Server:
        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            try:
                there, onward = await asyncio.open_connection(target, PORT)
            except OSError:
                writer.close()
                return
            link = _Link(target, self._names)
            try:
                await asyncio.gather(
                    self._pass_on(link, reader, onward, True), self._pass_on(link, there, writer, False)
                )
            finally:
                writer.close()
                onward.close()

        return await asyncio.start_server(connected, listen, PORT)

    async def _pass_on(
        self, link: "_Link", reader: asyncio.StreamReader, writer: asyncio.StreamWriter, is_client: bool
    ) -> None:
        with suppress(OSError):
            while data := await reader.read(65_536):
                if is_client:
                    link.read(data)
                while (link.target, link.name) in self._cut:
                    await asyncio.sleep(PAUSE)
                writer.write(data)
                await writer.drain()
        writer.close()

    async def _end(self) -> None:
        for server in self._servers:
            server.close()
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(PAUSE)  # until what was closed is gone


class _Link:
    """A connection; `name` is that of the machine that made it, once it has told."""

    def __init__(self, target: str, names: list[str]) -> None:
        self.target, self.name, self._names, self._beginning = target, "", names, b""

    def read(self, data: bytes) -> None:
        if not self.name and len(self._beginning) < MAX_STARTUP:
            self._beginning += data
            sent_names = (name for name in self._names if f"application_name\0{name}\0".encode() in self._beginning)
            self.name = next(sent_names, "")

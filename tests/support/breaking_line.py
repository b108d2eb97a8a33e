"""A line to the database that breaks at any moment: before a request arrives, or before its answer is heard."""

from __future__ import annotations

import random
import selectors
import socket
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, urlsplit

from syncline.store.embedded.sockets import SOCKET

if TYPE_CHECKING:
    from collections.abc import Iterator

_PIECE = 65536


@dataclass(eq=False)
class _Line:
    """Two sockets, and how many pieces pass yet from the client; None: any number."""

    client: socket.socket
    server: socket.socket
    left: int
    heard: bool
    """Whether the server gets the last piece."""

    def close(self) -> None:
        for one in (self.client, self.server):
            one.close()


@dataclass
class BreakingLine:
    """Every connection lasts for a random number of requests until `whole` is set. `broken` counts them."""

    target: str
    folder: Path
    chance: random.Random
    longest: int
    """Requests that a connection lasts at most."""
    whole: bool = True
    broken: int = 0
    struck: threading.Condition = field(default_factory=threading.Condition)
    _lines: set[_Line] = field(default_factory=set)

    @property
    def url(self) -> str:
        """The database's address, over this line."""
        return f"postgresql://postgres:@/postgres?host={quote(str(self.folder), safe='/')}"

    def until(self, broken: int, seconds: float) -> None:
        """Wait until so many connections were broken in all."""
        with self.struck:
            assert self.struck.wait_for(lambda: self.broken >= broken, seconds), self.broken

    def serve(self, over: socket.socket) -> None:
        """Pass on until `over` can be read."""
        with selectors.DefaultSelector() as waiting, socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(self.folder / SOCKET))
            listener.listen(64)
            waiting.register(listener, selectors.EVENT_READ)
            waiting.register(over, selectors.EVENT_READ)
            while True:
                for key, _ in waiting.select():
                    if key.fileobj is over:
                        for line in self._lines:
                            line.close()
                        return
                    if key.fileobj is listener:
                        self._open(listener, waiting)
                    elif key.data in self._lines:
                        self._pass(key.fileobj, key.data, waiting)

    def _open(self, listener: socket.socket, waiting: selectors.BaseSelector) -> None:
        client, _ = listener.accept()
        server = socket.socket(socket.AF_UNIX)
        line = _Line(client, server, self.chance.randint(1, self.longest), self.chance.random() < 0.5)
        try:
            server.connect(self.target)
        except OSError:
            line.close()
            return
        self._lines.add(line)
        for one in (client, server):
            waiting.register(one, selectors.EVENT_READ, line)

    def _pass(self, source: object, line: _Line, waiting: selectors.BaseSelector) -> None:
        with suppress(OSError):
            if source is line.server:
                if piece := line.server.recv(_PIECE):
                    line.client.sendall(piece)
                    return
            elif piece := line.client.recv(_PIECE):
                line.left -= 1
                if self.whole or line.left > 0 or line.heard:
                    line.server.sendall(piece)
                if self.whole or line.left > 0:
                    return
                with self.struck:
                    self.broken += 1
                    self.struck.notify_all()
        for one in (line.client, line.server):
            waiting.unregister(one)
        self._lines.discard(line)
        line.close()


@contextmanager
def breaking_line(url: str, seed: str, longest: int) -> Iterator[BreakingLine]:
    """Answer a line to the database at `url`, which listens on a socket of this machine. It is whole until told."""
    (folder,) = parse_qs(urlsplit(url).query)["host"]
    with TemporaryDirectory(prefix="syncline-") as place:
        ours, theirs = socket.socketpair()
        line = BreakingLine(str(Path(folder) / SOCKET), Path(place), random.Random(seed), longest)
        thread = threading.Thread(target=line.serve, args=(theirs,), name="breaking line")
        thread.start()
        with ours, theirs:
            try:
                yield line
            finally:
                ours.send(b".")
                thread.join()

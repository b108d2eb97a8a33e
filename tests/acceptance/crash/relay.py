"""A process that passes bytes between the worker and the servers, so that it can be killed in their place.

`python -m tests.acceptance.crash.relay LISTENER:TARGET_PORT...` listens on sockets that it was started with, by number.
It tells a line on standard output whenever something is sent, over lines that stay open as well.
Killed, it takes all connections with it: half-sent requests and half-heard answers included. What the servers had
committed stays, as with a server whose disk survives its death.
"""

from __future__ import annotations

import selectors
import socket
import sys
import threading

LOOPBACK = "127.0.0.1"
_PIECE = 65536


def main(pairs: list[str]) -> None:
    """Take whoever comes, and pass on."""
    waiting = selectors.DefaultSelector()
    for pair in pairs:
        number, target = map(int, pair.split(":"))
        listener = socket.socket(fileno=number)
        waiting.register(listener, selectors.EVENT_READ, target)
    while True:
        for key, _ in waiting.select():
            caller, _address = key.fileobj.accept()  # type: ignore[union-attr]
            _connect(caller, key.data)


def _connect(caller: socket.socket, target: int) -> None:
    server = socket.create_connection((LOOPBACK, target))
    for source, sink, told in ((caller, server, True), (server, caller, False)):
        threading.Thread(target=_pump, args=(source, sink), kwargs={"told": told}, daemon=True).start()


def _pump(source: socket.socket, sink: socket.socket, *, told: bool) -> None:
    try:
        while piece := source.recv(_PIECE):
            if told:
                sys.stdout.write("call\n")
                sys.stdout.flush()
            sink.sendall(piece)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        source.close()
        sink.close()


if __name__ == "__main__":
    main(sys.argv[1:])

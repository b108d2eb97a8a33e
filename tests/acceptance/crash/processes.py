"""The processes that are killed: the worker, and the relay that stands in the servers' place."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
import threading
from os import killpg
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.cli_world import PROGRAM
from tests.support.guard import GUARD

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import IO

_WROTE = re.compile(r"\b(?:created|updated|deleted|failed|stopped)=([1-9]\d*)")
_TRIES = 60
ROOT = Path(__file__).parents[3]


class Relay:
    """Passes bytes to the servers; `called` is set whenever somebody sends something."""

    def __init__(self, targets: Sequence[int]) -> None:
        # Ours, so that nobody else has the ports while the process is dead.
        self._listeners = [socket.create_server(("127.0.0.1", 0), backlog=64) for _ in targets]
        self.ports = [listener.getsockname()[1] for listener in self._listeners]
        pairs = zip(self._listeners, targets, strict=True)
        self._pairs = [f"{listener.fileno()}:{target}" for listener, target in pairs]
        self.called = threading.Event()
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Listen, on the same ports as before."""
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", "tests.acceptance.crash.relay", *self._pairs],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            pass_fds=[listener.fileno() for listener in self._listeners],
        )
        assert self._process.stdout is not None
        threading.Thread(target=self._listen, args=(self._process.stdout,), daemon=True).start()

    def _listen(self, told: IO[str]) -> None:
        with told:
            for _ in told:
                self.called.set()

    def kill(self) -> None:
        """End it in the middle of whatever passes."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def close(self) -> None:
        """Let go of everything."""
        self.kill()
        for listener in self._listeners:
            listener.close()


class Part:
    """A part of an installation that runs until it is told to end. `said` are its lines on standard error."""

    def __init__(self, environment: Mapping[str, str], *arguments: str) -> None:
        self._environment = environment
        self._arguments = arguments
        self._process: subprocess.Popen[str] | None = None
        self.said: list[str] = []
        self.url = ""
        """Where it serves pages."""

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        """Its process id; it runs."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Run it, unless it runs."""
        if self.alive:
            return
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [*PROGRAM, *self._arguments, "--json"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
            env=dict(self._environment),
        )  # fmt: skip
        assert self._process.stdout is not None
        assert self._process.stderr is not None
        threading.Thread(target=self._listen, args=(self._process.stderr,), daemon=True).start()
        threading.Thread(target=self._ready, args=(self._process.stdout,), daemon=True).start()

    def _ready(self, told: IO[str]) -> None:
        with told:
            for line in told:
                self.url = json.loads(line).get("url") or ""

    def _listen(self, told: IO[str]) -> None:
        with told:
            for line in told:
                self.said.append(line)
                self._heard(line)

    def _heard(self, line: str) -> None:
        """Take note of what it said."""

    def end(self, number: signal.Signals) -> int:
        """Send it a signal and answer its exit code."""
        assert self._process is not None
        self._process.send_signal(number)
        return self._process.wait(GUARD)

    def kill(self) -> None:
        """End it at whatever instruction it is."""
        if self._process is not None and self.alive:
            killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def stop(self) -> None:
        """Ask it to end."""
        if self._process is not None and self.alive:
            self._process.terminate()
            self._process.wait(GUARD)


class Worker(Part):
    """`syncline worker`; `rest` waits until its cycles find nothing to do any more."""

    def __init__(self, environment: Mapping[str, str], every: float = 1) -> None:
        super().__init__(environment, "worker", "--every", f"{every:g}")
        self._quiet = threading.Semaphore(0)
        self._read = threading.Semaphore(0)

    def _heard(self, line: str) -> None:
        if "org read" in line and "problem=None" in line:
            self._read.release()
        if "cycles finished" in line and not _WROTE.search(line):
            self._quiet.release()

    def rest(self) -> None:
        """Wait until everything is in step after cycles that found nothing to do."""
        for _ in range(_TRIES):
            self._idle()
            command = [*PROGRAM, "status", "--json"]
            told = subprocess.run(  # noqa: S603 - our own program
                command, env=dict(self._environment), capture_output=True, text=True, check=False
            )
            if told.stdout and json.loads(told.stdout)["in_step"]:
                return
        raise AssertionError(f"not in step after {_TRIES} idle cycles: {''.join(self.said[-80:])}")

    def _idle(self) -> None:
        """Wait for cycles that began after the org was read from now on, and found nothing to do."""
        for told in (self._read, self._quiet):
            while told.acquire(blocking=False):
                pass
            for _ in range(2):  # the first may have begun before
                if not told.acquire(timeout=GUARD):
                    raise AssertionError(f"no rest within {GUARD:g} seconds: {''.join(self.said[-80:])}")

    def cycles(self, count: int) -> None:
        """Wait until it has finished so many jobs with cycles from now on."""
        wanted = self.finished + count
        for _ in range(round(GUARD * 10)):
            if self.finished >= wanted:
                return
            threading.Event().wait(0.1)
        raise AssertionError(f"no cycles within {GUARD:g} seconds: {''.join(self.said[-80:])}")

    @property
    def finished(self) -> int:
        """How many jobs with cycles it has finished."""
        return sum("cycles finished" in line for line in self.said)

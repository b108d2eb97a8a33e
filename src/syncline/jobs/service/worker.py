"""A worker's process: what is due is handed out every few seconds, and jobs are taken from the queues."""

from __future__ import annotations

import asyncio
import itertools
import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import structlog
from procrastinate.exceptions import ConnectorException
from psycopg_pool import PoolTimeout

from syncline.jobs.service.tasks import DAILY, FIRST, SERVICE, app, worker_connector
from syncline.store.errors import StoreSetUpError, StoreUnavailableError

if TYPE_CHECKING:
    from procrastinate import App

    from syncline.jobs.service.service import Service

TICK = 1.0
"""Seconds between two looks at what is due: two small queries."""
_LOOK_AFTER = 60
"""Looks at what is due between two looks for what an admin should know."""
_PLAN = 10
"""Looks at what is due between two looks at the set-up."""
_JOBS = {DAILY: 4, FIRST: 2}
"""Jobs of each queue that one worker has in hand at once."""
_STALLED = 30.0
"""Seconds without a sign of life after which a worker counts as dead."""


class Worker:
    """Runs until told to stop, and lets the jobs that it has in hand come to their end."""

    def __init__(self, service: Service, told: threading.Event) -> None:
        self._service = service
        self._told = told
        self._log = structlog.get_logger()
        # What it logs names jobs with their arguments, and those are people's names.
        logging.getLogger("procrastinate").setLevel(logging.CRITICAL + 1)

    def run(self) -> None:
        """Hand out and work; a database that is away for a while ends neither."""
        working = threading.Thread(target=self._work, name="jobs")
        working.start()
        looks = itertools.count()
        while not self._told.is_set():
            try:
                look = next(looks)
                if look % _PLAN == 0:
                    self._service.plan()
                    self._service.hand_out_subscriptions()
                if look % _LOOK_AFTER == _LOOK_AFTER - 1:
                    self._service.look_after()
                self._service.hand_out()
            except StoreUnavailableError as error:
                self._log.warning("the database is away", reason=str(error))
                self._revive()
            self._told.wait(TICK)
        working.join()

    def _revive(self) -> None:
        """Start an embedded database that died; where it does not start, the next look tries again."""
        try:
            self._service.store.revive()
        except StoreSetUpError as error:
            self._log.warning("database not started", reason=str(error))

    def _work(self) -> None:
        while not self._told.is_set():
            try:
                asyncio.run(self._jobs())
            except (ConnectorException, PoolTimeout, OSError) as error:  # not ours to mend: the other thread does
                self._log.warning("the queue is away", reason=type(error).__name__)
            self._told.wait(1.0)

    async def _jobs(self) -> None:
        """Take jobs until told to stop, or until a queue gives up because the database went away."""
        loop = asyncio.get_running_loop()
        # One thread for each job in hand, or jobs would wait for each other unseen.
        loop.set_default_executor(ThreadPoolExecutor(sum(_JOBS.values()), "job"))
        told = asyncio.Event()
        waiting = threading.Thread(target=self._pass_on, args=(loop, told), name="told", daemon=True)
        waiting.start()
        with app.replace_connector(worker_connector()) as own:
            async with own.open_async():
                queues = {asyncio.create_task(self._queue(own, name)) for name in _JOBS}
                await asyncio.wait({asyncio.create_task(told.wait()), *queues}, return_when=asyncio.FIRST_COMPLETED)
                for queue in queues:
                    queue.cancel()
                await asyncio.gather(*queues, return_exceptions=True)

    def _pass_on(self, loop: asyncio.AbstractEventLoop, told: asyncio.Event) -> None:
        self._told.wait()
        with suppress(RuntimeError):  # that loop ended before
            loop.call_soon_threadsafe(told.set)

    async def _queue(self, own: App, name: str) -> None:
        # A first cycle takes the thread of its job, so that it never fills the pool of the daily work.
        service = self._service if name == DAILY else replace(self._service, pool=None)
        await own.run_worker_async(
            queues=[name],
            name=name,
            concurrency=_JOBS[name],
            delete_jobs="always",
            install_signal_handlers=False,
            additional_context={SERVICE: service},
            stalled_worker_timeout=_STALLED,
        )

"""A worker's process: what is due is handed out every few seconds, and jobs are taken from the queues."""

from __future__ import annotations

import asyncio
import itertools
import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from subprocess import SubprocessError
from typing import TYPE_CHECKING, Any

import structlog

from syncline.jobs.service.away import AWAY, LastingManager
from syncline.jobs.service.defects import told_where
from syncline.jobs.service.stalled import remove_stalled
from syncline.jobs.service.tasks import DAILY, FIRST, ORGS, SERVICE, app, turns_of, worker_connector
from syncline.store.errors import StoreSetUpError, StoreUnavailableError

if TYPE_CHECKING:
    from procrastinate import App

    from syncline.jobs.service.service import Service

TICK = 1.0
"""Seconds between two looks at what is due: two small queries."""
_LOOK_AFTER = 60
"""Looks at what is due between two looks for what an admin should know."""
_SUM_UP = 5
"""Looks at what is due between two looks whether the pages' figures are to be counted anew."""
_PLAN = 10
"""Looks at what is due between two looks at the set-up."""
_JOBS = {ORGS: 2, DAILY: 4, FIRST: 2}
"""Jobs of each queue that one worker has in hand at once."""
STALLED = 30.0
"""Seconds without a sign of life after which a worker counts as dead."""
GRACE = 15.0
"""Seconds that requests under way have when the worker is to end."""


class Worker:
    """Runs until told to stop, and lets the requests under way come to their end."""

    def __init__(self, service: Service, told: threading.Event) -> None:
        self._service = service
        self._told = told
        self._log = structlog.get_logger()
        # What it logs names jobs with their arguments, and those are people's names; a pool tells of every try.
        for name in ("procrastinate", "psycopg.pool"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)

    def run(self) -> bool:
        """Hand out and work; a database that is away for a while ends neither.

        Answers whether everything came to its end: a server that does not answer is not waited for long. Raises what
        nobody foresaw, so that the process ends and is started again: half a worker looks alive.
        """
        pool = ThreadPoolExecutor(1, "jobs")
        working = pool.submit(self._work)
        working.add_done_callback(lambda _: self._told.set())
        try:
            self._hand_out()
        finally:
            self._told.set()
            pool.shutdown(wait=False)
        try:
            working.result(GRACE)
        except TimeoutError:
            self._log.warning("requests under way are given up: somebody does not answer")
            return False
        return True

    def _hand_out(self) -> None:
        looks = itertools.count()
        while not self._told.is_set():
            try:
                look = next(looks)
                if look % _PLAN == 0:
                    self._service.plan()
                    self._service.hand_out_subscriptions()
                if look % _SUM_UP == _SUM_UP - 1:
                    self._service.sum_up()
                if look % _LOOK_AFTER == _LOOK_AFTER - 1:
                    self._service.look_after()
                self._service.hand_out()
            except StoreUnavailableError as error:
                self._log.warning("the database is away", reason=str(error))
                self._revive()
            self._told.wait(TICK)

    def _revive(self) -> None:
        """Start an embedded database that died; where it does not start, the next look tries again."""
        try:
            self._service.store.revive()
        except StoreSetUpError as error:
            self._log.warning("database not started", reason=str(error))
        except (OSError, SubprocessError) as error:  # the machine has no room or no process left for it
            self._log.warning("database not started", reason=type(error).__name__)

    def _work(self) -> None:
        while not self._told.is_set():
            try:
                asyncio.run(self._jobs())
            except AWAY as error:  # not ours to mend: the other thread does
                self._log.warning("the queue is away", reason=type(error).__name__)
            self._told.wait(1.0)

    async def _jobs(self) -> None:
        """Take jobs until told to stop. Raises what ends a queue for good."""
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(self._lost)
        # One thread for each job in hand, or jobs would wait for each other unseen.
        loop.set_default_executor(ThreadPoolExecutor(sum(_JOBS.values()), "job"))
        told = asyncio.Event()
        waiting = threading.Thread(target=self._pass_on, args=(loop, told), name="told", daemon=True)
        waiting.start()
        # An app of its own: whoever hands out goes on with the connection that holds the turns' transaction.
        own = app.with_connector(worker_connector())
        own.job_manager = LastingManager(own.connector)
        async with own.open_async():
            endless = [self._queue(own, name) for name in _JOBS] + [self._tidy(own)]
            tasks = {asyncio.create_task(one) for one in endless}
            tasks.add(asyncio.create_task(self._until(told)))
            over, going = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in going:
                task.cancel()
            await asyncio.gather(*going, return_exceptions=True)
            for task in over:
                task.result()

    async def _until(self, told: asyncio.Event) -> None:
        await told.wait()

    def _pass_on(self, loop: asyncio.AbstractEventLoop, told: asyncio.Event) -> None:
        self._told.wait()
        with suppress(RuntimeError):  # that loop ended before
            loop.call_soon_threadsafe(told.set)

    def _lost(self, _loop: asyncio.AbstractEventLoop, told: dict[str, Any]) -> None:
        """Log what ended a task that nobody waits for, such as a job whose end could not be written down."""
        error = told.get("exception")
        if isinstance(error, AWAY):
            self._log.warning("the queue is away", reason=type(error).__name__)
        elif error is not None:
            self._log.error("task broken off by a defect", **told_where(error))

    async def _queue(self, own: App, name: str) -> None:
        """Take from one queue, again and again: where the database goes away, each comes back without the others."""
        # A first cycle takes the thread of its job, so that it never fills the pool of the daily work.
        service = self._service if name != FIRST else replace(self._service, pool=None)
        while True:
            try:
                await own.run_worker_async(
                    queues=[name],
                    name=name,
                    concurrency=_JOBS[name],
                    # Notices stop for a while with a database that is restarted: five seconds are too long then.
                    fetch_job_polling_interval=TICK,
                    delete_jobs="always",
                    install_signal_handlers=False,
                    additional_context={SERVICE: service},
                    stalled_worker_timeout=STALLED,
                )
            except AWAY as error:
                self._log.warning("the queue is away", queue=name, reason=type(error).__name__)
            await asyncio.sleep(TICK)

    async def _tidy(self, own: App) -> None:
        """Take away what killed workers left in the queue, and let their turns come soon."""
        while True:
            with suppress(*AWAY, StoreUnavailableError):
                if removed := await remove_stalled(own, STALLED):
                    self._log.info("jobs of dead workers removed", jobs=len(removed))
                    await asyncio.to_thread(self._service.make_up_for, [turns_of(job) for job in removed])
            await asyncio.sleep(STALLED)

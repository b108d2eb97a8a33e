"""A queue whose database goes away for a while, and comes back."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

import psycopg
from procrastinate.exceptions import ConnectorException
from procrastinate.manager import JobManager, NotificationCallback

if TYPE_CHECKING:
    from collections.abc import Iterable

AWAY = (ConnectorException, psycopg.Error, OSError)
"""What tells that the queue's database cannot be reached."""
_PAUSE = 1.0
"""Seconds until a line that broke is opened again."""


class LastingManager(JobManager):
    """Goes on with what a worker of Procrastinate does beside its jobs.

    That worker looks at the first of these tasks to end and at no other; as there are no periodic tasks, that one ends
    at once. So a connection lost in the wrong moment would be the last sign of life, or the last notice of a job.
    """

    async def update_heartbeat(self, worker_id: int) -> None:
        """Give a sign of life; where it does not arrive, the next one may."""
        with suppress(*AWAY):
            await super().update_heartbeat(worker_id)

    async def listen_for_jobs(
        self, *, on_notification: NotificationCallback, queues: Iterable[str] | None = None
    ) -> None:
        """Listen until cancelled, over one connection after another."""
        while True:
            with suppress(*AWAY):
                await super().listen_for_jobs(on_notification=on_notification, queues=queues)
            await asyncio.sleep(_PAUSE)

"""Jobs that a killed worker had in hand: nobody will finish them, and their turns come due again by themselves.

https://procrastinate.readthedocs.io/en/stable/howto/production/retry_stalled_jobs.html runs such jobs again; here that
would only bring forward what the next claim does.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Status

if TYPE_CHECKING:
    from procrastinate import App


async def remove_stalled(app: App, silent: float) -> int:
    """Remove the jobs of workers that were silent for so many seconds, and the workers; answer how many jobs."""
    removed = 0
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=silent):
        with suppress(ConnectorException):  # another worker was quicker
            await app.job_manager.finish_job(job, status=Status.FAILED, delete_job=True)
            removed += 1
    await app.job_manager.prune_stalled_workers(silent)
    return removed

"""Jobs that a killed worker had in hand: nobody will finish them, and their turns come due again.

https://procrastinate.readthedocs.io/en/stable/howto/production/retry_stalled_jobs.html runs such jobs again; here their
turns are brought forward, for whatever the turns' claim was to last, and any worker takes them as it takes all others.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Status

if TYPE_CHECKING:
    from procrastinate import App
    from procrastinate.jobs import Job


async def remove_stalled(app: App, silent: float) -> list[Job]:
    """Remove the jobs of workers that were silent for so many seconds, and the workers; answer those jobs."""
    removed = []
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=silent):
        with suppress(ConnectorException):  # another worker was quicker
            await app.job_manager.finish_job(job, status=Status.FAILED, delete_job=True)
            removed.append(job)
    await app.job_manager.prune_stalled_workers(silent)
    return removed

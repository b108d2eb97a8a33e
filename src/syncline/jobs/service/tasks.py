"""The queue in PostgreSQL, and its jobs: each of them calls one method of the worker's `Service`.

Procrastinate keeps the jobs (https://procrastinate.readthedocs.io). A job that a killed worker leaves behind is not run
again: its turns come due again, and its locks went with the worker.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import msgspec
import structlog
from django.db import DatabaseError, InterfaceError, connection, transaction
from procrastinate import App, JobContext, PsycopgConnector
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException

from syncline.jobs.service.defects import told_where
from syncline.jobs.service.queue import JobQueue
from syncline.store.errors import StoreUnavailableError
from syncline.store.schedule import Whose

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from procrastinate.jobs import Job
    from procrastinate.tasks import Task

    from syncline.jobs.service.service import Service

ORGS, DAILY, FIRST = "orgs", "daily", "first"
"""The queues: a worker takes from each on its own, so that neither first cycles nor mailboxes that hang ever stand in
the way of the daily work, or all of that in the way of an org's feed.
"""
SERVICE = "service"
_AT_LEISURE = -10
_TRYING = 5.0
"""Seconds for which a pool tries a connection by itself. Its pauses double: after a database was away for minutes, the
next try would come minutes later. Whoever needs a connection then begins anew.
"""
_WAITING = 10.0
"""Seconds that somebody waits for a connection."""


@contextmanager
def _service(context: JobContext) -> Iterator[Service]:
    """Lend the worker's service to a job. What breaks a job off is logged without its arguments: they name people."""
    found: Service = context.additional_context[SERVICE]
    try:
        yield found
    except StoreUnavailableError as error:
        structlog.get_logger().warning("job broken off", job=context.job.task_name, reason=str(error))
    except Exception as error:
        structlog.get_logger().error("job broken off by a defect", job=context.job.task_name, **told_where(error))
        raise
    finally:
        found.store.disconnect()


app = App(connector=DjangoConnector())


def worker_connector() -> PsycopgConnector:
    """Answer a pool of connections to the same database, for one worker."""
    return PsycopgConnector(
        kwargs=connector_params(), min_size=2, max_size=6, reconnect_timeout=_TRYING, timeout=_WAITING
    )


@app.task(name="read_org", queue=ORGS, pass_context=True)
def read_org(context: JobContext, *, org: str) -> None:
    """Read an org's feed."""
    with _service(context) as service:
        service.read_org(org)


@app.task(name="tend_subscriptions", queue=DAILY, priority=_AT_LEISURE, pass_context=True)
def tend_subscriptions(context: JobContext, *, reps: list[str]) -> None:
    """Look after the subscriptions of a few reps."""
    with _service(context) as service:
        service.tend_subscriptions(reps)


@app.task(name="run_cycles", queue=DAILY, pass_context=True)
def run_cycles(context: JobContext, *, reps: list[str]) -> None:
    """Run the cycles of a few reps."""
    with _service(context) as service:
        service.run_cycles(reps)


@app.task(name="first_cycle", queue=FIRST, pass_context=True)
def first_cycle(context: JobContext, *, rep: str) -> None:
    """Run a rep's first cycle."""
    with _service(context) as service:
        service.run_cycles([rep])


class _Work(msgspec.Struct):
    """What the arguments of a job name."""

    org: str | None = None
    rep: str | None = None
    reps: list[str] = []


def turns_of(job: Job) -> tuple[Whose, list[str]]:
    """Answer whose turns were claimed for a job."""
    work = msgspec.convert(job.task_kwargs, _Work)
    if work.org is not None:
        return Whose.ORG, [work.org]
    if job.task_name == tend_subscriptions.name:
        return Whose.SUBSCRIPTION, work.reps
    return Whose.REP, work.reps if work.rep is None else [work.rep]


@contextmanager
def _explained(doing: str) -> Iterator[None]:
    """Put what Django and the queue raise when the database is away into the store's words, and heal."""
    try:
        yield
    except (ConnectorException, DatabaseError, InterfaceError) as error:
        if not connection.in_atomic_block:
            connection.close()
        raise StoreUnavailableError(doing) from error


class DatabaseQueue(JobQueue):
    """Jobs in the same database, and in the same transaction, as what they are about."""

    @contextmanager
    def together(self) -> Iterator[None]:
        """Open a transaction on this thread's connection, which the store uses as well."""
        with _explained("handing out work"), transaction.atomic():
            yield

    def waiting(self) -> int:
        """Count what is waiting, without subscriptions: they let cycles go first."""
        with _explained("counting jobs"):
            return sum(queue["todo"] for queue in app.job_manager.list_queues(queue=DAILY, task=run_cycles.name))

    def tend_subscriptions(self, reps: Sequence[str]) -> None:
        """Put a few in: their turns were claimed."""
        tend_subscriptions.defer(reps=list(reps))

    def read_org(self, org: str) -> None:
        """Put a reading in, unless one waits."""
        _once(read_org, f"org:{org}", org=org)

    def run_cycles(self, reps: Sequence[str]) -> None:
        """Put a batch in: its turns were claimed, so it cannot be there already."""
        run_cycles.defer(reps=list(reps))

    def first_cycle(self, rep: str) -> None:
        """Put a first cycle in, unless it waits already."""
        _once(first_cycle, f"first:{rep}", rep=rep)


def _once(task: Task[..., Any, Any], lock: str, **arguments: str) -> None:
    try:
        with transaction.atomic():  # a refusal must not spoil the caller's transaction
            task.configure(queueing_lock=lock).defer(**arguments)
    except AlreadyEnqueued:
        return

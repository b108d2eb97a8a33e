"""A job, what was given to it, and what became of each record."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from syncline.sandbox.salesforce.bulk.errors import JobError

if TYPE_CHECKING:
    from datetime import datetime

    from syncline.sandbox.salesforce.state import OrgState

Record: TypeAlias = dict[str, Any]
QUERIES = frozenset({"query", "queryAll"})


@dataclass(slots=True)
class Outcome:
    """What became of one record: `given` as it came, `error` the refusal in REST's words, empty if there was none."""

    given: Record
    id: str = ""
    created: bool = False
    error: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Batch:
    """One part of a job: records that were written, or rows that a query found."""

    id: str
    job: str
    created: datetime
    changed: datetime
    state: str = "Completed"
    message: str = ""
    outcomes: list[Outcome] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    rows: list[Record] = field(default_factory=list)

    @property
    def failed(self) -> int:
        """How many records were refused."""
        return sum(bool(one.error) for one in self.outcomes)

    @property
    def processed(self) -> int:
        """How many records or rows there were."""
        return len(self.outcomes) or len(self.rows)


@dataclass(slots=True)
class Job:
    """A job of either API. `settings` is what its maker said, by the API's own names."""

    id: str
    user_id: str
    version: str
    created: datetime
    changed: datetime
    operation: str
    object: str
    settings: dict[str, Any]
    state: str = "Open"
    upload: bytes | None = None
    batches: list[Batch] = field(default_factory=list)

    @property
    def content_type(self) -> str:
        """The form of its records: CSV, JSON or XML."""
        return str(self.settings.get("contentType", "CSV"))

    @property
    def key(self) -> str:
        """The field by which an upsert finds its records."""
        return str(self.settings.get("externalIdFieldName") or "Id")

    def batch(self, identifier: str) -> Batch:
        """Find one of its batches. Raises JobError."""
        for one in self.batches:
            if one.id == identifier:
                return one
        raise JobError("InvalidBatch", f"Unable to find batch: {identifier}")


class Jobs:
    """All jobs of an org, newest last."""

    def __init__(self, state: OrgState) -> None:
        self._state = state
        self._by_id: dict[str, Job] = {}

    def add(self, user_id: str, version: str, settings: dict[str, Any], sobject: str) -> Job:
        """Begin a job."""
        now = self._state.clock()
        made = Job(
            self._state.make_id("750"), user_id, version, now, now, str(settings.get("operation")), sobject, settings
        )
        self._by_id[made.id] = made
        return made

    def add_batch(self, job: Job) -> Batch:
        """Begin a part of a job."""
        now = self._state.clock()
        made = Batch(self._state.make_id("751"), job.id, now, now)
        job.batches.append(made)
        return made

    def find(self, identifier: str, user_id: str) -> Job:
        """Find a job of this user's. Raises JobError."""
        found = self._by_id.get(identifier) or next(
            (job for name, job in self._by_id.items() if name[:15] == identifier), None
        )
        if found is None or found.user_id != user_id:
            raise JobError("InvalidJob", f"Unable to find job: {identifier}", status=404)
        return found

    def of(self, user_id: str) -> list[Job]:
        """Answer a user's jobs."""
        return [job for job in self._by_id.values() if job.user_id == user_id]

    def drop(self, job: Job) -> None:
        """Forget a job."""
        del self._by_id[job.id]

"""A person at work in the org without HTTP: what tests and the demo use to play the reps."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from syncline.sandbox.salesforce import recycle, rows, series_remaking, who, write
from syncline.sandbox.salesforce.soql.parser import parse
from syncline.sandbox.salesforce.soql.run import run

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterable, Iterator, Mapping

    from syncline.sandbox.salesforce.acting import Acting
    from syncline.sandbox.salesforce.schema import SObject

_BASE = "/services/data/v66.0"


class Person:
    """One user. Every method raises RefusedError as the API would refuse, and counts no API request."""

    def __init__(self, acting: Acting, lock: threading.RLock) -> None:
        self._acting = acting
        self._lock = lock

    @property
    def id(self) -> str:
        """The user's id."""
        return self._acting.user_id

    def create(self, sobject: str, values: Mapping[str, Any]) -> str:
        """Make a record and answer its id."""
        with self._change():
            return write.create(self._acting, self._object(sobject), values)

    def create_many(self, sobject: str, records: Iterable[Mapping[str, Any]]) -> list[str]:
        """Make many records, all or none, and answer their ids."""
        with self._change():
            shape = self._object(sobject)
            return [write.create(self._acting, shape, values) for values in records]

    def update(self, record_id: str, values: Mapping[str, Any]) -> None:
        """Change fields of a record; the id says of which object it is."""
        with self._change():
            write.update(self._acting, self._of(record_id), record_id, values)

    def delete(self, record_id: str) -> None:
        """Put a record in the recycle bin."""
        with self._change():
            write.delete(self._acting, self._of(record_id), record_id)

    def remake(self, first: str, changes: Mapping[str, Any]) -> str:
        """Change the rule or the start of a series, named by its first occurrence. Answers the id of the new first."""
        with self._change():
            return series_remaking.remake(self._acting, self._of(first), self.get(first), changes)

    def undelete(self, record_id: str) -> None:
        """Bring a record back from the recycle bin."""
        with self._change():
            recycle.undelete(self._acting, self._of(record_id), record_id)

    def merge(self, master: str, *losers: str) -> None:
        """Merge records of one object into the master."""
        with self._change():
            recycle.merge(self._acting, self._of(master), master, losers)

    def convert(self, lead_id: str) -> str:
        """Convert a lead; answers the id of the contact that it became."""
        with self._change():
            return who.convert(self._acting, lead_id)

    def get(self, record_id: str) -> dict[str, Any]:
        """Answer all fields of a record that the user sees, as the REST API shows them."""
        with self._lock:
            sobject = self._of(record_id)
            row = write.find(self._acting, sobject, record_id)
            return rows.record(sobject, row, self._acting.fields(sobject), _BASE)

    def query(self, soql: str, *, deleted: bool = False) -> list[dict[str, Any]]:
        """Answer all records of a query, unpaged; `deleted` looks into the recycle bin too."""
        with self._lock:
            answer = run(self._acting, parse(soql), deleted=deleted)
            return [answer.render(row, _BASE) for row in answer.rows]

    @contextmanager
    def _change(self) -> Iterator[None]:
        tables = self._acting.state.tables
        with self._lock:
            try:
                yield
            except BaseException:
                tables.roll_back(0)
                raise
            tables.commit()

    def _object(self, name: str) -> SObject:
        return self._acting.state.schema.objects[name]

    def _of(self, record_id: str) -> SObject:
        found = self._acting.state.schema.of_id(record_id)
        if found is None:
            raise KeyError(record_id)
        return found

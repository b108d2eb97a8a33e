"""What a job does: each record is written by itself, a query is answered at once.

A real org takes its time; here a job is done when it was given what it needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syncline.sandbox.salesforce import write
from syncline.sandbox.salesforce.bulk.errors import JobError
from syncline.sandbox.salesforce.bulk.job import QUERIES, Outcome
from syncline.sandbox.salesforce.errors import RefusedError, SeveralFoundError
from syncline.sandbox.salesforce.keys_of_records import key_field
from syncline.sandbox.salesforce.soql.parser import parse
from syncline.sandbox.salesforce.soql.run import run
from syncline.sandbox.salesforce.soql.syntax import Path

if TYPE_CHECKING:
    from collections.abc import Iterable

    from syncline.sandbox.salesforce.acting import Acting
    from syncline.sandbox.salesforce.bulk.job import Batch, Job, Record
    from syncline.sandbox.salesforce.schema import SObject

WRITES = frozenset({"insert", "update", "upsert", "delete"})


def check(acting: Acting, settings: dict[str, Any]) -> str:
    """Refuse a job that cannot be; answers the name of its object. Raises JobError."""
    operation, name = settings.get("operation"), settings.get("object")
    if operation == "hardDelete":
        message = "hardDelete operation requires special user profile permission, please contact your administrator"
        raise JobError("FeatureNotEnabled", message)
    if operation not in WRITES | QUERIES:
        raise JobError("InvalidJob", f"Unknown operation: {operation}")
    sobject = acting.object(name) if isinstance(name, str) else None
    if sobject is None:
        raise JobError("InvalidJob" if not name else "InvalidEntity", f"Unable to find object: {name}")
    if operation == "upsert" and not settings.get("externalIdFieldName"):
        raise JobError("InvalidJob", "External ID was blank for an upsert operation")
    if operation == "upsert":
        try:
            key_field(acting, sobject, str(settings["externalIdFieldName"]))
        except RefusedError as error:
            raise JobError("InvalidJob", error.message) from None
    return sobject.name


def fill(acting: Acting, job: Job, batch: Batch, records: Iterable[Record]) -> None:
    """Write the records of a batch; what the org refuses is an outcome."""
    sobject = acting.state.schema.objects[job.object]
    batch.outcomes = [_outcome(acting, job, sobject, record) for record in records]
    batch.changed = acting.state.clock()


def _outcome(acting: Acting, job: Job, sobject: SObject, record: Record) -> Outcome:
    start = acting.state.tables.mark()
    given = {name: value for name, value in record.items() if value != ""}
    try:
        record_id, created = _written(acting, job, sobject, given)
    except (RefusedError, SeveralFoundError) as error:
        acting.state.tables.roll_back(start)
        return Outcome(record, error=_refusal(error))
    return Outcome(record, record_id, created)


def _refusal(error: RefusedError | SeveralFoundError) -> dict[str, Any]:
    if isinstance(error, RefusedError):
        return error.as_result()
    message = f"more than one record found for external id field: [{', '.join(error.ids)}]"
    return RefusedError("DUPLICATE_EXTERNAL_ID", message).as_result()


def _written(acting: Acting, job: Job, sobject: SObject, given: Record) -> tuple[str, bool]:
    if job.operation == "insert":
        return write.create(acting, sobject, given), True
    key = "Id" if job.operation != "upsert" else job.key
    wanted = next((value for name, value in given.items() if name.lower() == key.lower()), None)
    values = {name: value for name, value in given.items() if name.lower() != key.lower()}
    if not wanted:
        raise RefusedError("MISSING_ARGUMENT", f"{key} not specified", fields=(key,))
    if job.operation == "upsert":
        return write.upsert(acting, sobject, key, wanted, values)
    record_id = write.find(acting, sobject, str(wanted))["Id"]
    if job.operation == "delete":
        write.delete(acting, sobject, record_id)
    else:
        write.update(acting, sobject, record_id, values)
    return record_id, False


def found(acting: Acting, soql: str, base: str, *, deleted: bool) -> tuple[list[str], list[Record]]:
    """Answer the columns and rows of a query. Raises RefusedError for one that is none, or that nests."""
    query = parse(soql)
    if not all(isinstance(item, Path) for item in query.select):
        message = "Aggregate Relationships not supported in Bulk Query"
        raise RefusedError("FUNCTIONALITY_NOT_ENABLED", message)
    answer = run(acting, query, deleted=deleted)
    columns = [str(item) for item in query.select]
    return columns, [answer.render(row, base) for row in answer.rows]

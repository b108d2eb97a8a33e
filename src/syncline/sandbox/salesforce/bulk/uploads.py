"""Bulk API 2.0, records: a job is made, CSV is put into it, it is told that that was all, its results are read.

https://developer.salesforce.com/docs/atlas.en-us.api_asynch.meta/api_asynch/bulk_api_2_0_ingest.htm
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from syncline.sandbox.salesforce.bulk import carrying_out, csv_form
from syncline.sandbox.salesforce.bulk.answering import asked, described, listed, refusing
from syncline.sandbox.salesforce.bulk.errors import JobError
from syncline.sandbox.salesforce.errors import bad_column
from syncline.sandbox.salesforce.rest.call import Call, Document, Reply

if TYPE_CHECKING:
    from syncline.sandbox.salesforce.bulk.job import Batch, Job

_LINE_ENDS: Final = {"LF": "\n", "CRLF": "\r\n"}
_CSV: Final = "text/csv"


@refusing
def make(call: Call) -> Reply:
    """Answer POST /jobs/ingest."""
    settings = asked(call)
    if settings.get("operation") not in carrying_out.WRITES | {"hardDelete"}:
        raise JobError("InvalidJob", f"Unknown operation: {settings.get('operation')}")
    if settings.setdefault("contentType", "CSV") != "CSV":
        raise JobError("InvalidJob", f"Unsupported contentType: {settings['contentType']}")
    if settings.setdefault("columnDelimiter", "COMMA") not in csv_form.DELIMITERS:
        raise JobError("InvalidJob", f"Unsupported columnDelimiter: {settings['columnDelimiter']}")
    if settings.setdefault("lineEnding", "LF") not in _LINE_ENDS:
        raise JobError("InvalidJob", f"Unsupported lineEnding: {settings['lineEnding']}")
    sobject = carrying_out.check(call.acting, settings)
    job = call.service.jobs.add(call.acting.user_id, call.base, settings, sobject)
    return Reply(200, described(call, job))


@refusing
def every(call: Call) -> Reply:
    """Answer GET /jobs/ingest."""
    return Reply(200, listed(call, carrying_out.WRITES))


@refusing
def one(call: Call, identifier: str) -> Reply:
    """Answer GET /jobs/ingest/ID."""
    return Reply(200, described(call, _job(call, identifier)))


@refusing
def put(call: Call, identifier: str) -> Reply:
    """Answer PUT /jobs/ingest/ID/batches, the CSV in one piece."""
    job = _job(call, identifier)
    if job.state != "Open" or job.upload is not None:
        raise JobError("InvalidJobState", "Found multiple contents for job: upload content once, while it is Open")
    if not call.headers.get("content-type", "").startswith(_CSV):
        raise JobError("InvalidJob", "The content type of an upload is text/csv", status=415)
    job.upload = call.body
    return Reply(201)


@refusing
def change(call: Call, identifier: str) -> Reply:
    """Answer PATCH /jobs/ingest/ID: all is uploaded, or the job is given up."""
    job, wanted = _job(call, identifier), asked(call).get("state")
    if wanted not in {"UploadComplete", "Aborted"} or job.state not in {"Open", "UploadComplete"}:
        raise JobError("InvalidJobState", f"A job that is {job.state} cannot become {wanted}")
    job.changed = call.acting.state.clock()
    if wanted == "Aborted":
        job.state = "Aborted"
        return Reply(200, described(call, job))
    _carry_out(call, job)
    return Reply(200, {**described(call, job), "state": "UploadComplete"})


@refusing
def drop(call: Call, identifier: str) -> Reply:
    """Answer DELETE /jobs/ingest/ID."""
    job = _job(call, identifier)
    if job.state == "Open":
        raise JobError("InvalidJobState", "Job must be in UploadComplete, JobComplete, Aborted or Failed to be deleted")
    call.service.jobs.drop(job)
    return Reply(204)


@refusing
def successful(call: Call, identifier: str) -> Reply:
    """Answer GET /jobs/ingest/ID/successfulResults."""
    job = _job(call, identifier)
    rows = [
        {"sf__Id": one.id, "sf__Created": one.created, **one.given} for one in _batch(job).outcomes if not one.error
    ]
    return _results(job, ["sf__Id", "sf__Created"], rows)


@refusing
def failed(call: Call, identifier: str) -> Reply:
    """Answer GET /jobs/ingest/ID/failedResults."""
    job = _job(call, identifier)
    rows = [
        {"sf__Id": one.given.get("Id", ""), "sf__Error": csv_form.error_text(one.error), **one.given}
        for one in _batch(job).outcomes
        if one.error
    ]
    return _results(job, ["sf__Id", "sf__Error"], rows)


@refusing
def unprocessed(call: Call, identifier: str) -> Reply:
    """Answer GET /jobs/ingest/ID/unprocessedrecords: nothing is left over here."""
    return _results(_job(call, identifier), [], [])


def _job(call: Call, identifier: str) -> Job:
    return call.service.jobs.find(identifier, call.acting.user_id)


def _carry_out(call: Call, job: Job) -> None:
    batch = call.service.jobs.add_batch(job)
    try:
        records = csv_form.read(job.upload or b"", csv_form.DELIMITERS[job.settings["columnDelimiter"]])
        batch.columns = list(records[0]) if records else []
        check_columns(call, job, batch.columns)
    except JobError as error:
        job.state, batch.message = "Failed", f"{error.code} : {error.message}"
        return
    carrying_out.fill(call.acting, job, batch, records)
    job.state = "JobComplete"


def check_columns(call: Call, job: Job, columns: list[str]) -> None:
    """Refuse a batch with a column that is no field. Raises JobError."""
    sobject = call.acting.state.schema.objects[job.object]
    for name in columns:
        if call.acting.field(sobject, name) is None:
            raise JobError("InvalidBatch", f"Field name not found : {name}") from bad_column(name, sobject.name)


def _batch(job: Job) -> Batch:
    if not job.batches:
        raise JobError("InvalidJobState", f"The results of a job that is {job.state} cannot be read")
    return job.batches[0]


def _results(job: Job, before: list[str], rows: list[dict[str, Any]]) -> Reply:
    columns = [*before, *(job.batches[0].columns if job.batches else ())]
    delimiter, end = csv_form.DELIMITERS[job.settings["columnDelimiter"]], _LINE_ENDS[job.settings["lineEnding"]]
    return Reply(200, Document(csv_form.write(columns, rows, delimiter, end), _CSV))

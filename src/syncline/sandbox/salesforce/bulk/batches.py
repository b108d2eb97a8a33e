"""The older Bulk API, under /services/async: a job is open, batches are given to it, it is closed.

https://developer.salesforce.com/docs/atlas.en-us.api_asynch.meta/api_asynch/asynch_api_intro.htm
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

from syncline.sandbox.salesforce.bulk import carrying_out, csv_form, xml_form
from syncline.sandbox.salesforce.bulk.answering import asked
from syncline.sandbox.salesforce.bulk.errors import JobError
from syncline.sandbox.salesforce.bulk.job import QUERIES
from syncline.sandbox.salesforce.bulk.uploads import check_columns
from syncline.sandbox.salesforce.errors import RefusedError
from syncline.sandbox.salesforce.rest.call import Call, Document, Reply
from syncline.sandbox.salesforce.values import show

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.sandbox.salesforce.bulk.job import Batch, Job, Outcome, Record

PATH: Final = re.compile(r"(/services/async/(\d{2,3}\.0))/job(/.*)?")
MOST: Final = 10_000
_MODES: Final = ("Parallel", "Serial")
_FORMS: Final = {"CSV": "text/csv", "JSON": "application/json", "XML": "application/xml"}
_RESULT: Final = ("Id", "Success", "Created", "Error")


def answer(call: Call) -> Reply:
    """Answer a request; `call.path` starts after /job."""
    try:
        return _routed(call)
    except JobError as error:
        return refusal(call.headers, error)


def refusal(headers: Mapping[str, str], error: JobError) -> Reply:
    """Refuse in the form that the request has."""
    told = {"exceptionCode": error.code, "exceptionMessage": error.message}
    return Reply(error.status, told if _speaks_json(headers) else xml_form.document("error", told))


def _routed(call: Call) -> Reply:
    match (call.method, [part for part in call.path.split("/") if part]):
        case ("POST", []):
            return _make(call)
        case ("POST", [job]):
            return _change(call, _job(call, job))
        case ("POST", [job, "batch"]):
            return _add(call, _job(call, job))
        case ("GET", [job, *parts]):
            return _read(call, _job(call, job), parts)
    raise _nowhere(call)


def _read(call: Call, job: Job, parts: list[str]) -> Reply:
    match parts:
        case []:
            return _told(call, "jobInfo", _job_info(job))
        case ["batch"]:
            return _list(call, job)
        case ["batch", batch]:
            return _told(call, "batchInfo", _batch_info(job.batch(batch)))
        case ["batch", batch, "request"]:
            return _records(job, [one.given for one in job.batch(batch).outcomes])
        case ["batch", batch, "result", *which]:
            found = job.batch(batch)
            return _records(job, found.rows, found.columns) if which else _results(job, found)
    raise _nowhere(call)


def _nowhere(call: Call) -> JobError:
    return JobError("InvalidUrl", f"Unable to route {call.method} {call.path}")


def _job(call: Call, identifier: str) -> Job:
    try:
        return call.service.jobs.find(identifier, call.acting.user_id)
    except JobError as error:
        raise JobError("InvalidJob", error.message) from error


def _speaks_json(headers: Mapping[str, str]) -> bool:
    return any("json" in headers.get(name, "") for name in ("content-type", "accept"))


def _asked(call: Call) -> dict[str, Any]:
    if not _speaks_json(call.headers):
        return xml_form.read(call.body)
    try:
        return asked(call)
    except RefusedError as error:
        raise JobError("InvalidJob", error.message) from error


def _make(call: Call) -> Reply:
    settings = _asked(call)
    if settings.setdefault("contentType", "XML") not in _FORMS:
        raise JobError("InvalidJob", f"Unsupported content type: {settings['contentType']}")
    settings["concurrencyMode"] = _mode(settings.get("concurrencyMode"))
    sobject = carrying_out.check(call.acting, settings)
    job = call.service.jobs.add(call.acting.user_id, call.base.rpartition("/")[2], settings, sobject)
    return _told(call, "jobInfo", _job_info(job), 201)


def _mode(given: object) -> str:
    """In JSON a mode may come by its number, as simple-salesforce sends it."""
    if isinstance(given, int) and 0 <= given < len(_MODES):
        return _MODES[given]
    if given is not None and given not in _MODES:
        raise JobError("InvalidJob", f"Unknown concurrencyMode: {given}")
    return str(given or _MODES[0])


def _change(call: Call, job: Job) -> Reply:
    wanted = _asked(call).get("state")
    if wanted not in {"Closed", "Aborted"}:
        raise JobError("InvalidJob", f"A job cannot become {wanted}")
    if job.state != "Open":
        raise JobError("InvalidJobState", f"Closed already: the job is {job.state}")
    job.state, job.changed = wanted, call.acting.state.clock()
    return _told(call, "jobInfo", _job_info(job))


def _add(call: Call, job: Job) -> Reply:
    if job.state != "Open":
        raise JobError("InvalidJobState", f"Unable to add a batch: the job is {job.state}")
    batch = call.service.jobs.add_batch(job)
    try:
        _fill(call, job, batch)
    except JobError as error:
        batch.state, batch.message = "Failed", f"{error.code} : {error.message}"
    return _told(call, "batchInfo", {**_batch_info(batch), "state": "Queued", "stateMessage": None}, 201)


def _fill(call: Call, job: Job, batch: Batch) -> None:
    if job.operation in QUERIES:
        try:
            soql, base = call.body.decode(), f"/services/data/v{job.version}"
            batch.columns, batch.rows = carrying_out.found(call.acting, soql, base, deleted=job.operation == "queryAll")
        except (RefusedError, UnicodeDecodeError) as error:
            told = error.message if isinstance(error, RefusedError) else "not UTF-8"
            raise JobError("InvalidBatch", f"Failed to process query: {told}") from error
        return
    records = _given(job, call)
    if len(records) > MOST:
        raise JobError("InvalidBatch", f"Records exceed the limit of {MOST}")
    batch.columns = list(dict.fromkeys(name for record in records for name in record))
    check_columns(call, job, batch.columns)
    carrying_out.fill(call.acting, job, batch, records)


def _given(job: Job, call: Call) -> list[Record]:
    if job.content_type == "CSV":
        return csv_form.read(call.body)
    if job.content_type == "XML":
        return xml_form.records(call.body)
    try:
        records = json.loads(call.body)
    except ValueError as error:
        raise JobError("InvalidBatch", "Failed to parse JSON") from error
    if not isinstance(records, list) or not all(isinstance(one, dict) for one in records):
        raise JobError("InvalidBatch", "A batch is a list of records")
    return [{name: value for name, value in one.items() if name != "attributes"} for one in records]


def _list(call: Call, job: Job) -> Reply:
    infos = [_batch_info(one) for one in job.batches]
    if _speaks_json(call.headers):
        return Reply(200, {"batchInfo": infos})
    inside = "".join(xml_form.element("batchInfo", one) for one in infos)
    return Reply(200, xml_form.wrapped("batchInfoList", inside))


def _results(job: Job, batch: Batch) -> Reply:
    if batch.state == "Failed":
        raise JobError("InvalidBatch", f"Batch was not completed: {batch.message}")
    if job.operation in QUERIES:
        identifier = f"752{batch.id[3:]}"
        if job.content_type == "JSON":
            return Reply(200, [identifier])
        return Reply(200, xml_form.wrapped("result-list", f"<result>{identifier}</result>"))
    if job.content_type == "CSV":
        rows = [dict(zip(_RESULT, _line(one), strict=True)) for one in batch.outcomes]
        return Reply(200, Document(csv_form.write(_RESULT, rows), _FORMS["CSV"]))
    told = [_result(one) for one in batch.outcomes]
    if job.content_type == "JSON":
        return Reply(200, told)
    return Reply(200, xml_form.wrapped("results", "".join(xml_form.element("result", one) for one in told)))


def _line(one: Outcome) -> tuple[str, bool, bool, str]:
    return one.id, not one.error, one.created, csv_form.error_text(one.error)


def _result(one: Outcome) -> dict[str, Any]:
    errors = [{**one.error, "extendedErrorDetails": None}] if one.error else []
    return {"success": not one.error, "created": one.created, "id": one.id or None, "errors": errors}


def _records(job: Job, rows: list[Record], columns: list[str] | None = None) -> Reply:
    if job.content_type == "JSON":
        return Reply(200, rows)
    if job.content_type == "CSV":
        names = columns if columns is not None else list(dict.fromkeys(name for row in rows for name in row))
        return Reply(200, Document(csv_form.write(names, rows), _FORMS["CSV"]))
    inside = "".join(f"<records>{_fields(row)}</records>" for row in rows)
    return Reply(200, xml_form.wrapped("queryResult", inside))


def _fields(row: Record) -> str:
    return "".join(f"<{name}>{escape(str(value))}</{name}>" for name, value in row.items() if name != "attributes")


def _told(call: Call, name: str, told: dict[str, Any], status: int = 200) -> Reply:
    return Reply(status, told if _speaks_json(call.headers) else xml_form.document(name, told))


def _job_info(job: Job) -> dict[str, Any]:
    done = sum(one.state == "Completed" for one in job.batches)
    return {
        "id": job.id,
        "operation": job.operation,
        "object": job.object,
        "createdById": job.user_id,
        "createdDate": show(job.created),
        "systemModstamp": show(job.changed),
        "state": job.state,
        "externalIdFieldName": job.settings.get("externalIdFieldName"),
        "concurrencyMode": job.settings["concurrencyMode"],
        "contentType": job.content_type,
        "numberBatchesQueued": 0,
        "numberBatchesInProgress": 0,
        "numberBatchesCompleted": done,
        "numberBatchesFailed": len(job.batches) - done,
        "numberBatchesTotal": len(job.batches),
        "numberRecordsProcessed": sum(one.processed for one in job.batches),
        "numberRetries": 0,
        "apiVersion": float(job.version),
        "assignmentRuleId": None,
        "numberRecordsFailed": sum(one.failed for one in job.batches),
        "totalProcessingTime": 0,
        "apiActiveProcessingTime": 0,
        "apexProcessingTime": 0,
    }


def _batch_info(batch: Batch) -> dict[str, Any]:
    return {
        "id": batch.id,
        "jobId": batch.job,
        "state": batch.state,
        "stateMessage": batch.message or None,
        "createdDate": show(batch.created),
        "systemModstamp": show(batch.changed),
        "numberRecordsProcessed": batch.processed,
        "numberRecordsFailed": batch.failed,
        "totalProcessingTime": 0,
        "apiActiveProcessingTime": 0,
        "apexProcessingTime": 0,
    }

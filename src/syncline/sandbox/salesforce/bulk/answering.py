"""What both halves of Bulk API 2.0 say of a job, and how they refuse."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from syncline.sandbox.salesforce.bulk.errors import JobError
from syncline.sandbox.salesforce.bulk.job import QUERIES
from syncline.sandbox.salesforce.errors import RefusedError
from syncline.sandbox.salesforce.values import show

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from syncline.sandbox.salesforce.bulk.job import Job
    from syncline.sandbox.salesforce.rest.call import Call, Reply


def refusing(handler: Callable[..., Reply]) -> Callable[..., Reply]:
    """Turn the refusal of a job into one of REST: InvalidJob is INVALIDJOB there."""

    @wraps(handler)
    def answer(*arguments: object) -> Reply:
        try:
            return handler(*arguments)
        except JobError as error:
            code = "NOT_FOUND" if error.status == 404 else error.code.upper()  # noqa: PLR2004 - its own name
            message = "The requested resource does not exist" if code == "NOT_FOUND" else error.message
            raise RefusedError(code, f"{error.code} : {message}", status=error.status) from error

    return answer


def asked(call: Call) -> dict[str, Any]:
    """Read the JSON that describes a job; nothing in it is nested."""
    settings = dict(call.object_body())
    for name, value in settings.items():
        if isinstance(value, list | dict):
            raise JobError("InvalidJob", f"Cannot deserialize {name}")
    return settings


def described(call: Call, job: Job) -> dict[str, Any]:
    """Say how a job stands."""
    query = job.operation in QUERIES
    version = job.version.rpartition("/v")[2]
    told: dict[str, Any] = {
        "id": job.id,
        "operation": job.operation,
        "object": job.object,
        "createdById": job.user_id,
        "createdDate": show(job.created),
        "systemModstamp": show(job.changed),
        "state": job.state,
        "concurrencyMode": "Parallel",
        "contentType": "CSV",
        "apiVersion": float(version),
        "jobType": "V2Query" if query else "V2Ingest",
        "lineEnding": job.settings.get("lineEnding", "LF"),
        "columnDelimiter": job.settings.get("columnDelimiter", "COMMA"),
    }
    if not query:
        told["contentUrl"] = f"{call.base.lstrip('/')}/jobs/ingest/{job.id}/batches"
    if job.settings.get("externalIdFieldName"):
        told["externalIdFieldName"] = job.settings["externalIdFieldName"]
    return {**told, **_counted(job)}


def _counted(job: Job) -> dict[str, Any]:
    if not job.batches:
        return {}
    batch = job.batches[0]
    told: dict[str, Any] = {
        "numberRecordsProcessed": batch.processed,
        "retries": 0,
        "totalProcessingTime": 0,
        "isPkChunkingSupported": False,
    }
    if job.operation not in QUERIES:
        told |= {
            "numberRecordsFailed": batch.failed,
            "apiActiveProcessingTime": 0,
            "apexProcessingTime": 0,
        }
    return {**told, "errorMessage": batch.message} if batch.message else told


def listed(call: Call, operations: Collection[str]) -> dict[str, Any]:
    """List a user's jobs of one kind."""
    jobs = [job for job in call.service.jobs.of(call.acting.user_id) if job.operation in operations]
    return {"done": True, "nextRecordsUrl": None, "records": [described(call, job) for job in jobs]}

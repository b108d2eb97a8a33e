"""Bulk API 2.0, queries: a job is made of SOQL, and its rows are read as CSV, page by page.

https://developer.salesforce.com/docs/atlas.en-us.api_asynch.meta/api_asynch/bulk_api_2_0_query.htm
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.sandbox.salesforce.bulk import carrying_out, csv_form
from syncline.sandbox.salesforce.bulk.answering import asked, described, listed, refusing
from syncline.sandbox.salesforce.bulk.errors import JobError
from syncline.sandbox.salesforce.bulk.job import QUERIES
from syncline.sandbox.salesforce.rest.call import Call, Document, Reply
from syncline.sandbox.salesforce.soql.parser import parse

if TYPE_CHECKING:
    from syncline.sandbox.salesforce.bulk.job import Job


@refusing
def make(call: Call) -> Reply:
    """Answer POST /jobs/query; a query that cannot be read is refused at once."""
    settings = asked(call)
    operation, soql = settings.get("operation"), settings.get("query")
    if operation not in QUERIES or not isinstance(soql, str):
        raise JobError("InvalidJob", "A query job has an operation, query or queryAll, and a query")
    if settings.get("columnDelimiter", "COMMA") not in csv_form.DELIMITERS:
        raise JobError("InvalidJob", f"Unsupported columnDelimiter: {settings['columnDelimiter']}")
    columns, rows = carrying_out.found(call.acting, soql, call.base, deleted=operation == "queryAll")
    job = call.service.jobs.add(call.acting.user_id, call.base, settings, str(parse(soql).source))
    batch = call.service.jobs.add_batch(job)
    batch.columns, batch.rows = columns, rows
    job.state = "JobComplete"
    told = {name: value for name, value in described(call, job).items() if not name.startswith("number")}
    return Reply(200, {**told, "state": "UploadComplete"})


@refusing
def every(call: Call) -> Reply:
    """Answer GET /jobs/query."""
    return Reply(200, listed(call, QUERIES))


@refusing
def one(call: Call, identifier: str) -> Reply:
    """Answer GET /jobs/query/ID."""
    return Reply(200, described(call, _job(call, identifier)))


@refusing
def change(call: Call, identifier: str) -> Reply:
    """Answer PATCH /jobs/query/ID, which can only give it up; a job that is done stays so."""
    job = _job(call, identifier)
    if asked(call).get("state") != "Aborted":
        raise JobError("InvalidJobState", "A query job can only become Aborted")
    return Reply(200, described(call, job))


@refusing
def drop(call: Call, identifier: str) -> Reply:
    """Answer DELETE /jobs/query/ID."""
    call.service.jobs.drop(_job(call, identifier))
    return Reply(204)


@refusing
def results(call: Call, identifier: str) -> Reply:
    """Answer GET /jobs/query/ID/results?locator=&maxRecords=; the last page's locator is the word null."""
    job = _job(call, identifier)
    batch = job.batches[0]
    start = _number(call, "locator", 0)
    end = min(start + max(_number(call, "maxRecords", len(batch.rows) + 1), 1), len(batch.rows))
    headers = {
        "Sforce-NumberOfRecords": str(max(end - start, 0)),
        "Sforce-Locator": str(end) if end < len(batch.rows) else "null",
    }
    delimiter = csv_form.DELIMITERS[job.settings.get("columnDelimiter", "COMMA")]
    line_end = "\r\n" if job.settings.get("lineEnding") == "CRLF" else "\n"
    text = csv_form.write(batch.columns, batch.rows[start:end], delimiter, line_end)
    return Reply(200, Document(text, "text/csv"), headers)


def _number(call: Call, name: str, otherwise: int) -> int:
    text = call.arguments.get(name, "")
    if not text:
        return otherwise
    if not text.isdecimal():
        raise JobError("InvalidJob", f"Invalid {name}: {text}")
    return int(text)


def _job(call: Call, identifier: str) -> Job:
    job = call.service.jobs.find(identifier, call.acting.user_id)
    if job.operation not in QUERIES or not job.version.startswith("/"):
        raise JobError("InvalidJob", f"Unable to find job: {identifier}", status=404)
    return job

"""Conditional requests: entity tags for accounts, dates for every record and for describe.

https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/intro_rest_conditional_requests.htm: If-Match
and If-None-Match work on sObject Rows of accounts only; If-Modified-Since and If-Unmodified-Since on sObject Rows,
sObject Describe and Describe Global. DELETE takes none of them. A date that cannot be read is 400 on a write, and
counts as not sent on a read, as HTTP has it.
"""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from werkzeug.http import http_date, parse_date, parse_etags

from syncline.sandbox.salesforce.errors import RefusedError
from syncline.sandbox.salesforce.rest.call import Reply

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.sandbox.salesforce.rest.call import Call


def tag(body: Any) -> str:
    """Answer the entity tag of a record's whole content."""
    text = json.dumps(body, sort_keys=True, ensure_ascii=True).encode()
    return base64.b64encode(hashlib.sha256(text).digest()[:20]).decode() + "-gzip"


def answer(call: Call, body: Any, modified: datetime, *, entity: Any = None) -> Reply:
    """Answer a read with the validators of its answer, or 304. `entity` is what the tag stands for; None has none."""
    headers = {"Last-Modified": http_date(modified)}
    if entity is not None:
        headers["ETag"] = f'"{tag(entity)}"'
    _match(call, entity)
    refused = call.headers.get("if-none-match") if entity is not None else None
    if refused is not None:
        if parse_etags(refused).contains(tag(entity)):
            return Reply(304, None, headers)
    elif (since := _date(call.headers, "if-modified-since")) and modified.replace(microsecond=0) <= since:
        return Reply(304, None, headers)
    _unmodified(call, modified)
    return Reply(200, body, headers)


def before_write(call: Call, modified: datetime, *, entity: Any = None) -> None:
    """Refuse a write whose precondition does not hold: 412, and nothing is written."""
    _match(call, entity)
    text = call.headers.get("if-unmodified-since")
    if text is not None and _date(call.headers, "if-unmodified-since") is None:
        raise RefusedError("INVALID_INPUT", "Invalid value for header If-Unmodified-Since", status=400)
    _unmodified(call, modified)


def _match(call: Call, entity: Any) -> None:
    wanted = call.headers.get("if-match") if entity is not None else None
    if wanted is not None and not parse_etags(wanted).contains(tag(entity)):
        raise _failed()


def _unmodified(call: Call, modified: datetime) -> None:
    since = _date(call.headers, "if-unmodified-since")
    if since and modified.replace(microsecond=0) > since:
        raise _failed()


def _failed() -> RefusedError:
    return RefusedError("PRECONDITION_FAILED", "A precondition of the request does not hold.", status=412)


def _date(headers: Mapping[str, str], name: str) -> datetime | None:
    found = parse_date(headers.get(name))
    return found.astimezone(UTC) if found else None

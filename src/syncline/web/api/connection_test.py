"""The connection test over HTTP: steps stream in, one JSON document a line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.http import HttpRequest, StreamingHttpResponse
from ninja import Router, Schema

from syncline.jobs.connection_test import overall, result_as_json, run
from syncline.jobs.subject import choose
from syncline.web.access.needs import CUSTOMIZE
from syncline.web.api.token import Bearer
from syncline.web.asked import around, store_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syncline.jobs.connection_test import Result

router = Router(tags=["connection test"])


class TestWanted(Schema):
    """What is tested: a rep, by user name, mailbox or id; org and mail by the names of their connections."""

    rep: str
    org: str | None = None
    mail: str | None = None


@router.post("/test", summary="Test the way to Salesforce and to a rep's mailbox", auth=Bearer(CUSTOMIZE))
def connection_test(request: HttpRequest, wanted: TestWanted) -> StreamingHttpResponse:
    """Answer a line of JSON for each step as it ends, and one with the overall verdict last; within half a minute."""
    subject = choose(store_of(request), wanted.rep, wanted.org, wanted.mail)
    results = run(around(request).chains(subject))
    return StreamingHttpResponse(_lines(results), content_type="application/x-ndjson")


def _lines(results: Iterator[Result]) -> Iterator[str]:
    seen = []
    for result in results:
        seen.append(result)
        yield json.dumps(result_as_json(result), ensure_ascii=False) + "\n"
    yield json.dumps({"overall": overall(seen)}) + "\n"

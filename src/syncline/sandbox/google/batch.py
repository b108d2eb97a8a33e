"""Many requests in one: `multipart/mixed` there and back.

https://developers.google.com/workspace/calendar/api/guides/batch: headers of the whole, but those about content, count
for each part; parts may be carried out in any order, and each counts against the quota. Older pages, and clients, know
a limit of 50 where the page now says 1,000.
"""

from __future__ import annotations

import re
from email import policy
from email.parser import BytesParser
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import parse_qs

from werkzeug.wrappers import Response

from .errors import ApiError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from email.message import MIMEPart

    from werkzeug.wrappers import Request

    from .dispatch import Dispatcher

PATH: Final = re.compile(r"/batch(?:/(?:calendar/v3|people/v1|v1))?/?")
LIMIT: Final = 1000
_LINE: Final = re.compile(r"([A-Z]+) (\S+)(?: HTTP/1\.[01])?")
_ABSOLUTE: Final = re.compile(r"^https?://[^/]+")


class Part(NamedTuple):
    """One request of a batch."""

    content_id: str
    verb: str
    address: str
    headers: Mapping[str, str]
    body: bytes


def respond(request: Request, dispatcher: Dispatcher, limit: int) -> Response:
    """Answer all parts, each with its own status; the whole is refused if it cannot be read or is too large."""
    outer = {name: value for name, value in request.headers.items() if not name.startswith("Content-")}
    try:
        parts = _parts(request, limit)
    except ApiError as error:
        return dispatcher.refusal(error, request.path)
    boundary = f"batch_{dispatcher.fresh(24)}"
    origin = request.host_url.rstrip("/")
    answers = [_answered(dispatcher, part, outer, origin, boundary) for part in parts]
    body = b"".join(answers) + f"--{boundary}--\r\n".encode()
    return Response(body, content_type=f"multipart/mixed; boundary={boundary}")


def _answered(
    dispatcher: Dispatcher, part: Part, outer: Mapping[str, str], origin: str, boundary: str
) -> bytes:  # fmt: skip
    path, _, query = _ABSOLUTE.sub("", part.address).partition("?")
    answer = dispatcher.answer(
        part.verb, path, parse_qs(query, keep_blank_values=True), {**outer, **part.headers}, part.body, origin
    )
    named = f"Content-ID: <response-{part.content_id}>\r\n" if part.content_id else ""
    inner = "".join(f"{name}: {value}\r\n" for name, value in answer.headers.items())
    head = f"--{boundary}\r\nContent-Type: application/http\r\n{named}\r\nHTTP/1.1 {answer.status}\r\n{inner}\r\n"
    return head.encode() + answer.get_data() + b"\r\n"


def _parts(request: Request, limit: int) -> list[Part]:
    head = f"Content-Type: {request.headers.get('Content-Type', '')}\r\n\r\n".encode()
    whole = BytesParser(policy=policy.HTTP).parsebytes(head + request.get_data())
    if not whole.is_multipart():
        raise ApiError(400, "badRequest", "Failed to parse batch request, error: no multipart/mixed body.")
    parts = list(whole.iter_parts())
    if len(parts) > limit:
        raise ApiError(400, "badRequest", f"The batch request contains more than {limit} calls.")
    return [_part(one) for one in parts]


def _part(message: MIMEPart) -> Part:
    content = message.get_payload(decode=True)
    if message.get_content_type() != "application/http" or not isinstance(content, bytes):
        raise ApiError(400, "badRequest", "Failed to parse batch request, error: a part is not application/http.")
    line, _, rest = content.lstrip().partition(b"\n")
    match = _LINE.fullmatch(line.decode("utf-8", "replace").strip())
    if match is None:
        raise ApiError(400, "badRequest", "Failed to parse batch request, error: a part has no request line.")
    head, _, body = re.sub(rb"\r\n", b"\n", rest).partition(b"\n\n") if rest.strip() else (b"", b"", b"")
    inner = BytesParser(policy=policy.HTTP).parsebytes(head + b"\n\n", headersonly=True)
    headers = {name.title(): str(value) for name, value in inner.items()}
    return Part(str(message.get("Content-ID", "")).strip("<>"), match[1], match[2], headers, body.strip())

"""Batches: parts come back in any order, and in every shape that HTTP allows."""

from __future__ import annotations

import pytest

from syncline.connectors.errors import BadAnswerError
from syncline.connectors.google.account import calendar_call
from syncline.connectors.google.batch import _boundary, _read, _write
from syncline.connectors.transport import Raw

ANSWER = (
    b"--b1\r\nContent-Type: application/http\r\nContent-ID: <response-1>\r\n\r\nHTTP/1.1 404 Not Found\r\n"
    b'Content-Type: application/json\r\nContent-Length: 28\r\n\r\n{"error": {"code": 404}}    \r\n'
    b'--b1\r\nContent-Type: application/http\r\nContent-ID: <response-0>\r\n\r\nHTTP/1.1 200 OK\r\nETag: "x"\r\n'
    b'Content-Type: application/json; charset=UTF-8\r\n\r\n{\n "id": "a",\n "summary": "K\xc3\xb6ln"\n}\r\n'
    b"--b1\r\nContent-Type: application/http\r\nContent-ID: <response-2>\r\n\r\n"
    b"HTTP/1.1 204 No Content\r\n\r\n\r\n--b1--\r\n"
)


def test_answers_are_told_apart_by_their_content_id() -> None:
    found = _read(Raw(200, {"Content-Type": "multipart/mixed; boundary=b1"}, ANSWER))
    assert {place: one.status for place, one in found.items()} == {0: 200, 1: 404, 2: 204}
    assert found[0].body == {"id": "a", "summary": "Köln"}
    assert found[0].headers["ETag"] == '"x"'
    assert found[2].body is None


@pytest.mark.parametrize("content", [b"<html>", b"--b1\r\nContent-ID: <response-0>\r\n\r\nno status\r\n--b1--"])
def test_what_is_no_batch_is_said_to_be_none(content: bytes) -> None:
    kind = "multipart/mixed; boundary=b1" if content.startswith(b"--") else "text/html"
    with pytest.raises(BadAnswerError):
        _read(Raw(200, {"Content-Type": kind}, content))


def test_a_boundary_stands_in_none_of_the_bodies() -> None:
    call = calendar_call("x", "POST", "/calendars/primary/events", body={"summary": "--batch_syncline"})
    boundary = _boundary([call])
    assert boundary.encode() not in (call.content or b"")
    assert _write([call], boundary).count(f"--{boundary}".encode()) == 2


def test_each_part_is_a_request_with_its_own_condition() -> None:
    call = calendar_call("x", "DELETE", "/calendars/primary/events/a", (("sendUpdates", "none"),), version='"7"')
    data = _write([call], "b").decode()
    assert "DELETE /calendar/v3/calendars/primary/events/a?sendUpdates=none HTTP/1.1\r\n" in data
    assert 'If-Match: "7"\r\n' in data

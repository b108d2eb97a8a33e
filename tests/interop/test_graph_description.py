"""Microsoft's description of Graph judges the server; and wrong messages are found. Set up by `make interop`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.graph_schema import Referee, judge

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[2]
MINUTES = 300

pytestmark = pytest.mark.interop


def test_everything_that_the_contract_tests_say_and_hear_is_judged() -> None:
    """The same tests that `make test` runs without a referee."""
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "tests/contract/microsoft365_server"],
        cwd=ROOT, env=os.environ | {"SYNCLINE_GRAPH_JUDGED": "1"}, capture_output=True, text=True, timeout=MINUTES,
        check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout


WRONG: dict[str, Any] = {
    "contact": {"emailAddresses": [{"adress": "ada@acme.example"}]},
    "contactFolder": {"displayName": 7},
    "event": {"start": {"dateTime": "2026-03-02T09:00:00", "timezone": "UTC"}},
    "itemBody": {"contentType": "markdown", "content": ""},
    "patternedRecurrence": {"pattern": {"type": "hourly"}},
    "attendee": {"type": "required", "status": {"response": "maybe"}},
    "calendar": {"isDefaultCalendar": "yes"},
    "user": {"proxyAddresses": "smtp:ada@acme.example"},
    "mailboxSettings": {"timezone": "UTC"},
    "subscription": {"expirationDateTime": "tomorrow"},
    "singleValueLegacyExtendedProperty": {"id": "String 0x1", "value": 1},
    "changeNotification": {"changeType": "renamed"},
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_message_is_found(name: str) -> None:
    assert judge().named(name, WRONG[name])


def test_a_server_that_invents_something_is_found() -> None:
    def inventive(environ: Any, start: Any) -> list[bytes]:
        start("200 OK", [("Content-Type", "application/json")])
        return [b'{"value":[{"nickname":"Ada"}]}']

    referee = Referee(inventive)
    for path in ("/v1.0/users/1/contacts", "/v1.0/users/1/contacts/2/move"):
        environ: Any = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "wsgi.input": _Nothing(), "CONTENT_LENGTH": "0"}
        list(referee(environ, _heard))
    assert ["nickname" in referee.found[0], "does not have it" in referee.found[1]] == [True, True]


def _heard(_status: str, _headers: list[tuple[str, str]], _exc: object = None, /) -> Callable[[bytes], object]:
    return lambda _chunk: None


class _Nothing:
    def read(self, _size: int = -1) -> bytes:
        return b""

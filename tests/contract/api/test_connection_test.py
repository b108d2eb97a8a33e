"""The connection test over HTTP: a line of JSON for each step, the verdict last."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from syncline.store.rows import ConfigurationRow, ConnectionRow, RepRow

if TYPE_CHECKING:
    from syncline.store.memory import MemoryStore
    from tests.contract.api.conftest import Caller


@pytest.fixture(autouse=True)
def _set_up(store: MemoryStore) -> None:
    store.save_setup(
        connections=[ConnectionRow("acme", "salesforce", {}), ConnectionRow("mail", "exchange", {})],
        configurations=[ConfigurationRow("Sales", "acme", "mail", active=True, settings={})],
        reps=[RepRow("acme/marianne@acme.example", "acme", "mail", "marianne@acme.example", "Sales")],
    )


@pytest.mark.parametrize("rep", ["marianne@acme.example", "acme/Marianne@acme.example"])
def test_the_steps_stream_in(caller: Caller, rep: str) -> None:
    answer = caller.post("/api/test", {"rep": rep})
    assert answer.content_type == "application/x-ndjson"
    step, verdict = (json.loads(line) for line in answer.text.splitlines())
    assert step["seen"] == "acme mail acme/marianne@acme.example"
    assert verdict == {"overall": "successful"}


def test_somebody_whom_no_configuration_names_yet(caller: Caller) -> None:
    answer = caller.post("/api/test", {"rep": "Otto@acme.example"})
    assert "acme mail acme/otto@acme.example" in answer.text


@pytest.mark.parametrize("more", [{"org": "other"}, {"mail": "other"}, {"org": "mail"}])
def test_connections_that_are_not_there(caller: Caller, more: dict[str, str]) -> None:
    answer = caller.post("/api/test", {"rep": "marianne@acme.example"} | more)
    assert answer.status_code == 422
    assert answer.json is not None
    assert answer.json["error"]["code"] == "unknown_subject"
    assert answer.json["error"]["remedy"].startswith("Known are: ")


def test_nobody_is_guessed_between_two(caller: Caller, store: MemoryStore) -> None:
    store.save_setup(
        connections=[ConnectionRow("second", "salesforce", {})],
        reps=[RepRow("second/marianne@acme.example", "second", "mail", "marianne@acme.example", "Sales")],
    )
    answer = caller.post("/api/test", {"rep": "marianne@acme.example"})
    assert answer.status_code == 422
    assert "acme/marianne@acme.example, second/marianne@acme.example" in answer.text

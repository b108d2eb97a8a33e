"""Who may call the HTTP API, and what it says to everybody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from syncline import catalogue
from syncline.jobs.tokens import Holder, TokenTakenError, holder_of, make_token, revoke_token, token_holders
from syncline.store.memory import MemoryStore
from tests.contract.api.conftest import NOW

if TYPE_CHECKING:
    from tests.contract.api.conftest import Caller


def test_a_token_opens_until_it_is_taken_back() -> None:
    store = MemoryStore()
    token = make_token(store, "reporting", NOW)
    assert holder_of(store, token) == Holder("reporting", "", "2026-03-02T09:00:00+00:00")
    assert token_holders(store) == {"reporting": "2026-03-02T09:00:00+00:00"}
    assert revoke_token(store, "reporting")
    assert holder_of(store, token) is None
    assert not revoke_token(store, "reporting")


def test_the_store_does_not_hold_the_token() -> None:
    store = MemoryStore()
    token = make_token(store, "reporting", NOW)
    assert token not in store.setting("api_tokens")


def test_a_holder_has_one_token() -> None:
    store = MemoryStore()
    make_token(store, "reporting", NOW)
    with pytest.raises(TokenTakenError):
        make_token(store, "reporting", NOW)


@pytest.mark.parametrize("path", ["/api/status", "/api/catalogue"])
@pytest.mark.parametrize("header", [None, "Bearer syncline_wrong", "Basic eDp5", "Bearer"])
def test_without_a_token_nothing_is_told(stranger: Caller, path: str, header: str | None) -> None:
    answer = stranger.get(path, **({"Authorization": header} if header else {}))
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.json is not None
    assert answer.json["error"]["code"] == "unauthorized"
    assert answer.json["error"]["remedy"]


def test_every_call_is_described_and_closed(stranger: Caller) -> None:
    described = stranger.get("/api/openapi.json").json
    assert described is not None
    assert described["openapi"].startswith("3.")
    for path, calls in described["paths"].items():
        for method, call in calls.items():
            assert call["summary"], path
            assert call["security"], f"{method} {path} is open"


def test_the_catalogue_is_told_whole(caller: Caller) -> None:
    told = caller.get("/api/catalogue").json
    assert told is not None
    assert [one["code"] for one in told] == list(catalogue.entries())

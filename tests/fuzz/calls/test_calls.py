"""Every call of the HTTP API, with what its description allows and with what it does not (SPEC 7.8).

schemathesis reads `/api/openapi.json` and makes the requests; each answer is held against the description: no defect,
no status, type of content or shape that it does not name, nothing wrong that is taken, nothing without a token.
"""

from __future__ import annotations

import os
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.generation import GenerationMode

from syncline.engine.undo.outcome import UndoOutcome, Verdict
from syncline.jobs.tokens import make_token
from syncline.store.memory import MemoryStore
from syncline.web.asked import Around
from tests.contract.web.conftest import NOW, person
from tests.contract.web.filled import ANN, fill
from tests.support.django_pages import set_up_django

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.store.database import DatabaseStore
    from syncline.store.rows import JournalRow

EXAMPLES = int(os.environ.get("EXAMPLES", "12"))
"""Requests of each call; more than twelve find what a dozen does not, when there is time."""
_SETTINGS = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)

KNOWN: dict[str, dict[str, Any]] = {
    f"{method} /api/{path}": {"path_parameters": {key: name}}
    for methods, path, key, name in (
        (("GET", "PUT", "PATCH", "DELETE"), "configurations/{name}", "name", "Sales"),
        (("GET", "PUT", "DELETE"), "connections/{name}", "name", "mail"),
        (("GET", "PUT"), "people/{username}", "username", "ann@acme.example"),
    )
    for method in methods
} | {f"GET /api/{path}": {"query": {"rep": ANN}} for path in ("reps/one", "errors", "unresolved", "held", "journal")}
"""Calls about what is in the house."""


@cache
def described() -> Any:
    """The description, as the API serves it."""
    set_up_django()
    from syncline.web.serve import Pages  # noqa: PLC0415 - Django has to be set up before

    return schemathesis.openapi.from_wsgi("/api/openapi.json", Pages(Around(MemoryStore(), lambda: NOW, lambda _: {})))


def operations() -> list[Any]:
    """Every call that it tells of."""
    return [found.ok() for found in described().get_all_operations()]


def undo(rows: Sequence[JournalRow], who: str, force: bool) -> list[UndoOutcome]:  # noqa: FBT001 - `Around` has it so
    return [UndoOutcome(row.id, Verdict.UNDONE) for row in rows]


@pytest.fixture
def token(around: Around, store: DatabaseStore) -> str:
    """A token that may do everything, in a house where something of everything has happened."""
    from syncline.web.serve import Pages  # noqa: PLC0415 - Django has to be set up before

    fill(store)
    person(rep=ANN)
    described().app = Pages(replace(around, undo=undo))
    return make_token(store, "fuzz", NOW)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["allowed", "wrong"])
@pytest.mark.parametrize("operation", operations(), ids=lambda one: one.label)
def test_answers_are_as_described(token: str, operation: Any, mode: GenerationMode) -> None:
    @seed(20261122)
    @_SETTINGS
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        check(case, token)

    ask()


@pytest.mark.parametrize("label", KNOWN)
def test_answers_about_what_is_there_are_as_described(token: str, label: str) -> None:
    operation = next(one for one in operations() if one.label == label)

    @seed(20261122)
    @settings(_SETTINGS, max_examples=3 * EXAMPLES)
    @given(case=operation.as_strategy(**KNOWN[label]))
    def ask(case: Any) -> None:
        check(case, token, **{"If-Match": "*"})

    ask()


def check(case: Any, token: str, **headers: str) -> None:
    """Ask, and hold the answer against the description. Where the request was sent to is not the API's to judge."""
    for name in [one for one in case.headers or {} if one.casefold() in {"host", "authorization"}]:
        del case.headers[name]
    case.call_and_validate(headers={"Authorization": f"Bearer {token}", **headers})


@pytest.mark.parametrize("operation", operations(), ids=lambda one: one.label)
def test_nothing_is_told_without_a_token(token: str, operation: Any) -> None:
    @seed(20261122)
    @settings(_SETTINGS, max_examples=2)
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        case.headers.pop("Authorization", None)
        for headers in ({}, {"Authorization": "Bearer syncline_guess"}, {"Authorization": "Basic c3luYzpsaW5l"}):
            answer = case.call(headers=headers)
            assert answer.status_code == 401
            assert answer.json()["error"]["code"] == "unauthorized"

    ask()

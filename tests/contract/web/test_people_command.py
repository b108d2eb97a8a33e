"""`syncline people`: accounts by command, with the rules of the page (SPEC 7.7, 7.8)."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from syncline.web.access.permissions import ALL, Permission
from tests.contract.web.conftest import person
from tests.contract.web.filled import ANN, fill
from tests.support.cli_machine import FakeMachine, Outcome

if TYPE_CHECKING:
    from pathlib import Path

    from syncline.store.database import DatabaseStore

PASSWORD = "several green turtles"


class People:
    """Runs the command, with something on standard input."""

    def __init__(self, machine: FakeMachine, patch: pytest.MonkeyPatch) -> None:
        self._machine, self._patch = machine, patch

    def __call__(self, *words: str, typed: str = "") -> Outcome:
        self._patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(f"{typed}\n".encode())))
        return self._machine.run("people", *words, "--json")


@pytest.fixture
def people(store: DatabaseStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> People:
    fill(store)
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "syncline.web.settings")
    return People(FakeMachine(tmp_path, store=store), monkeypatch)  # type: ignore[arg-type]  # a store like any other


def test_one_is_added_listed_and_changed(people: People, store: DatabaseStore) -> None:
    made = people(
        "add", "bob@acme.example", "--role", "viewer", "--rep", "ann@acme.example", "--password-stdin", typed=PASSWORD
    )
    assert (made.code, made.json["person"]["rep"]) == (0, ANN)
    assert Permission.VIEW in people().json["people"][0]["permissions"]
    assert people("change", "Bob@acme.example", "--name", "Bob", "--inactive").code == 0
    (told,) = people().json["people"]
    assert (told["name"], told["is_active"], told["rep"]) == ("Bob", False, ANN)
    assert Permission.VIEW in told["permissions"]
    assert [(row.what, row.who) for row in store.history(2)] == [("person", "jo")] * 2
    assert PASSWORD not in str(store.history(10))


@pytest.mark.parametrize(
    ("words", "code"),
    [(("add", "ann@acme.example"), "invalid_values"), (("add", "new", "--role", "king"), "usage"),
     (("add", "new", "--permission", "fly"), "usage"), (("change", "nobody"), "unknown_person"),
     (("add", "new", "--rep", "nobody"), "invalid_values")],
)  # fmt: skip
def test_what_cannot_be_is_refused(people: People, words: tuple[str, ...], code: str) -> None:
    person()
    outcome = people(*words)
    assert (outcome.code, outcome.json["error"]["code"]) == (2, code)


def test_a_poor_password_is_refused_and_the_last_admin_stays(people: People) -> None:
    person(ALL, username="admin@acme.example")
    assert people("change", "admin@acme.example", "--password-stdin", typed="short").code == 2
    assert people("change", "admin@acme.example", "--inactive").code == 2
    assert people("add", "second", "--role", "admin").code == 0
    assert people("change", "admin@acme.example", "--inactive").code == 0

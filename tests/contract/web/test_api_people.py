"""People, tokens and oneself over HTTP (SPEC 7.7, 7.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from syncline.web.access.permissions import ALL, ROLES, Permission, Role
from tests.contract.web.conftest import PASSWORD, person
from tests.contract.web.filled import ANN, fill
from tests.contract.web.program import Program

if TYPE_CHECKING:
    from syncline.store.database import DatabaseStore
    from syncline.web.asked import Around

BOB = {"username": "bob@acme.example", "name": "Bob", "rep": "ann@acme.example", "password": "several green turtles"}


@pytest.fixture
def program(around: Around, store: DatabaseStore) -> Program:
    fill(store)
    return Program(around, store)


def test_accounts_are_made_read_and_changed(program: Program, store: DatabaseStore) -> None:
    code, made = program.call("POST", "/people", BOB | {"permissions": [Permission.REPORTS]})
    assert (code, made["rep"], made["permissions"]) == (201, ANN, [Permission.REPORTS])
    assert "password" not in made
    assert program.call("GET", "/people?q=bob")[1]["count"] == 1
    code, told = program.call("GET", "/people/Bob@acme.example")
    assert (code, program.tag) == (200, f'"{told["mark"]}"')
    tag, said = program.tag, {"username": "bob@acme.example", "is_active": False}
    assert program.call("PUT", "/people/bob@acme.example", said, headers={"If-Match": tag})[1]["is_active"] is False
    assert program.call("PUT", "/people/bob@acme.example", said, headers={"If-Match": tag})[0] == 412
    assert store.history(2)[1].changes["password"] == ("", "set anew")
    assert "green turtles" not in str(store.history(100))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"password": "short"}, "password"), ({"rep": "nobody"}, "rep"), ({"username": " "}, "username"),
     ({"email": "no address"}, "email")],
)  # fmt: skip
def test_what_the_page_refuses_is_refused(program: Program, wrong: dict[str, str], field: str) -> None:
    code, told = program.call("POST", "/people", BOB | wrong)
    assert (code, told["error"]["code"]) == (422, "invalid_values")
    assert {one["field"] for one in told["error"]["problems"]} == {field}


def test_nobody_edits_who_may_more(around: Around, store: DatabaseStore) -> None:
    admin = person(ALL, username="admin@acme.example")
    manager = Program(around, store, person(ROLES[Role.MANAGER][1]).username)
    taken = {"username": admin.username, "permissions": sorted(ALL), "password": "several green turtles"}
    code, told = manager.call("PUT", f"/people/{admin.username}", taken)
    assert (code, told["error"]["problems"][0]["field"]) == (422, "")
    admin.refresh_from_db()
    assert admin.check_password(PASSWORD)
    assert manager.call("POST", "/people", BOB | {"rep": "", "permissions": [Permission.CUSTOMIZE]})[0] == 422


def test_tokens_of_ones_own(around: Around, store: DatabaseStore) -> None:
    ann, eve = (Program(around, store, person(username=f"{name}@acme.example").username) for name in ("ann", "eve"))
    code, made = ann.call("POST", "/tokens", {"name": "laptop"})
    assert (code, made["name"], made["token"][:9]) == (201, "ann@acme.example: laptop", "syncline_")
    assert ann.call("POST", "/tokens", {"name": "laptop"})[0] == 409
    assert {one["name"] for one in ann.call("GET", "/tokens")[1]["tokens"]} == {made["name"], "for ann@acme.example"}
    assert eve.call("DELETE", f"/tokens/{made['name']}")[0] == 404
    assert ann.call("DELETE", f"/tokens/{made['name']}") == (200, {"revoked": made["name"]})
    assert made["token"] not in str(store.history(100))
    assert ann.call("DELETE", "/tokens/for ann@acme.example")[0] == 200
    assert ann.call("GET", "/tokens")[0] == 401


def test_oneself(around: Around, store: DatabaseStore, program: Program) -> None:
    ann = Program(around, store, person([Permission.VIEW], rep=ANN).username)
    assert ann.call("GET", "/me")[1] == {
        "name": "ann@acme.example", "person": True, "permissions": [Permission.VIEW], "rep": ANN,
    }  # fmt: skip
    assert program.call("GET", "/me")[1]["person"] is False
    new = {"old": PASSWORD, "password": "several green turtles"}
    assert ann.call("POST", "/me/password", new | {"password": "short"})[0] == 422
    assert ann.call("POST", "/me/password", new)[0] == 200
    assert program.call("POST", "/me/password", new)[0] == 404


def test_a_token_does_not_help_to_guess_the_password(around: Around, store: DatabaseStore) -> None:
    ann = Program(around, store, person().username)
    codes = [ann.call("POST", "/me/password", {"old": f"guess {n}", "password": "x" * 20})[0] for n in range(5)]
    assert codes == [422] * 4 + [429]
    code, told = ann.call("POST", "/me/password", {"old": PASSWORD, "password": "several green turtles"})
    assert (code, told["error"]["code"]) == (429, "too_many_tries")

"""Connections and configurations one by one over HTTP (SPEC 1, 3.1, 7.8): nobody overwrites anybody silently."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from syncline.jobs.orgs import org_state
from tests.contract.web.filled import SECRET, fill
from tests.contract.web.program import Program

if TYPE_CHECKING:
    from syncline.store.database import DatabaseStore
    from syncline.web.asked import Around

SALES = "/configurations/Sales"
POST = {"kind": "exchange", "settings": {"service_account": "svc@acme.example"}, "secrets": {"password": "hunter two"}}


@pytest.fixture
def program(around: Around, store: DatabaseStore) -> Program:
    fill(store)
    return Program(around, store)


def matching(tag: str) -> dict[str, Any]:
    return {"headers": {"If-Match": tag}}


NEW: dict[str, Any] = {"headers": {"If-None-Match": "*"}}


def read(program: Program, path: str = SALES) -> tuple[dict[str, Any], str]:
    code, told = program.call("GET", path)
    assert code == 200, told
    return told, program.tag


def test_a_configuration_is_read_and_replaced(program: Program, store: DatabaseStore) -> None:
    told, tag = read(program)
    assert (told["active"], told["reps"], tag) == (True, 3, f'"{told["mark"]}"')
    said = told["configuration"] | {"contacts": {"direction": "none"}}
    tried = program.call("PUT", SALES, {"configuration": said, "offline": True, "dry_run": True}, **matching(tag))
    assert (tried[0], tried[1]["applied"]) == (200, False)
    assert tried[1]["changes"][0]["details"] == ["contacts.direction: both -> none"]
    assert program.call("PUT", SALES, {"configuration": said, "offline": True}, **matching(tag))[1]["applied"] is True
    assert store.configurations()[0].settings["contacts"]["direction"] == "none"
    assert store.history(1)[0].changes == {"contacts.direction": ("both", "none")}


def test_the_second_of_two_does_not_overwrite_the_first(program: Program, store: DatabaseStore) -> None:
    told, tag = read(program)
    for direction, code in (("none", 200), ("to_mailbox", 412)):
        said = {"configuration": told["configuration"] | {"contacts": {"direction": direction}}, "offline": True}
        assert program.call("PUT", SALES, said, **matching(tag))[0] == code
    assert program.call("PUT", SALES, said)[0] == 428
    assert program.call("PATCH", SALES, {"active": False}, **matching(tag))[0] == 412
    assert program.call("DELETE", SALES, **matching(tag))[0] == 412
    assert store.configurations()[0].settings["contacts"]["direction"] == "none"


def test_a_new_one_takes_the_place_of_none(program: Program, store: DatabaseStore) -> None:
    said = {"configuration": {"active": False, "org": "acme", "mail": "mail", "reps": []}, "offline": True}
    assert program.call("PUT", SALES, said, **NEW)[0] == 412
    assert program.call("PUT", "/configurations/North/East", said, **matching("*"))[0] == 412
    assert program.call("PUT", "/configurations/North/East", said, **NEW)[0] == 200
    assert [row.name for row in store.configurations()] == ["North/East", "Sales"]
    listed = program.call("GET", "/configurations")[1]["configurations"]
    assert [(one["name"], one["active"]) for one in listed] == [("North/East", False), ("Sales", True)]


def test_it_is_made_inactive_and_deleted(program: Program, store: DatabaseStore) -> None:
    assert program.call("PATCH", SALES, {"active": False})[0] == 200
    assert store.configurations()[0].active is False
    assert program.call("PATCH", SALES, {"active": True, "offline": True})[0] == 200
    assert program.call("DELETE", SALES)[1]["applied"] is True
    assert store.configurations() == []
    assert program.call("GET", SALES)[0] == 404


def test_what_cannot_work_is_refused_with_the_remedy(program: Program, store: DatabaseStore) -> None:
    told, tag = read(program)
    code, found = program.call("PUT", SALES, {"configuration": told["configuration"] | {"org": "x"}}, **matching(tag))
    assert (code, found["applied"]) == (422, False)
    assert found["problems"][0]["remedy"]
    assert store.configurations()[0].org == "acme"


def test_connections_are_read_without_their_secrets(program: Program) -> None:
    told = program.call("GET", "/connections")[1]["connections"]
    assert [(one["name"], one["secrets"], one["used_by"]) for one in told] == [
        ("acme", ["private_key"], ["Sales"]), ("mail", ["password"], ["Sales"]),
    ]  # fmt: skip
    assert told[0]["org"] == {"paused": False, "org_id": "", "answered": ""}
    assert SECRET not in str(told)
    assert "PRIVATE KEY" not in str(told)
    kinds = {one["kind"]: one["keys"] for one in program.call("GET", "/kinds")[1]}
    assert {"name": "password", "required": True, "secret": True} in kinds["exchange"]


def test_a_connection_is_made_changed_and_taken_out(program: Program, store: DatabaseStore) -> None:
    assert program.call("PUT", "/connections/post", POST, **NEW)[0] == 200
    told, tag = read(program, "/connections/post")
    assert told["settings"] == POST["settings"]
    kept = {"kind": "exchange", "settings": told["settings"] | {"auth": "ntlm"}}
    assert program.call("PUT", "/connections/post", kept, **matching(tag))[0] == 200
    row = next(one for one in store.connections() if one.name == "post")
    assert (row.settings["auth"], row.secrets) == ("ntlm", {"password": "hunter two"})
    assert program.call("DELETE", "/connections/post")[0] == 200
    assert "hunter two" not in str(store.history(100))
    assert program.call("DELETE", "/connections/mail")[0] == 422


def test_a_kept_secret_goes_nowhere_else(program: Program, store: DatabaseStore) -> None:
    told, tag = read(program, "/connections/mail")
    moved = {"kind": "exchange", "settings": told["settings"] | {"ews_url": "https://evil.example/EWS"}}
    code, found = program.call("PUT", "/connections/mail", moved, **matching(tag))
    assert code == 422
    assert "another address" in found["problems"][0]["message"]
    typed = moved | {"secrets": {"password": "another one"}}
    assert program.call("PUT", "/connections/mail", typed, **matching(tag))[0] == 200


def test_one_of_several_secrets_takes_the_place_of_the_other(program: Program, store: DatabaseStore) -> None:
    cloud = {"kind": "microsoft365", "settings": {"tenant": "t.example", "client_id": "c"}}
    assert program.call("PUT", "/connections/cloud", cloud | {"secrets": {"client_secret": "s"}}, **NEW)[0] == 200
    code, found = program.call("PUT", "/connections/cloud", cloud | {"secrets": {"certificate": "x"}}, **matching("*"))
    assert code == 422
    assert found["problems"][0]["message"].startswith("there is no certificate")
    assert (
        program.call("PUT", "/connections/cloud", cloud | {"secrets": {"client_secret": None}}, **matching("*"))[0]
        == 422
    )
    assert program.call("GET", "/connections/cloud")[1]["secrets"] == ["client_secret"]


def test_the_switch_of_an_org(program: Program, store: DatabaseStore) -> None:
    assert program.call("POST", "/orgs/pause", {"org": "acme", "paused": True})[0] == 200
    assert org_state(store, "acme").paused
    assert program.call("POST", "/orgs/pause", {"org": "mail", "paused": True})[0] == 404
    assert program.call("POST", "/orgs/confirm", {"org": "acme"}) == (200, {"org": "acme", "org_id": ""})

"""What `export` writes, `apply` reads back as the same set-up - whatever the set-up was."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from syncline.cli.setup_file.collections import OPERATORS
from syncline.cli.setup_file.export import as_yaml, exported
from syncline.cli.setup_file.plan import plan
from syncline.cli.setup_file.read import read
from syncline.records.fields import CONTACT_FIELDS
from syncline.store.memory import MemoryStore
from tests.support.cli_files import private_key, surroundings

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MAPPABLE = sorted(label for label, field in CONTACT_FIELDS.items() if not field.locked)

_texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufeff"),
                 min_size=1, max_size=20).map(str.strip).filter(bool)  # fmt: skip
_names = _texts | st.sampled_from(["no", "null", "1", "a: b", "# x", "- y", "*z", "'", '"', "true", "2026-01-01", "~"])
_local = st.from_regex(r"[a-z][a-z0-9.+-]{0,10}", fullmatch=True)
_value = st.none() | st.booleans() | st.integers(-(10**9), 10**9) | _names


def _some(**keys: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=keys)


_field = st.sampled_from(["MailingCountry", "Level__c", "Account.Industry"])
_WITHOUT, _SEVERAL = ("is_empty", "is_not_empty"), ("includes", "excludes")
_condition = st.one_of(
    st.fixed_dictionaries({"field": _field, "operator": st.sampled_from(_WITHOUT)}),
    st.fixed_dictionaries(
        {"field": _field, "operator": st.sampled_from(_SEVERAL), "value": st.lists(_names, min_size=1, max_size=3)}
    ),
    st.fixed_dictionaries(
        {
            "field": _field,
            "operator": st.sampled_from([one for one in OPERATORS if one not in _WITHOUT]),
            "value": _value,
        }
    ),
)
_contacts = st.one_of(
    st.just({"which": "selected", "owner": "users_records"}), st.just({"which": "all"}), st.just({})
).flatmap(
    lambda which: _some(
        direction=st.sampled_from(["both", "to_salesforce", "to_mailbox", "none"]),
        where=st.lists(_condition, max_size=3),
        conflicts=st.sampled_from(["salesforce", "mailbox", "latest"]),
        deletes=st.sampled_from(["keep", "both"]),
        ties=st.sampled_from(["ask", "oldest"]),
        duplicates=st.sampled_from(["report", "allow"]),
        mapping=st.sets(st.sampled_from(MAPPABLE)).map(lambda labels: {label: f"{label}__c" for label in labels}),
    ).map(lambda rest: which | rest)
)
_events = _some(
    direction=st.sampled_from(["to_salesforce", "none"]),
    which=st.sampled_from(["all", "selected"]),
    private=st.booleans() | st.just("busy_only"),
    made_private=st.sampled_from(["keep", "remove"]),
    relate=st.booleans(),
    remove_deleted=st.booleans(),
    window=st.sampled_from(["today", "last_month"]) | st.integers(1, 180).map(lambda days: {"last_days": days}),
    horizon_months=st.integers(1, 120),
)


@st.composite
def setups(draw: st.DrawFn) -> dict[str, Any]:
    org, mail = draw(st.lists(_names, min_size=2, max_size=2, unique=True))
    people = iter(draw(st.lists(_local, max_size=6, unique=True)))
    configurations: dict[str, Any] = {}
    for name in draw(st.lists(_names, max_size=3, unique=True)):
        reps: list[Any] = [f"{person}@acme.example" for person in [next(people, None)] if person]
        reps += [
            {"user": f"{person}@acme.example", "mailbox": f"{person}@box.example"}
            for person in [next(people, None)] if person
        ]  # fmt: skip
        configurations[name] = {
            "active": draw(st.booleans()), "org": org, "mail": mail, "reps": reps,
            "contacts": draw(_contacts), "events": draw(_events),
        }  # fmt: skip
    return {
        "connections": {
            org: {"kind": "salesforce", "login_url": "https://login.example", "client_id": draw(_texts),
                  "username": "sync@acme.example", "private_key": {"env": "SF_KEY"},
                  "person_accounts": draw(st.booleans())},
            mail: {"kind": "exchange", "service_account": draw(_texts), "password": {"env": "EXCHANGE_PASSWORD"},
                   "ews_url": "https://mail.example/EWS"}
            | draw(_some(auth=st.sampled_from(["basic", "auto"]),
                         additional_domains=st.just(["acme.example.net"]))),
        },
        "configurations": configurations,
        "journal": draw(_some(retention_days=st.integers(1, 900))),
        "guards": draw(_some(deletes=_some(at_least=st.integers(1, 99), percent=st.integers(1, 100)))),
    }  # fmt: skip


@given(setups())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_export_reads_back_as_the_same_set_up(setup: dict[str, Any]) -> None:
    store = MemoryStore()
    plan(read(json.dumps(setup), "setup.json", surroundings()), store, NOON).write(store)

    document = exported(store)
    written = as_yaml(document)

    secrets = {
        value["env"]: private_key() if key == "private_key" else "correct horse"
        for connection in document["connections"].values()
        for key, value in connection.items()
        if isinstance(value, dict)
    }
    again = plan(read(written, "export.yaml", surroundings(secrets)), store, NOON)
    assert again.differences == []
    assert private_key().splitlines()[1] not in written
    assert "correct horse" not in written

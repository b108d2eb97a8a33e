"""Applying a file brings the store to what it says, once; what cycles learned stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from syncline.cli.setup_file.plan import SetUpPlan, plan
from syncline.cli.setup_file.read import read
from syncline.store.changes import Changes
from syncline.store.errors import SecretsUnreadableError
from syncline.store.memory import MemoryStore
from tests.support.cli_files import GOOD, changed, private_key, surroundings

if TYPE_CHECKING:
    from syncline.cli.setup_file.document import Document
    from syncline.store.rows import ConnectionRow

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = datetime(2026, 3, 9, 12, tzinfo=UTC)


def document(text: str = GOOD, **environment: str) -> Document:
    return read(text, "setup.yaml", surroundings(environment))


def apply(store: MemoryStore, text: str = GOOD, now: datetime = NOON, **environment: str) -> SetUpPlan:
    made = plan(document(text, **environment), store, now)
    made.write(store)
    return made


def told(made: SetUpPlan) -> list[str]:
    return [f"{one.what} {one.name} {one.action}: {', '.join(one.details)}" for one in made.differences]


@pytest.fixture
def store() -> MemoryStore:
    store = MemoryStore()
    apply(store)
    return store


def test_everything_arrives(store: MemoryStore) -> None:
    exchange, salesforce = store.connections()
    assert exchange.settings["ews_url"] == "https://mail.acme.example/EWS/Exchange.asmx"
    assert exchange.secrets == {"password": "correct horse"}
    assert salesforce.secrets == {"private_key": private_key()}
    assert "private_key" not in salesforce.settings
    (configuration,) = store.configurations()
    assert (configuration.active, configuration.activated_at) == (True, NOON)
    assert configuration.settings["contacts"]["mapping"] == {"JobTitle": "Job_Title__c"}
    assert [(rep.id, rep.configuration, rep.mailbox, rep.overridden) for rep in store.reps()] == [
        ("acme-salesforce/marianne@acme.example", "Field sales", "", False),
        ("acme-salesforce/otto@acme.example", "Field sales", "otto.b@acme.example", True),
    ]
    assert store.setting("guards") == '{"deletes": {"at_least": 5, "count": 50, "percent": 10}}'


def test_the_same_file_twice_changes_nothing(store: MemoryStore) -> None:
    assert told(apply(store, now=LATER)) == []


def test_what_cycles_learned_of_a_rep_stays(store: MemoryStore) -> None:
    learned = replace(store.reps()[0], mailbox="m.beck@acme.example", user_id="005x", zone="Europe/Berlin", paused=True)
    store.commit(Changes(reps=[learned]))

    assert told(apply(store, now=LATER)) == []
    assert store.reps()[0] == learned


def test_a_changed_setting_is_told_by_its_path(store: MemoryStore) -> None:
    text = changed("deletes: keep", "deletes: both", changed("window: today", "window: {last_days: 30}"))

    assert told(apply(store, text)) == [
        'configuration Field sales changed: contacts.deletes: keep -> both, events.window: today -> {"last_days": 30}'
    ]


def test_a_changed_secret_is_told_without_being_shown(store: MemoryStore) -> None:
    made = apply(store, EXCHANGE_PASSWORD="battery staple")

    assert told(made) == ["connection acme-exchange changed: password: changed"]
    assert store.connections()[0].secrets == {"password": "battery staple"}


def test_the_org_that_answered_first_stays_remembered(store: MemoryStore) -> None:
    store.save_setup(connections=[replace(store.connections()[1], org_id="00D000000000001AAA")])
    apply(store, changed("client_id: abc", "client_id: def"))

    assert store.connections()[1].org_id == "00D000000000001AAA"


def test_a_rep_who_is_no_longer_named_leaves_and_can_come_back(store: MemoryStore) -> None:
    made = apply(store, changed("marianne@acme.example, ", ""))
    assert [line.partition(":")[0] for line in told(made)] == ["rep marianne@acme.example left"]
    assert store.reps()[0].configuration == ""

    assert told(apply(store, changed("marianne@acme.example, ", ""))) == []
    assert told(apply(store)) == ["rep marianne@acme.example added: configuration: Field sales"]


def test_a_rep_named_elsewhere_moves(store: MemoryStore) -> None:
    text = changed("  Field sales:", "  Inside sales:")

    assert told(apply(store, text)) == [
        "configuration Inside sales added: acme-salesforce with acme-exchange, active",
        "configuration Field sales removed: ",
        "rep marianne@acme.example moved: Field sales -> Inside sales",
        "rep otto@acme.example moved: Field sales -> Inside sales",
    ]
    assert [row.name for row in store.configurations()] == ["Inside sales"]


def test_a_mailbox_that_is_no_longer_named_is_linked_anew(store: MemoryStore) -> None:
    apply(store, changed("{user: otto@acme.example, mailbox: otto.b@acme.example}", "otto@acme.example"))

    assert [(rep.mailbox, rep.overridden) for rep in store.reps()] == [("", False), ("", False)]


def test_the_first_activation_is_remembered_through_a_pause(store: MemoryStore) -> None:
    apply(store, changed("active: true", "active: false"), LATER)
    assert not store.configurations()[0].active
    apply(store, now=LATER)

    assert store.configurations()[0].activated_at == NOON


def test_a_configuration_that_never_was_active_has_no_activation() -> None:
    store = MemoryStore()
    apply(store, changed("active: true", "active: false"))

    assert store.configurations()[0].activated_at is None


def test_guards_left_out_fall_back_to_their_defaults(store: MemoryStore) -> None:
    made = apply(store, changed("guards: {deletes: {at_least: 5, percent: 10, count: 50}}", ""))

    assert [one.what for one in made.differences] == ["guards"]
    assert store.setting("guards") == ""


def test_planning_alone_writes_nothing() -> None:
    store = MemoryStore()
    assert plan(document(), store, NOON).differences
    assert (store.connections(), store.configurations(), store.reps()) == ([], [], [])


class LostKeyStore(MemoryStore):
    """A store whose key was lost: what it holds cannot be opened, but can be entered anew."""

    lost = False

    def connections(self, *, secrets: bool = True) -> list[ConnectionRow]:
        if self.lost and secrets:
            raise SecretsUnreadableError("acme-exchange")
        return super().connections(secrets=secrets)


def test_after_a_lost_key_applying_the_file_enters_the_secrets_anew() -> None:
    store = LostKeyStore()
    apply(store)
    store.lost = True
    made = apply(store)
    store.lost = False
    assert sorted(one.name for one in made.differences) == ["acme-exchange", "acme-salesforce"]
    assert store.connections()[0].secrets == {"password": "correct horse"}

"""SPEC 6.3: who of a job's reps may be worked on now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from syncline.jobs.connections import Connections
from syncline.jobs.rep_turn import RepTurn
from syncline.jobs.service.ailing import Ailing
from syncline.jobs.service.choosing import Choice, Chooser
from syncline.store.memory import MemoryStore
from syncline.store.rows import ConfigurationRow, ConnectionRow, RepRow
from tests.support.cli_machine import Offline
from tests.support.memory_sides import counter_ids

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def rep(mail: str) -> RepRow:
    address = f"rep@{mail}.example"
    return RepRow(f"acme/{address}", "acme", mail, address, mail, mailbox=address, user_id="005")


def two_mail_systems() -> MemoryStore:
    store = MemoryStore()
    store.save_setup(
        connections=[ConnectionRow("acme", "salesforce", {}), *(ConnectionRow(one, "exchange", {}) for one in "ab")],
        configurations=[ConfigurationRow(one, "acme", one, active=True, settings={}) for one in "ab"],
        reps=[rep("a"), rep("b")],
    )
    return store


def choose(store: MemoryStore, mail: str, now: datetime) -> Choice:
    configurations = {row.name: row for row in store.configurations()}
    turn = RepTurn(store, Connections({}, Offline()), lambda: now, counter_ids())
    return Chooser(store, turn, Ailing(store, 300.0), configurations, now).choose([rep(mail).id])


def test_whether_a_mail_system_works_again_is_tried_by_those_who_are_on_it() -> None:
    store = two_mail_systems()
    Ailing(store, 300.0).failed("b", NOW, trial=False)
    assert choose(store, "b", NOW).reps == []
    later = NOW + timedelta(seconds=300)
    assert choose(store, "a", later).reps == [rep("a")]
    tried = choose(store, "b", later)
    assert (tried.reps, tried.trials) == ([rep("b")], {"b"})

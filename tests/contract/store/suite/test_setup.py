from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.store.changes import Changes
from tests.support.store_samples import NOW, OTHER, configuration, connection, rep

if TYPE_CHECKING:
    from syncline.store.port import Store


def test_connections_come_back_with_their_secrets_by_name(store: Store) -> None:
    rows = [connection(name="b", secrets={}, org_id="00D"), connection(name="a"), connection(name="Z")]
    store.save_setup(connections=rows)
    assert store.connections() == [rows[2], rows[1], rows[0]]


def test_configurations_come_back_by_name(store: Store) -> None:
    rows = [configuration(name="b", active=False), configuration(name="a", activated_at=NOW)]
    store.save_setup(configurations=rows)
    assert store.configurations() == [rows[1], rows[0]]


def test_reps_are_kept_when_they_leave_every_configuration(store: Store) -> None:
    full = rep(
        mailbox="m@acme.example",
        overridden=True,
        user_id="005",
        zone="Europe/Berlin",
        paused=True,
        reset="marked",
        problem="denied",
    )
    store.save_setup(reps=[rep(id=OTHER), full])
    store.save_setup(configurations=[configuration()], reps=[rep(id=OTHER, configuration="")])
    assert store.reps() == [full, rep(id=OTHER, configuration="")]


def test_reps_named_by_a_person_are_told_from_those_of_a_profile(store: Store) -> None:
    named, brought, nowhere = rep(id="r1"), rep(id="r2", profile="Sales User"), rep(id="r3", configuration="")
    store.save_setup(reps=[named, brought, nowhere])
    assert store.named_reps() == [named]


def test_a_commit_may_change_reps(store: Store) -> None:
    store.save_setup(reps=[rep()])
    store.commit(Changes(reps=[rep(problem="denied"), rep(id=OTHER)]))
    assert store.reps() == [rep(problem="denied"), rep(id=OTHER)]


def test_settings_are_texts_by_name(store: Store) -> None:
    assert store.setting("guards") == ""
    store.save_setup(settings={"guards": '{"deletes": 5}', "other": "x"})
    store.save_setup(settings={"guards": "{}"})
    assert (store.setting("guards"), store.setting("other")) == ("{}", "x")


def test_what_is_gone_is_gone_and_what_is_written_replaces(store: Store) -> None:
    store.save_setup(connections=[connection(), connection(name="old")], configurations=[configuration()])
    store.save_setup(
        connections=[connection(settings={}, secrets={"password": "new"})],
        gone_connections=["old", "unknown"],
        gone_configurations=["Sales"],
    )
    assert store.connections() == [connection(settings={}, secrets={"password": "new"})]
    assert store.configurations() == []

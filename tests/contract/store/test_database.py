"""What only the store on PostgreSQL has to prove: secrets at rest, concurrency, outages, cheap idle cycles."""

from __future__ import annotations

import os
import select
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.db import connection as django_connection
from django.db import transaction

from syncline.store.changes import Changes
from syncline.store.database import DatabaseStore
from syncline.store.embedded import EmbeddedServer
from syncline.store.errors import SecretsUnreadableError, StoreFaultError, StoreUnavailableError
from syncline.store.meters import Count, Counted
from syncline.store.port import LinkTakenError
from syncline.store.schedule import Whose
from syncline.store.secrets import SecretBox
from tests.support.guard import GUARD
from tests.support.store_database import KEY, dump
from tests.support.store_samples import (
    CONTACTS,
    EVENTS,
    MAILBOX,
    NOW,
    OTHER,
    REP,
    connection,
    error,
    inbox,
    link,
    sighting,
)

if TYPE_CHECKING:
    from syncline.store.port import Store


def test_no_migration_is_missing(database: DatabaseStore) -> None:
    call_command("makemigrations", "store", check=True, dry_run=True, verbosity=0)


def test_secrets_cannot_be_read_in_the_database(database: DatabaseStore, database_url: str) -> None:
    database.save_setup(connections=[connection()])
    text = dump(database_url)
    assert "https://login.example" in text
    assert "hush" not in text
    assert "private_key" not in text


def test_secrets_sealed_with_another_key_are_named_and_can_be_entered_again(database: DatabaseStore) -> None:
    database.save_setup(connections=[connection()])
    other = DatabaseStore(SecretBox(Fernet.generate_key().decode()))
    with pytest.raises(SecretsUnreadableError, match="apply the set-up file again") as caught:
        other.connections()
    assert caught.value.connection == "acme"
    other.save_setup(connections=[connection()])
    assert other.connections() == [connection()]


def test_a_key_can_be_rotated(database: DatabaseStore) -> None:
    database.save_setup(connections=[connection()])
    new = Fernet.generate_key().decode()
    both = DatabaseStore(SecretBox(f"{new},{KEY}"))
    both.save_setup(connections=both.connections())
    assert DatabaseStore(SecretBox(new)).connections() == [connection()]


def test_two_threads_commit_for_two_reps_at_once(database: DatabaseStore) -> None:
    start = Barrier(2)

    def work(rep: str) -> int:
        start.wait(GUARD)
        for number in range(25):
            database.commit(Changes(links=[link(number, id=f"{rep}{number}", rep=rep)], inbox=[inbox(number, rep=rep)]))
            database.commit(Changes(consumed=database.inbox(rep, 9)))
        database.disconnect()
        return number + 1

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(work, [REP, OTHER])) == [25, 25]
    assert [database.count_links(rep, CONTACTS) for rep in (REP, OTHER)] == [25, 25]
    assert [database.inbox(rep, 9) for rep in (REP, OTHER)] == [[], []]


def test_the_feed_and_a_rep_that_consumes_do_not_block_each_other_for_good(database: DatabaseStore) -> None:
    rows = [inbox(number, rep=rep) for rep in (REP, OTHER) for number in range(50)]
    start = Barrier(3)

    def feed() -> None:
        start.wait(GUARD)
        for _ in range(15):
            database.commit(Changes(inbox=rows[::-1]))
        database.disconnect()

    def consume(rep: str) -> None:
        start.wait(GUARD)
        for _ in range(15):
            database.commit(Changes(consumed=[row for row in rows if row.rep == rep]))
        database.disconnect()

    with ThreadPoolExecutor(3) as pool:
        running = [pool.submit(feed), pool.submit(consume, REP), pool.submit(consume, OTHER)]
        assert [future.result(timeout=GUARD) for future in running] == [None, None, None]


def test_a_commit_inside_a_transaction_of_the_caller_is_a_part_of_it(database: DatabaseStore) -> None:
    with transaction.atomic():
        database.commit(Changes(links=[link(1)]))
        with pytest.raises(LinkTakenError):
            database.commit(Changes(links=[link(2, mailbox_id="m1")]))
        assert database.count_links(REP, CONTACTS) == 1
        transaction.set_rollback(True)
    assert database.count_links(REP, CONTACTS) == 0


def test_what_the_database_refuses_is_a_fault_that_quotes_nothing(database: DatabaseStore) -> None:
    with pytest.raises(StoreFaultError) as caught:
        database.commit(Changes(links=[link(1)], sightings=[sighting(1, attempts=2**40)]))
    assert caught.value.code == "22003"
    assert REP not in str(caught.value)
    assert str(2**40) not in str(caught.value)
    assert database.count_links(REP, CONTACTS) == 0


def test_a_server_that_only_reads_is_left_for_the_one_that_took_its_place(database: DatabaseStore) -> None:
    with django_connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
    with pytest.raises(StoreUnavailableError):
        database.commit(Changes(links=[link(1)]))
    database.commit(Changes(links=[link(1)]))
    assert database.count_links(REP, CONTACTS) == 1


def test_after_the_server_was_killed_the_store_says_so_and_recovers(database: DatabaseStore, database_url: str) -> None:
    with django_connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = on")
    database.commit(Changes(links=[link(1)]))
    data = Path(parse_qs(urlsplit(database_url).query)["host"][0]).parent
    _kill_server(data)
    with pytest.raises(StoreUnavailableError):
        database.commit(Changes(links=[link(2)]))
    with pytest.raises(StoreUnavailableError):
        database.cursors(REP)
    again = EmbeddedServer(data)
    again.start()
    again.release()
    assert database.links_by_id(["link1", "link2"]) == [link(1)]
    database.commit(Changes(links=[link(2)]))
    assert database.count_links(REP, CONTACTS) == 2


def _kill_server(data: Path) -> None:
    """Kill all of it at once, as a machine that loses its power does; then wait until it is gone."""
    main = int((data / "postgres" / "postmaster.pid").read_text().splitlines()[0])
    children = [int(pid) for pid in Path(f"/proc/{main}/task/{main}/children").read_text().split()]
    handles = [os.pidfd_open(pid) for pid in (main, *children)]
    for pid in (main, *children):
        os.kill(pid, signal.SIGKILL)
    for handle in handles:
        _wait_for_end(handle)


def _wait_for_end(handle: int) -> None:
    select.select([handle], [], [], 20)
    os.close(handle)


def _many(count: int) -> Changes:
    links = [link(number, keys=(f"k{number}", f"n{number}")) for number in range(count)]
    parked = [sighting(number, due=None, reason="asks") for number in range(count)]
    return Changes(links=links, sightings=parked)


def _rows_read(store: Store) -> int:
    """Rows that PostgreSQL fetched, by index or not, for an idle cycle's reads."""
    with transaction.atomic():
        before = _fetched()
        for collection in (CONTACTS, EVENTS):
            store.due(REP, collection, NOW, 200)
            store.intents(REP, collection)
        store.cursors(REP)
        store.inbox(REP, 200)
        store.next_due(REP)
        return _fetched() - before


def _fetched() -> int:
    with django_connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(pg_stat_get_xact_tuples_returned(c.oid) + pg_stat_get_xact_tuples_fetched(c.oid)) "
            "FROM pg_class AS c WHERE relname LIKE 'store_%%'"
        )
        return int(cursor.fetchone()[0])


def test_an_idle_cycle_reads_no_links_and_no_parked_sightings(database: DatabaseStore) -> None:
    database.commit(_many(3000))
    with django_connection.cursor() as cursor:
        cursor.execute("VACUUM")  # what other tests deleted is still counted until then
    assert _rows_read(database) == 0


def test_a_page_of_links_is_found_by_index(database: DatabaseStore) -> None:
    database.commit(_many(3000))
    wanted = [f"m{number}" for number in range(50)]
    keys = [f"k{number}" for number in range(50)]
    with transaction.atomic():
        before = _fetched()
        assert len(database.links(REP, CONTACTS, MAILBOX, wanted)) == 50
        assert len(database.links_by_keys(REP, CONTACTS, keys)) == 50
        assert _fetched() - before < 1000


def test_the_url_leads_to_the_server(database: DatabaseStore, database_url: str) -> None:
    with psycopg.connect(database_url) as direct:
        database.commit(Changes(links=[link(1)]))
        found = direct.execute("SELECT mailbox_id FROM store_link").fetchall()
    assert found == [("m1",)]


def test_what_a_newer_version_counts_is_passed_over(database: DatabaseStore, database_url: str) -> None:
    database.count([Count(Counted.CYCLES, "", 3)], NOW)
    with psycopg.connect(database_url, autocommit=True) as direct:
        direct.execute("INSERT INTO store_count (what, label, hour, number) VALUES ('moons', '', '', 7)")
    assert database.totals() == [Count(Counted.CYCLES, "", 3)]


def test_a_lock_that_went_with_its_connection_ends_the_work_that_it_was_for(
    database: DatabaseStore, database_url: str
) -> None:
    with database.holding(Whose.REP, REP) as mine:
        assert mine
        database.still_held()
        pid = django_connection.connection.info.backend_pid
        with psycopg.connect(database_url, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s, 60000)", (pid,))
        for _ in range(2):  # the first try finds the connection broken, the second finds another one
            with pytest.raises(StoreUnavailableError):
                database.still_held()
        with pytest.raises(StoreUnavailableError):
            database.commit(Changes(links=[link(1)]))
    assert database.links_by_id([link(1).id]) == []
    with database.holding(Whose.REP, REP) as mine:
        assert mine
        database.commit(Changes(links=[link(1)]))
    database.still_held()


def test_a_lock_inside_a_lock_leaves_the_outer_one_watched(database: DatabaseStore, database_url: str) -> None:
    with database.holding(Whose.ORG, "acme"):
        with database.holding(Whose.REP, REP):
            database.still_held()
        database.disconnect()
        with pytest.raises(StoreUnavailableError):
            database.still_held()
    database.still_held()


def test_a_glance_is_one_look_that_what_others_write_meanwhile_does_not_change(database: DatabaseStore) -> None:
    """A cycle of somebody with whom nothing happens asks for none of the tables that are empty."""
    with ThreadPoolExecutor(1) as elsewhere:
        with database.glancing(REP):
            elsewhere.submit(database.commit, Changes(errors=[error(1)])).result()
            assert database.errors(rep=REP) == []
        assert database.errors(rep=REP) == [error(1)]
        elsewhere.submit(database.disconnect).result()

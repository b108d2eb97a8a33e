"""The status page: the guide's tables, states, the search (SPEC 7.1), and a person's word about a rep (7.3)."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from syncline import catalogue
from syncline.store.changes import Changes
from syncline.store.rows import MARKED, ConnectionRow, ErrorRow
from syncline.store.schedule import Turn, Whose
from tests.contract.web.conftest import NOW, Browser, person, text_of
from tests.contract.web.filled import ANN, BOB, CAT, SECRET, cycle, fill, rep

if TYPE_CHECKING:
    from syncline.store.database import DatabaseStore


def test_nothing_set_up_leads_to_the_first_steps(admin: Browser) -> None:
    admin.get("/status")
    assert "Nothing is set up yet." in admin.seen
    assert 'href="/start"' in admin.seen


def test_how_many_are_in_which_state(admin: Browser, store: DatabaseStore) -> None:
    fill(store)
    said = text_of(admin.get("/status"))
    assert "Not everything is in step." in said
    assert "1 failing 1 not started 1 in step" in said


def test_the_tables_of_a_system(admin: Browser, store: DatabaseStore) -> None:
    fill(store)
    said = text_of(admin.get("/status"))
    assert "Service account provided svc@acme.example" in said
    assert "Users with linked addresses 2 of 3" in said
    assert "Who is missing cat@acme.example" in said
    assert "Records synced in last 60 minutes 3 Records synced in last 24 hours 3" in said
    assert "Last sync activity 2026-03-02 08:59 UTC" in said


def test_everything_in_step(admin: Browser, store: DatabaseStore) -> None:
    fill(store)
    store.save_setup(reps=[replace(rep(one), paused=True) for one in (BOB, CAT)])
    assert "Everything is in step." in text_of(admin.get("/status"))


def test_who_is_not_linked_is_named_with_the_reason(admin: Browser, store: DatabaseStore) -> None:
    """A name that is misspelt in the set-up is in no mail system and no org: a cycle finds out, the page says so."""
    fill(store)
    store.save_setup(reps=[replace(rep(CAT, linked=False), problem="user_unknown")])
    said = text_of(admin.get("/status"))
    assert "failing Salesforce has no user of this user name." in said
    assert 'href="/status?q=cat%40acme.example#reps"' in admin.seen


def test_a_set_up_without_anybody_is_not_in_step(admin: Browser, store: DatabaseStore) -> None:
    fill(store)
    store.save_setup(reps=[replace(rep(one), configuration="") for one in (ANN, BOB, CAT)])
    said = text_of(admin.get("/status"))
    assert "Nobody syncs: no active configuration has a rep." in said
    assert "in step." not in said
    assert '<a href="/start">First steps</a>' in admin.seen


def test_a_first_sync_is_not_a_failure(admin: Browser, store: DatabaseStore) -> None:
    fill(store)
    store.save_setup(reps=[replace(rep(one, linked=False), paused=one != CAT) for one in (ANN, BOB, CAT)])
    assert "The first sync is on its way: 0 of 1 reps are in step." in text_of(admin.get("/status"))


def test_what_comes_next(admin: Browser, store: DatabaseStore) -> None:
    fill(store)
    assert "Cycles due now none is planned. A worker plans them" in text_of(admin.get("/status"))
    later = NOW + timedelta(minutes=3)
    store.save_turns([Turn(Whose.REP, ANN, NOW, 60), Turn(Whose.REP, BOB, later, 60), Turn(Whose.ORG, "acme", NOW, 60)])
    with store.holding(Whose.REP, CAT):
        said = text_of(admin.get("/status"))
    assert "Cycles due now 1 waits for a worker Next cycle 2026-03-02 09:03:00 UTC" in said
    assert said.count("09:03:00 UTC") == 2
    assert "none yet running" in said


def test_an_empty_chart_says_that_it_is(admin: Browser, store: DatabaseStore) -> None:
    store.save_setup(connections=[ConnectionRow("acme", "salesforce", {}, {})])
    assert "by hour" not in admin.get("/status").text
    fill(store)
    store.save_setup(reps=[replace(rep(one), configuration="") for one in (ANN, BOB, CAT)])
    from syncline.store.models import Activity  # noqa: PLC0415 - Django has to be set up before

    Activity.objects.all().delete()
    assert "nothing was synced in the last 24 hours" in admin.get("/status").text
    fill(store)
    assert "nothing was synced" not in admin.get("/status").text


def test_a_refusal_of_everybody_stands_with_the_service_account(admin: Browser, store: DatabaseStore) -> None:
    fill(store)
    row = ErrorRow(ANN, None, None, "", "access_denied", "Refused.", "Look.", NOW)
    store.commit(Changes(errors=[replace(row, rep=one) for one in (ANN, BOB, CAT)]))
    assert "Service account recognised ✗ No " + catalogue.entry("access_denied").what in text_of(admin.get("/status"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=ANN", {ANN}),
        ("state=failing", {BOB}),
        ("q=acme.example", {ANN, BOB, CAT}),
        ("q=%25", set()),
        ("q=nobody", set()),
    ],
)
def test_the_search(admin: Browser, store: DatabaseStore, query: str, found: set[str]) -> None:
    fill(store)
    admin.get(f"/status?{query}")
    assert {one for one in (ANN, BOB, CAT) if f'href="/reps/{one}"' in admin.seen} == found


def test_a_reset_and_its_states(admin: Browser, store: DatabaseStore) -> None:
    fill(store)
    admin.post(f"/reset/{ANN}", page=f"/reps/{ANN}")
    assert {row.id: row.reset for row in store.reps()}[ANN] == MARKED
    assert "Reset sync status Marked for reset" in text_of(admin.get(f"/reps/{ANN}"))
    store.save_setup(reps=[replace(rep(ANN), reset="in_progress")])
    assert "Reset sync status Reset in progress" in text_of(admin.get(f"/reps/{ANN}"))
    store.save_setup(reps=[rep(ANN)])
    assert "Reset sync status" not in text_of(admin.get(f"/reps/{ANN}"))


def test_pausing_and_going_on(admin: Browser, store: DatabaseStore) -> None:
    fill(store)
    admin.post(f"/pause/{ANN}", {"paused": "yes"}, page=f"/reps/{ANN}")
    assert {row.id: row.paused for row in store.reps()}[ANN]
    admin.post(f"/pause/{ANN}", {"paused": "no"}, page=f"/reps/{ANN}")
    assert not {row.id: row.paused for row in store.reps()}[ANN]


def test_one_rep_in_the_guides_words(admin: Browser, store: DatabaseStore) -> None:
    fill(store)
    said = text_of(admin.get(f"/reps/{ANN}"))
    assert "Assigned to an active configuration ✓ Yes Sales" in said
    assert "Recognised by the service account ✓ Yes" in said
    assert "Salesforce to mailbox In sync Mailbox to Salesforce In sync Records in sync 1" in said
    assert "Salesforce to mailbox configuration not set to sync Mailbox to Salesforce In sync Records in sync 0" in said
    assert "Salesforce_Sync folder found ✓ Yes" in said
    failing = text_of(admin.get(f"/reps/{BOB}"))
    assert "In sync (1 held, 1 failing)" in failing
    assert "Too long." in failing
    new = text_of(admin.get(f"/reps/{CAT}"))
    assert "Salesforce to mailbox Not started" in new
    assert "Salesforce_Sync folder found not looked for yet" in new


def test_a_rep_sees_only_their_own(browser: Browser, store: DatabaseStore) -> None:
    fill(store)
    browser.sign_in(person(rep=ANN))
    assert browser.get("/").headers["Location"] == "/me"
    assert browser.get("/me").headers["Location"] == f"/reps/{ANN}"
    assert "Your sync" in text_of(browser.get(f"/reps/{ANN}"))
    assert browser.get(f"/reps/{BOB}").status_code == 404
    assert browser.post(f"/reset/{BOB}", page=f"/reps/{ANN}").status_code == 404
    assert browser.post(f"/pause/{BOB}", {"paused": "yes"}, page=f"/reps/{ANN}").status_code == 404
    assert browser.get("/status").status_code == 403
    assert not any(row.reset or row.paused for row in store.reps())


def test_a_rep_resyncs_once_a_day(browser: Browser, store: DatabaseStore) -> None:
    fill(store)
    browser.sign_in(person(rep=ANN))
    browser.post(f"/reset/{ANN}", page=f"/reps/{ANN}")
    store.save_setup(reps=[rep(ANN)])
    browser.post(f"/reset/{ANN}", page=f"/reps/{ANN}")
    assert not any(row.reset for row in store.reps())
    assert "within the last day" in text_of(browser.get(f"/reps/{ANN}"))


def test_a_first_sync_that_has_just_ended_and_a_cycle_that_runs(admin: Browser, store: DatabaseStore) -> None:
    fill(store)
    ended = replace(cycle(ANN, 3), finished=NOW, first=("contacts.to_mailbox",))
    store.commit(Changes(cycles=[ended]))
    said = text_of(admin.get(f"/reps/{ANN}"))
    assert "Salesforce to mailbox Initial sync completed Mailbox to Salesforce In sync" in said
    with store.holding(Whose.REP, ANN):
        said = text_of(admin.get(f"/reps/{ANN}"))
        assert "Salesforce to mailbox Sync in progress Mailbox to Salesforce Sync in progress" in said


def test_google_s_service_account_is_its_address_and_key_id(admin: Browser, store: DatabaseStore) -> None:
    fill(store)
    key = {
        "type": "service_account",
        "client_email": "sync@acme.iam.example",
        "private_key_id": "4f1e",
        "private_key": SECRET,
    }
    google = ConnectionRow("mail", "google", {}, {"service_account_key": json.dumps(key)})
    store.save_setup(connections=[google])
    said = text_of(admin.get("/status"))
    assert "Service account provided sync@acme.iam.example, key 4f1e" in said
    assert SECRET not in admin.seen

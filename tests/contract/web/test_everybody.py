"""Figures over everybody: true when they say, counted by one worker at a time; lists that find without reading all."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from django.http import QueryDict

from syncline.store.changes import Changes
from syncline.store.errors import StoreUnavailableError
from syncline.store.rows import MARKED, CursorRow, CycleRow
from syncline.store.schedule import Whose
from tests.contract.web.conftest import NOW, Browser, text_of
from tests.contract.web.filled import ANN, BOB, CAT, cycle, fill, rep

if TYPE_CHECKING:
    from datetime import datetime

    from syncline.store.database import DatabaseStore

EACH = ("not_named", "inactive", "paused", "resetting", "marked", "stuck", "reading", "new")


class Clock:
    """Time that passes when told; every look takes a while."""

    def __init__(self, look: float = 0.0) -> None:
        self.now = NOW
        self._look = timedelta(seconds=look)

    def __call__(self) -> datetime:
        self.now += self._look
        return self.now

    def passes(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation in which counting takes long."""
    from syncline.web.lists import summary  # noqa: PLC0415 - Django has to be set up before

    monkeypatch.setattr(summary, "SMALL", 0)


def one_of_each(store: DatabaseStore) -> list[str]:
    """Add a rep in each state that `fill` leaves out."""
    fill(store)
    inactive = replace(store.configurations()[0], name="Trial", active=False)
    rows = {name: rep(f"acme/{name}@acme.example") for name in EACH}
    rows["not_named"] = replace(rows["not_named"], configuration="")
    rows["inactive"] = replace(rows["inactive"], configuration="Trial", paused=True)
    rows["paused"] = replace(rows["paused"], paused=True, reset=MARKED)
    rows["resetting"] = replace(rows["resetting"], reset="in_progress")
    rows["marked"] = replace(rows["marked"], reset=MARKED, problem="address_unknown")
    rows["stuck"] = replace(rows["stuck"], problem="address_unknown")
    store.save_setup(configurations=[inactive], reps=rows.values())
    reading = rows["reading"].id
    begun = [CursorRow(reading, one, side, "c", complete=False) for one in _collections() for side in _sides()]
    store.commit(Changes(cycles=[cycle(reading, 0)], cursors=begun))
    return sorted(row.id for row in store.reps())


def _collections() -> Any:
    from syncline.records.words import Collection  # noqa: PLC0415

    return Collection


def _sides() -> Any:
    from syncline.records.words import Side  # noqa: PLC0415

    return Side


def test_the_reps_of_each_state_are_those_that_show_it(store: DatabaseStore) -> None:
    from syncline.web.lists.state_words import STATES  # noqa: PLC0415 - as above
    from syncline.web.lists.states import in_state, with_state  # noqa: PLC0415

    everybody = one_of_each(store)
    shown = {one.id: one.state for one in with_state(store)}
    listed = {one.id: state.word for state in STATES for one in in_state(store, state.word)}
    assert listed == shown
    assert sorted(shown) == everybody
    assert len(set(shown.values())) >= 9
    assert not in_state(store, "no such word").exists()


@pytest.mark.parametrize(
    ("text", "found"),
    [("ANN", {ANN}), ("nn@ac", {ANN}), ("at", {CAT}), ("acme.example", {ANN, BOB, CAT}), ("%", set()), ("a_n", set())],
)
def test_a_part_of_a_name_is_found_wherever_it_stands(store: DatabaseStore, text: str, found: set[str]) -> None:
    from syncline.web.lists import errors, reps  # noqa: PLC0415 - as above

    made = fill(store)
    store.commit(Changes(errors=[replace(made.error, rep=one) for one in (ANN, BOB, CAT)]))
    asked = QueryDict(mutable=True)
    asked["q"] = asked["rep"] = text
    assert {one.id for one in reps.found(store, asked)} == found
    assert {one.rep for one in errors.found(asked, None)} == found


def test_a_part_of_many_names_finds_the_same_rows_as_one_of_few(
    store: DatabaseStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    from syncline.web.lists import errors, reps  # noqa: PLC0415 - as above

    made = fill(store)
    store.commit(Changes(errors=[replace(made.error, rep=one) for one in (ANN, BOB, CAT)]))
    monkeypatch.setattr(reps, "_FEW", 1)
    assert {one.rep for one in errors.found(QueryDict("rep=B@Acme"), None)} == {BOB}
    assert {one.rep for one in errors.found(QueryDict("rep=Acme.exam"), None)} == {ANN, BOB, CAT}
    assert not errors.found(QueryDict("rep=a%25m"), None).exists()


def test_a_name_is_looked_up_in_the_index(store: DatabaseStore) -> None:
    from django.db import connection  # noqa: PLC0415 - as above

    from syncline.web.lists import reps  # noqa: PLC0415

    store.save_setup(reps=[rep(f"acme/somebody{number}@acme.example") for number in range(3000)])
    asked = QueryDict("q=body2999")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE store_rep")
        assert "rep_pieces" in reps.found(store, asked).explain()
    assert [one.username for one in reps.found(store, asked)] == ["somebody2999@acme.example"]


def test_a_worker_that_counts_hears_that_the_database_is_away_and_counts_when_it_is_back(
    store: DatabaseStore, database_url: str
) -> None:
    from django.db import connection  # noqa: PLC0415 - as above

    from syncline.web.lists.summary import sum_up  # noqa: PLC0415

    fill(store)
    pid = connection.connection.info.backend_pid
    with psycopg.connect(database_url, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 60000)", (pid,))
    with pytest.raises(StoreUnavailableError):
        sum_up(store, Clock())
    sum_up(store, Clock())


@pytest.mark.usefixtures("large")
def test_kept_figures_say_when_they_were_true(admin: Browser, store: DatabaseStore) -> None:
    fill(store)
    assert "1 failing 1 not started 1 in step" in text_of(admin.get("/status"))
    store.save_setup(reps=[replace(rep(one), paused=True) for one in (BOB, CAT)])
    said = text_of(admin.get("/status"))
    assert "1 failing 1 not started 1 in step" in said
    assert "Counted 2026-03-02 09:00:00 UTC" in said
    assert f'href="/reps/{BOB}"' in admin.get("/status?state=paused").text


def test_a_small_installation_is_counted_at_every_look(store: DatabaseStore) -> None:
    from syncline.web.lists.summary import kept, summary  # noqa: PLC0415 - as above

    fill(store)
    clock = Clock()
    before = summary(store, clock)
    store.save_setup(reps=[replace(rep(one), paused=True) for one in (ANN, BOB, CAT)])
    assert kept(clock) is None
    assert [(one.state, one.reps) for one in summary(store, clock).states] == [("paused", 3)]
    assert summary(store, clock) != before


@pytest.mark.usefixtures("large")
def test_a_worker_counts_anew_now_and_then_and_not_more_than_a_twentieth_of_its_time(store: DatabaseStore) -> None:
    from syncline.web.lists.summary import kept, sum_up  # noqa: PLC0415 - as above

    def counted_at() -> datetime | None:
        found = kept(lambda: clock.now)
        return found.at if found else None

    fill(store)
    clock = Clock(look=1.0)
    sum_up(store, clock)
    first = counted_at()
    clock.passes(10)
    sum_up(store, clock)
    assert counted_at() == first
    clock.passes(30)
    sum_up(store, clock)
    assert counted_at() not in {first, None}
    slow = Clock(look=60.0)
    slow.now = clock.now + timedelta(minutes=5)
    sum_up(store, slow)
    clock.now = slow.now + timedelta(minutes=10)
    before = counted_at()
    sum_up(store, clock)
    assert counted_at() == before


@pytest.mark.usefixtures("large")
def test_where_no_worker_counts_a_page_does(store: DatabaseStore) -> None:
    from syncline.web.lists.summary import summary  # noqa: PLC0415 - as above

    fill(store)
    clock = Clock()
    first = summary(store, clock)
    clock.passes(59)
    assert summary(store, clock) == first
    clock.passes(2)
    assert summary(store, clock).at == clock.now


@pytest.mark.usefixtures("large")
def test_whoever_looks_while_somebody_counts_does_not_wait(store: DatabaseStore) -> None:
    from syncline.web.lists.summary import summary  # noqa: PLC0415 - as above
    from tests.support.store_database import elsewhere  # noqa: PLC0415

    fill(store)
    clock = Clock()
    first = summary(store, clock)
    clock.passes(3600)
    with elsewhere(store, Whose.ORG, "summary\x00"):
        assert summary(store, clock) == first
    assert summary(store, clock).at == clock.now


@pytest.mark.usefixtures("large")
def test_causes_say_when_they_were_counted_and_filters_are_asked_live(admin: Browser, store: DatabaseStore) -> None:
    made = fill(store)
    admin.get("/status")
    store.commit(Changes(errors=[replace(made.error, record_id="m2")]))
    whole, narrowed = text_of(admin.get("/errors")), text_of(admin.get("/errors?rep=bob"))
    assert "1 error 1 rep" in whole
    assert "Counted 2026-03-02 09:00:00 UTC" in whole
    assert "2 errors 1 rep" in narrowed
    assert "Counted" not in narrowed


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize(
    "query", ["collection=events", "direction=to_mailbox", "collection=contacts&direction=to_mailbox"]
)
def test_causes_of_a_collection_and_a_direction_are_counted_too(
    admin: Browser, store: DatabaseStore, query: str
) -> None:
    made = fill(store)
    places = [(one, side) for one in _collections() for side in _sides()]
    rows = [replace(made.error, collection=one, side=side, record_id=f"{one}{side}") for one, side in places]
    store.commit(Changes(errors=rows))
    live = text_of(admin.get(f"/errors?{query}"))
    admin.get("/status")
    store.commit(Changes(errors=[replace(row, record_id=f"{row.record_id}2") for row in rows]))
    counted = text_of(admin.get(f"/errors?{query}"))
    assert "Counted 2026-03-02 09:00:00 UTC" in counted
    assert counted.replace("Counted 2026-03-02 09:00:00 UTC . ", "") == live


@pytest.mark.usefixtures("large")
def test_figures_of_another_version_are_counted_anew(admin: Browser, store: DatabaseStore) -> None:
    from syncline.store.models import Summary as Kept  # noqa: PLC0415 - as above
    from syncline.web.lists.summary import kept, sum_up  # noqa: PLC0415

    fill(store)
    admin.get("/status")
    Kept.objects.update(value='{"at": "2026-03-02T09:00:00Z"}')
    assert kept(Clock()) is None
    assert admin.get("/status").status_code == 200
    Kept.objects.update(value="{}")
    sum_up(store, Clock())
    assert kept(Clock()) is not None


@pytest.mark.usefixtures("large")
def test_who_is_in_force_is_counted_and_the_first_few_are_asked(admin: Browser, store: DatabaseStore) -> None:
    fill(store)
    admin.get("/status")
    store.save_setup(reps=[rep("acme/aaron@acme.example")])
    said = text_of(admin.get("/configurations"))
    assert "3 reps" in said
    assert "aaron@acme.example" in said


def test_an_open_page_asks_for_its_parts_alone(admin: Browser, store: DatabaseStore) -> None:
    fill(store)
    figures = admin.get("/status", headers={"HX-Request": "true", "HX-Target": "figures"}).text
    found = admin.get("/status?q=ann", headers={"HX-Request": "true", "HX-Target": "found"}).text
    assert 'id="figures"' in figures
    assert 'id="found"' not in figures
    assert 'id="found"' in found
    assert "Records synced" not in found
    assert "HX-Target" in admin.get("/status").headers["Vary"]


def test_the_calls_of_an_org_are_drawn(admin: Browser, store: DatabaseStore) -> None:
    from syncline.store.meters import Count, Counted  # noqa: PLC0415 - as above

    fill(store)
    store.count([Count(Counted.CALLS, "acme", 30)], NOW - timedelta(hours=20))
    store.count([Count(Counted.CALLS, "acme", 10)], NOW)
    store.save_setup(settings={"usage:acme": '{"used": 900, "limit": 1000}'})
    page = admin.get("/status").text
    assert 'aria-label="40 calls spent of 200, 80 a day at the present rate"' in page
    assert '<rect x="0" y="0" width="600" height="30" class="allowed"/>' in page
    assert '<rect x="0" y="3" width="120" height="11">' in page
    assert '<rect x="0" y="17" width="240" height="10" class="forecast">' in page
    assert "API calls in each of the last 24 hours: 13:00 30, 09:00 10," in page


def test_a_search_of_the_journal_goes_back_step_by_step(
    admin: Browser, store: DatabaseStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    from syncline.web.pages import journal  # noqa: PLC0415 - as above

    monkeypatch.setattr(journal, "_SEARCHED", 5)
    row = fill(store).journal
    rows = [replace(row, id=f"k{number}", at=NOW - timedelta(days=number)) for number in range(1, 12)]
    rows[8] = replace(rows[8], before={"JobTitle": "Astronaut"})
    store.commit(Changes(journal=rows))
    said = text_of(admin.get("/journal?q=astronaut"))
    assert "Searched back to 2026-02-26 09:00 UTC . Search further back" in said
    assert "Astronaut" in admin.get("/journal?q=astronaut&after=k4").text


def test_a_search_does_not_tell_what_a_private_event_held(admin: Browser, store: DatabaseStore) -> None:
    row = fill(store).journal
    store.commit(Changes(journal=[replace(row, id="private-row", private=True, before={"Subject": "Surgery"})]))
    assert "private-row" not in admin.get("/journal?q=surgery").text


def test_the_status_of_more_reps_than_one_answer_holds(admin: Browser, store: DatabaseStore) -> None:
    from syncline.jobs.tokens import make_token  # noqa: PLC0415 - as above

    fill(store)
    bearer = {"Authorization": f"Bearer {make_token(store, 'all', NOW)}"}
    whole = admin.get("/api/status", headers=bearer).get_json()
    part = admin.get("/api/status?limit=1&offset=1", headers=bearer).get_json()
    assert [one["id"] for one in part["reps"]] == [BOB]
    assert part["reps"][0] == whole["reps"][1]
    assert (part["count"], whole["count"]) == (3, 3)
    assert "counted" not in whole
    for key in ("connections", "totals", "in_step"):
        assert part[key] == whole[key], key


def test_a_cycle_row_is_not_needed_for_a_count(store: DatabaseStore) -> None:
    from syncline.web.lists.system import count_reps  # noqa: PLC0415 - as above

    fill(store)
    store.commit(Changes(cycles=[CycleRow(CAT, NOW, NOW, {})]))
    (counted,) = count_reps()
    assert (counted.wanted, counted.linked, counted.last) == (3, 2, NOW)

"""Pages say where one is and what things are, in words: no code that only the program knows, nobody else's voice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.contract.web.conftest import Browser, browser_on, person, text_of
from tests.contract.web.filled import ANN, BOB, fill

if TYPE_CHECKING:
    from syncline.store.database import DatabaseStore
    from syncline.web.asked import Around


@pytest.mark.parametrize(
    ("page", "current"),
    [
        ("/errors", '<a href="/errors" aria-current="page">'),
        (f"/reps/{ANN}", '<a href="/status" aria-current="true">'),
        (f"/why/{ANN}", '<a href="/status" aria-current="true">'),
        ("/configurations/new", '<a href="/configurations" aria-current="true">'),
        ("/connections/new/exchange", '<a href="/connections" aria-current="true">'),
        ("/people/new", '<a href="/people" aria-current="true">'),
    ],
)
def test_the_navigation_says_where_one_is(admin: Browser, store: DatabaseStore, page: str, current: str) -> None:
    fill(store)
    shown = admin.get(page).text
    assert current in shown
    assert shown.count("aria-current=") == 1


def test_a_rep_is_at_home_on_their_own_page(around: Around, store: DatabaseStore) -> None:
    fill(store)
    rep = browser_on(around).sign_in(person(rep=ANN))
    assert '<a href="/me" aria-current="true">' in rep.get(f"/reps/{ANN}").text


def test_an_admin_who_syncs_is_not_at_home_on_anothers_page(around: Around, store: DatabaseStore) -> None:
    from syncline.web.access.permissions import ALL  # noqa: PLC0415 - Django has to be set up before

    fill(store)
    both = browser_on(around).sign_in(person(ALL, rep=BOB))
    shown = both.get(f"/reps/{ANN}").text
    assert '<a href="/status" aria-current="true">' in shown
    assert '<a href="/me">' in shown


def test_a_rep_is_spoken_to(around: Around, admin: Browser, store: DatabaseStore) -> None:
    fill(store)
    own = text_of(browser_on(around).sign_in(person(rep=BOB)).get(f"/reps/{BOB}"))
    assert "Something of yours fails: see below." in own
    assert "theirs" not in own
    assert "1 of your contacts waits for a person's word." in own
    assert "Something of theirs fails" in text_of(admin.get(f"/reps/{BOB}"))
    assert "1 of their contacts is unresolved. Somebody has to look at it." in text_of(admin.get(f"/reps/{ANN}"))


def test_filters_offer_words(admin: Browser, store: DatabaseStore) -> None:
    made = fill(store)
    errors = admin.get("/errors").text
    assert f'<option value="{made.error.code}">' in errors
    assert f'<option value="{made.error.code}">{made.error.code}' not in errors
    unresolved = admin.get("/unresolved").text
    assert f'<option value="{made.question.kind}">' in unresolved
    assert f">{made.question.kind}</option>" not in unresolved


def test_a_way_to_sign_in_is_chosen_and_not_typed(admin: Browser) -> None:
    form = admin.get("/connections/new/exchange").text
    assert '<option value="" selected>Automatic: what the server offers</option>' in form
    assert '<option value="ntlm">NTLM</option>' in form


def test_a_rep_is_not_told_their_own_name_in_each_row(around: Around, admin: Browser, store: DatabaseStore) -> None:
    fill(store)
    shown = browser_on(around).sign_in(person(rep=BOB)).get("/held").text
    assert '<th scope="col">Rep</th>' not in shown
    assert text_of(admin.get("/held")).count("bob@acme.example") == 2

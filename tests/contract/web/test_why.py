"""Why did this not sync, as a page, as a call and on the command line (SPEC 7.6)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from msgspec import structs

from syncline.jobs.tokens import make_token
from syncline.records.words import Collection
from syncline.store.changes import Changes
from syncline.store.rows import ConnectionRow, RepRow
from syncline.web.linking import Links
from tests.contract.web.conftest import NOW, Browser, browser_on, person, text_of
from tests.contract.web.filled import ANN, BOB, fill, link

if TYPE_CHECKING:
    from syncline.store.database import DatabaseStore
    from syncline.web.asked import Around


def test_a_rep_is_told_and_the_page_then_asks_for_the_look(browser: Browser, store: DatabaseStore) -> None:
    fill(store)
    own = browser.sign_in(person(rep=BOB))
    assert "Why did this not sync?" in text_of(own.get(f"/reps/{BOB}"))
    page = own.get(f"/why/{BOB}?q=m1")
    assert "Too long." in text_of(page)
    assert "What to do: Shorten it." in text_of(page)
    assert f'hx-get="/why/{BOB}?q=m1&amp;look=yes"' in page.text


def test_a_look_that_is_not_possible_leaves_what_is_known(admin: Browser, store: DatabaseStore) -> None:
    fill(store)
    page = admin.get(f"/why/{ANN}?q=doe&look=yes")
    assert "in step" in text_of(page) or "It syncs" in text_of(page)
    assert "could not be asked just now" in text_of(page)
    assert "hx-get" not in page.text.partition('id="told"')[2]


def test_links_to_both_records(admin: Browser, store: DatabaseStore) -> None:
    fill(store)
    store.commit(
        Changes(links=[structs.replace(link("l9", ANN), salesforce_id="003000000000009AAA", mailbox_id="A+/=")])
    )
    page = admin.get(f"/why/{ANN}?q=003000000000009AAA").text
    assert "https://login.salesforce.com/?startURL=%2Flightning%2Fr%2FContact%2F003000000000009AAA%2Fview" in page
    assert "https://mail.acme.example/owa/?ItemID=A%2B%2F%3D&amp;exvsurl=1" in page


def test_addresses_where_there_is_none(store: DatabaseStore) -> None:
    store.save_setup(
        connections=[
            ConnectionRow("acme", "salesforce", {"login_url": "https://acme.my.salesforce.com"}),
            ConnectionRow("found", "exchange", {}),
            ConnectionRow("cloud", "microsoft365", {}),
        ]
    )
    links = Links(store)
    event, of = "00U000000000001AAA", partial(RepRow, ANN, "acme", username="ann@acme.example", configuration="Sales")
    assert links.salesforce("acme", event) == f"https://acme.my.salesforce.com/lightning/r/Event/{event}/view"
    assert links.salesforce("gone", event) == links.salesforce("acme", "") == ""
    assert links.salesforce("acme", "00U1") == links.salesforce("acme", "00T000000000001AAA") == ""
    for nowhere in ("found", "gone"):
        assert links.mailbox(of(mail=nowhere), Collection.EVENTS, "A") == ""
    assert links.mailbox(of(mail="cloud"), Collection.CONTACTS, "A") == ""
    assert links.mailbox(of(mail="cloud"), Collection.EVENTS, "A=") == f"/event/{ANN}?id=A%3D"


def test_empty_and_never_seen_are_said(admin: Browser, store: DatabaseStore) -> None:
    fill(store)
    assert "The answer says whether it syncs" in text_of(admin.get(f"/why/{ANN}"))
    assert "has never seen a record like that" in text_of(admin.get(f"/why/{ANN}?q=Whoever"))
    assert admin.get("/why/acme/nobody").status_code == 404


def test_a_rep_asks_about_their_own_alone(browser: Browser, store: DatabaseStore, around: Around) -> None:
    fill(store)
    ann = person(rep=ANN, username="ann")
    assert browser.sign_in(ann).get(f"/why/{BOB}?q=m1").status_code == 404
    token = make_token(store, "test", NOW, person="ann")
    headers = {"Authorization": f"Bearer {token}"}
    client = browser_on(around).client
    assert client.get("/api/why", query_string={"rep": BOB, "record": "m1"}, headers=headers).status_code == 404
    told = client.get("/api/why", query_string={"rep": ANN, "record": "doe", "look": "true"}, headers=headers).json
    assert told is not None
    assert told["answers"][0]["standing"] == "in_step"
    assert (told["looked"], "not there" in told["trouble"]) == (False, True)


def test_what_is_typed_is_shown_as_text(admin: Browser, store: DatabaseStore) -> None:
    fill(store)
    page = admin.get(f"/why/{ANN}?q=<script>alert(1)</script>").text
    assert "<script>alert" not in page

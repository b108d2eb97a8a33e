"""The set-up from pages (SPEC 1, 3, 7.8): one file under all of them, checked as `syncline apply` checks it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from syncline.web.set_up.desk import Fault
from tests.contract.web.conftest import NOW, Browser, browser_on, person, text_of
from tests.contract.web.filled import ANN, SECRET, fill

if TYPE_CHECKING:
    from syncline.store.database import DatabaseStore
    from syncline.store.rows import ConfigurationRow, ConnectionRow
    from syncline.web.asked import Around

_MARK = re.compile(r'name="mark" value="([^"]*)"')
EXCHANGE = {"name": "post", "service_account": "svc@acme.example", "password": "hunter two", "auth": "ntlm"}
EDIT = "/configurations/edit/Sales"


def mark(browser: Browser, page: str) -> str:
    found = _MARK.search(browser.get(page).text)
    assert found is not None
    return found.group(1)


def connection(store: DatabaseStore, name: str) -> ConnectionRow:
    return next(row for row in store.connections() if row.name == name)


def configuration(store: DatabaseStore) -> ConfigurationRow:
    return next(row for row in store.configurations() if row.name == "Sales")


def form(**changed: str) -> dict[str, str]:
    """What the form of the configuration sends as it stands."""
    return {
        "org": "acme", "mail": "mail", "reps": "ann@acme.example\nbob@acme.example\ncat@acme.example",
        "contacts.direction": "both", "events.direction": "to_salesforce",
    } | changed  # fmt: skip


def test_a_new_connection_whose_secret_is_not_shown_again(admin: Browser, store: DatabaseStore) -> None:
    answer = admin.post("/connections/new/exchange", EXCHANGE | {"mark": mark(admin, "/connections/new/exchange")})
    assert answer.status_code == 302
    row = connection(store, "post")
    assert row.settings == {"service_account": "svc@acme.example", "auth": "ntlm"}
    assert row.secrets == {"password": "hunter two"}
    for page in ("/connections", "/connections/edit/post", "/file", "/file/download", "/history"):
        assert "hunter two" not in admin.get(page).text


@pytest.mark.parametrize(
    "wrong", [{"auth": "magic"}, {"password": ""}, {"name": ""}, {"ews_url": "http://mail.example/"}]
)
def test_a_connection_that_cannot_be_is_refused_with_the_remedy(
    admin: Browser, store: DatabaseStore, wrong: dict[str, str]
) -> None:
    page = "/connections/new/exchange"
    assert admin.post(page, EXCHANGE | wrong | {"mark": mark(admin, page)}).status_code == 422
    assert store.connections() == []


def test_a_secret_that_is_not_typed_stays(admin: Browser, store: DatabaseStore) -> None:
    fill(store)
    page = "/connections/edit/mail"
    kept = dict(connection(store, "mail").settings) | {"additional_domains": "acme.example.net"}
    assert admin.post(page, kept | {"mark": mark(admin, page)}).status_code == 302
    row = connection(store, "mail")
    assert row.settings["additional_domains"] == ["acme.example.net"]
    assert row.secrets == {"password": SECRET}


def test_a_kept_secret_goes_to_no_other_address(admin: Browser, store: DatabaseStore) -> None:
    fill(store)
    page = "/connections/edit/mail"
    moved = dict(connection(store, "mail").settings) | {"ews_url": "https://evil.example/EWS/Exchange.asmx"}
    refused = admin.post(page, moved | {"mark": mark(admin, page)})
    assert refused.status_code == 422
    assert "would be sent to another address" in text_of(refused)
    assert admin.post(page, moved | {"password": "new one", "mark": mark(admin, page)}).status_code == 302
    assert connection(store, "mail").secrets == {"password": "new one"}


def test_the_file_borrows_no_other_connections_secret_and_reads_no_file(admin: Browser, store: DatabaseStore) -> None:
    fill(store)
    text = admin.get("/file/download").text
    evil = "\n  evil: {kind: exchange, service_account: x@evil.example, ews_url: 'https://evil.example/E', password: "
    for secret in ("{env: MAIL_PASSWORD}", "{file: /etc/hostname}"):
        changed = text.replace("connections:", f"connections:{evil}{secret}}}", 1)
        refused = admin.post(
            "/file", {"text": changed, "mark": mark(admin, "/file"), "word": "apply", "offline": "yes"}
        )
        assert refused.status_code == 422
    assert {row.name for row in store.connections()} == {"acme", "mail"}


def test_a_connection_in_use_is_not_taken_out(admin: Browser, store: DatabaseStore) -> None:
    fill(store)
    admin.post("/connections/remove/mail", page="/connections")
    assert len(store.connections()) == 2
    store.save_setup(gone_configurations=["Sales"])
    admin.post("/connections/remove/mail", page="/connections")
    assert [row.name for row in store.connections()] == ["acme"]


def test_the_main_switch_of_an_org(admin: Browser, store: DatabaseStore) -> None:
    fill(store)
    admin.post("/connections/switch/acme", {"paused": "yes"}, page="/connections")
    assert "3 org paused" in text_of(admin.get("/status"))
    admin.post("/connections/switch/acme", {"paused": "no"}, page="/connections")
    assert "org paused" not in text_of(admin.get("/status"))


def test_a_configuration_is_edited_and_remembers_who_did(admin: Browser, store: DatabaseStore) -> None:
    fill(store)
    said = form(**{"contacts.direction": "to_mailbox", "contacts.mapping.JobTitle": "Role__c", "events.relate": "yes"})
    assert admin.post(EDIT, said | {"mark": mark(admin, EDIT)}).status_code == 302
    row = configuration(store)
    assert row.settings["contacts"] == {"direction": "to_mailbox", "mapping": {"JobTitle": "Role__c"}}
    assert row.settings["events"] == {"direction": "to_salesforce", "relate": True}
    assert (row.active, row.activated_at) == (True, NOW)
    history = text_of(admin.get(EDIT))
    assert "admin@acme.example" in history
    assert "contacts.direction both → to_mailbox" in history
    assert "contacts.direction both → to_mailbox" in text_of(admin.get("/history?what=configuration"))


def test_saving_what_stands_there_changes_nothing(admin: Browser, store: DatabaseStore) -> None:
    fill(store)
    before = configuration(store)
    assert admin.post(EDIT, form() | {"mark": mark(admin, EDIT)}).status_code == 302
    assert configuration(store) == before
    assert "Nobody has changed anything" in text_of(admin.get("/history?what=configuration"))


def test_two_admins_do_not_overwrite_each_other_silently(admin: Browser, store: DatabaseStore, around: Around) -> None:
    from syncline.web.access.permissions import ALL  # noqa: PLC0415 - Django has to be set up before

    fill(store)
    second = browser_on(around).sign_in(person(ALL, username="bea@acme.example"))
    seen_by_both = mark(admin, EDIT)
    assert mark(second, EDIT) == seen_by_both
    assert admin.post(EDIT, form(**{"contacts.deletes": "both"}) | {"mark": seen_by_both}).status_code == 302
    late = second.post(EDIT, form(**{"contacts.conflicts": "mailbox"}) | {"mark": seen_by_both})
    assert late.status_code == 409
    assert "Somebody else saved this configuration" in text_of(late)
    assert "contacts.deletes not set → both" in text_of(late)
    assert configuration(store).settings["contacts"] == {"direction": "both", "deletes": "both"}


def test_a_filter_with_its_conditions(admin: Browser, store: DatabaseStore) -> None:
    fill(store)
    conditions: dict[str, Any] = {
        "where.field": ["MailingCountry", "Tier__c", ""],
        "where.operator": ["equals", "is_empty", "equals"],
        "where.value": ["DE", "ignored", "nothing"],
    }
    admin.post(EDIT, form() | conditions | {"mark": mark(admin, EDIT)})
    assert configuration(store).settings["contacts"]["where"] == [
        {"field": "MailingCountry", "operator": "equals", "value": "DE"},
        {"field": "Tier__c", "operator": "is_empty"},
    ]
    assert 'value="MailingCountry"' in admin.get(EDIT).text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"reps": "nobody"}, "not a Salesforce user name"),
        ({"contacts.mapping.JobTitle": "Department"}, "already goes with"),
        ({"events.window": "last_days", "last_days": "500"}, "180"),
        ({"org": "nowhere"}, "nowhere"),
    ],
)
def test_what_cannot_work_is_refused_with_the_reason(
    admin: Browser, store: DatabaseStore, wrong: dict[str, str], said: str
) -> None:
    fill(store)
    before = configuration(store)
    refused = admin.post(EDIT, form(**wrong) | {"mark": mark(admin, EDIT)})
    assert refused.status_code == 422
    assert said in text_of(refused)
    assert configuration(store) == before


def test_a_new_configuration_begins_inactive_and_is_activated(admin: Browser, store: DatabaseStore) -> None:
    fill(store)
    store.save_setup(gone_configurations=["Sales"])
    page = "/configurations/new"
    assert admin.post(page, form(name="Sales") | {"mark": mark(admin, page)}).status_code == 302
    assert not configuration(store).active
    admin.post("/configurations/activate/Sales", {"active": "yes"}, page="/configurations")
    assert configuration(store).active
    admin.post("/configurations/activate/Sales", {"active": "no"}, page="/configurations")
    assert not configuration(store).active


def test_deleting_a_configuration_ends_links_and_deletes_nothing(admin: Browser, store: DatabaseStore) -> None:
    fill(store)
    admin.post("/configurations/remove/Sales", page="/configurations")
    assert store.configurations() == []
    assert {row.configuration for row in store.reps()} == {""}


def test_the_file_shows_what_would_change_and_is_applied_on_the_second_word(
    admin: Browser, store: DatabaseStore
) -> None:
    fill(store)
    text = admin.get("/file/download").text.replace("direction: both", "direction: to_mailbox")
    sent = {"text": text, "mark": mark(admin, "/file"), "offline": "yes"}
    looked = admin.post("/file", sent)
    assert "contacts.direction: both -> to_mailbox" in text_of(looked)
    assert configuration(store).settings["contacts"]["direction"] == "both"
    assert admin.post("/file", sent | {"word": "apply"}).status_code == 302
    assert configuration(store).settings["contacts"]["direction"] == "to_mailbox"
    assert admin.post("/file", sent | {"word": "apply"}).status_code == 409


def test_a_mistake_in_the_file_stands_with_its_line(admin: Browser, store: DatabaseStore) -> None:
    fill(store)
    text = admin.get("/file/download").text.replace("direction: both", "direction: sideways")
    refused = admin.post("/file", {"text": text, "mark": mark(admin, "/file")})
    assert refused.status_code == 422
    assert re.search(r"Line \d+: .*sideways", text_of(refused))


def test_the_connection_test_streams_and_ticks_the_checklist(admin: Browser, store: DatabaseStore) -> None:
    fill(store)
    assert "Test the connection next" in text_of(admin.get("/start"))
    said = text_of(admin.post("/test/run", {"rep": "ann@acme.example"}, page="/test"))
    assert "✓ passed Impersonation Mail opened ann@acme.example" in said
    assert "Connection test successful. ann@acme.example, acme and mail, 2026-03-02 09:00 UTC" in said
    assert "[passed] Mail, impersonation: opened ann@acme.example" in said
    assert "Test the connection ✓ done" in text_of(admin.get("/start"))


def test_a_rep_that_could_be_several_is_asked_about(admin: Browser, store: DatabaseStore) -> None:
    fill(store)
    refused = admin.post("/test/run", {"rep": "ann@acme.example", "org": "nowhere"}, page="/test")
    assert refused.status_code == 422
    assert "Known are: acme" in text_of(refused)


def test_a_preview_that_cannot_ask_says_so_and_does_not_offer_to_activate(admin: Browser, store: DatabaseStore) -> None:
    fill(store)
    store.save_setup(configurations=[replace(row, active=False) for row in store.configurations()])
    said = text_of(admin.post("/configurations/preview/Sales", page="/configurations"))
    assert "What Sales would do" in said
    assert "is not there" in said
    assert "would write nothing" not in said
    assert "Activate" not in said


def test_names_keep_their_capitals_in_what_is_said_of_them() -> None:
    said = Fault("configuration 'Field sales' syncs nothing", "Write a direction.").sentences
    assert said == "Configuration 'Field sales' syncs nothing. Write a direction."


def test_the_checklist_of_an_empty_installation(admin: Browser) -> None:
    assert "Connect Salesforce next" in text_of(admin.get("/start"))


def test_people_are_made_and_may_no_more_than_was_ticked(admin: Browser, store: DatabaseStore, around: Around) -> None:
    fill(store)
    made = {
        "username": "ann@acme.example",
        "password": "plenty of blue whales",
        "rep": "ann@acme.example",
        "is_active": "on",
    }
    assert admin.post("/people/new", made).status_code == 302
    from syncline.web.people.models import Person  # noqa: PLC0415 - Django has to be set up before

    ann = Person.objects.get(username="ann@acme.example")
    assert (ann.permissions, ann.rep) == ([], ANN)
    rep = browser_on(around).sign_in(ann)
    assert rep.get("/people").status_code == 403
    assert rep.get(f"/reps/{ANN}").status_code == 200
    assert "ann@acme.example" in text_of(admin.get("/history?who=admin"))


@pytest.mark.parametrize("said", [{}, {"is_active": "on"}])
def test_somebody_who_manages_people_stays(admin: Browser, said: dict[str, str]) -> None:
    from syncline.web.people.models import Person  # noqa: PLC0415 - Django has to be set up before

    me = Person.objects.get()
    refused = admin.post(f"/people/{me.pk}", {"username": me.username} | said)
    assert refused.status_code == 422
    assert "Nobody else could manage people" in text_of(refused)


def test_nobody_gives_what_they_do_not_have(around: Around) -> None:
    from syncline.web.access.permissions import Permission  # noqa: PLC0415 - Django has to be set up before

    browser = browser_on(around).sign_in(person((Permission.USERS,)))
    sent = {"username": "eve@acme.example", "is_active": "on", "permissions": ["customize_application"]}
    assert browser.post("/people/new", sent).status_code == 422


def test_a_token_of_ones_own(admin: Browser, around: Around) -> None:
    page = admin.post("/account/tokens/make", {"name": "reporting"}, page="/account").text
    found = re.search(r"syncline_[\w-]+", page)
    assert found is not None
    client = browser_on(around).client
    headers = {"Authorization": f"Bearer {found.group()}"}
    assert client.get("/api/status", headers=headers).status_code == 200
    admin.post("/account/tokens/revoke", {"name": "admin@acme.example: reporting"}, page="/account")
    assert client.get("/api/status", headers=headers).status_code == 401


def test_an_org_that_answers_as_another_is_confirmed(admin: Browser, store: DatabaseStore) -> None:
    fill(store)
    store.save_setup(connections=[replace(connection(store, "acme"), org_id="00D000000000001AAA")])
    store.save_setup(settings={"org:acme": '{"paused": false, "answered": "00D000000000002AAA", "former": []}'})
    assert "Another org answers: 00D000000000002AAA" in text_of(admin.get("/connections"))
    admin.post("/connections/confirm/acme", page="/connections")
    assert connection(store, "acme").org_id == "00D000000000002AAA"

"""Signing in for a rep: clocks, keys, delegation, services that are off."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from syncline.connectors.errors import ConnectorError, SignInAgainError, StopConnectionError, StopRepError
from syncline.connectors.google.scopes import CALENDARS, CONTACTS, EVENTS, SCOPES
from syncline.sandbox.faults import Fault, FaultKind
from tests.contract.mailbox_stage import CONTACTS as CONTACTS_COLLECTION
from tests.contract.mailbox_stage import EVENTS as EVENTS_COLLECTION
from tests.support.google_stage import REP

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

    from tests.support.google_stage import GoogleStage


def refused(stage: GoogleStage) -> ConnectorError:
    with pytest.raises(ConnectorError) as caught:
        stage.open().changes(EVENTS_COLLECTION, None)
    return caught.value


def test_a_clock_that_is_an_hour_off_signs_in_by_googles(stage: GoogleStage) -> None:
    stage.open().changes(EVENTS_COLLECTION, None)
    assert stage.connection.calls["token"] == 2
    offset = stage.connection.account(REP).clock_offset
    assert abs(offset - timedelta(hours=-1)) < timedelta(seconds=5)


def test_a_token_lasts_an_hour_and_outlives_its_connection(stage: GoogleStage) -> None:
    stage.open().changes(EVENTS_COLLECTION, None)
    asked = stage.connection.calls["token"]
    stage.open().changes(EVENTS_COLLECTION, None)
    assert stage.connection.calls["token"] == asked
    stage.clock.advance(timedelta(hours=1))
    stage.open().changes(EVENTS_COLLECTION, None)
    assert stage.connection.calls["token"] == asked + 1


def test_a_token_that_is_taken_no_longer_is_asked_for_again(stage: GoogleStage) -> None:
    stage.open().changes(EVENTS_COLLECTION, None)
    stage.server.tokens.revoke_all()
    stage.open().changes(EVENTS_COLLECTION, None)


def test_answers_are_asked_for_compressed(stage: GoogleStage) -> None:
    asked: set[tuple[str, str]] = set()

    def look(_body: bytes, environ: WSGIEnvironment) -> bool:
        if environ["PATH_INFO"] != "/token":
            asked.add((environ["HTTP_USER_AGENT"], environ["HTTP_ACCEPT_ENCODING"]))
        return False

    stage.faults.arm(Fault(FaultKind.NOTHING, look))
    stage.open().changes(EVENTS_COLLECTION, None)
    assert asked
    assert all("gzip" in agent and "gzip" in encoding for agent, encoding in asked)


def test_a_deleted_key_is_named(stage: GoogleStage) -> None:
    stage.server.tokens.keys.clear()
    error = refused(stage)
    assert isinstance(error, SignInAgainError)
    assert error.code == "google_key_refused"


def test_a_disabled_service_account_is_named(stage: GoogleStage) -> None:
    stage.server.tokens.disabled = True
    assert refused(stage).code == "google_account_gone"


@pytest.mark.parametrize("scope", SCOPES)
def test_a_missing_scope_stops_everybody(stage: GoogleStage, scope: str) -> None:
    stage.server.tokens.delegated.discard(scope)
    error = refused(stage)
    assert isinstance(error, SignInAgainError)
    assert error.code == "google_delegation_missing"


def test_an_address_that_is_no_users_stops_the_rep_alone(stage: GoogleStage) -> None:
    stage.server.remove_account(REP)
    error = refused(stage)
    assert isinstance(error, StopRepError)
    assert error.code == "google_user_unknown"


def test_an_alias_is_the_users_mailbox(stage: GoogleStage) -> None:
    alias = "alias@acme.example"
    stage.server.add_account("second@acme.example", aliases=[alias])
    page = stage.connection.open(alias, {}, installation="here", org_id="00D1").changes(EVENTS_COLLECTION, None)
    assert page.cursor


@pytest.mark.parametrize(
    ("api", "collection", "code"),
    [("calendar", EVENTS_COLLECTION, "google_calendar_off"), ("people", CONTACTS_COLLECTION, "google_people_off")],
)
def test_an_api_that_is_off_is_named(stage: GoogleStage, api: str, collection: object, code: str) -> None:
    stage.server.enabled.discard(api)
    with pytest.raises(StopConnectionError) as caught:
        stage.open().changes(collection, None)  # type: ignore[arg-type]
    assert caught.value.code == code


def test_a_user_without_calendar_is_named(stage: GoogleStage) -> None:
    stage.account.has_calendar = False
    error = refused(stage)
    assert isinstance(error, StopRepError)
    assert error.code == "google_no_service"


@pytest.mark.parametrize("key", ["", "{}", '{"private_key": "x", "client_email": "y"}', "[1]"])
def test_a_key_file_that_is_none_is_said_to_be_none(stage: GoogleStage, key: str) -> None:
    connection = stage.connect(key=key)
    with pytest.raises(SignInAgainError) as caught:
        connection.open(REP, {}, installation="here", org_id="00D1").changes(EVENTS_COLLECTION, None)
    assert caught.value.code == "google_key_unreadable"


def test_a_clock_that_google_still_finds_wrong_is_named(stage: GoogleStage) -> None:
    stage.server.tokens.clock = lambda: stage.clock() + timedelta(days=1)
    assert refused(stage).code == "google_clock"


@pytest.mark.parametrize(
    ("status", "error", "code"),
    [
        (403, {"error": "admin_policy_enforced"}, "google_not_allowed"),
        (400, {"error": "invalid_grant", "error_description": "Bad Request"}, "google_sign_in_refused"),
        (401, {"error": "deleted_client", "error_description": "The OAuth client was deleted."}, "google_account_gone"),
    ],
)
def test_other_refusals_of_the_token_endpoint_are_named(
    stage: GoogleStage, status: int, error: dict[str, str], code: str
) -> None:
    with stage.answering("/token", status, error):
        assert refused(stage).code == code


def test_a_key_that_signed_in_for_somebody_else_is_not_to_blame(stage: GoogleStage) -> None:
    stage.server.add_account("other@acme.example")
    stage.connection.open("other@acme.example", {}, installation="here", org_id="00D1").changes(EVENTS_COLLECTION, None)
    with stage.answering("/token", 400, {"error": "invalid_grant", "error_description": "Bad Request"}):
        error = refused(stage)
    assert isinstance(error, StopRepError)
    assert error.code == "google_user_refused"


@pytest.mark.parametrize(
    ("status", "reason", "code"), [(401, "authError", "google_token_refused"), (403, "forbidden", "google_refused")]
)
def test_other_refusals_of_a_call_are_named(stage: GoogleStage, status: int, reason: str, code: str) -> None:
    body = {"error": {"code": status, "errors": [{"domain": "global", "reason": reason}]}}
    with stage.answering("/events", status, body):
        assert refused(stage).code == code


def probed(stage: GoogleStage) -> dict[str, str]:
    """Run the steps of a test until one fails; answers what each said, or its code."""
    probe = stage.connection.probe(lambda: REP, installation="here", org_id="00D1")
    said: dict[str, str] = {}
    for step in probe.steps():
        try:
            seen = step.look()
            said[step.name] = seen.warning or seen.text
        except ConnectorError as error:
            said[step.name] = error.code
            break
    return said


def test_a_test_passes_and_writes_nothing(stage: GoogleStage) -> None:
    said = probed(stage)
    assert list(said) == [
        "scope_calendar.events",
        "scope_calendar.readonly",
        "scope_contacts",
        "sign_in",
        "calendar_folder",
        "contacts_folder",
    ]
    assert said["contacts_folder"] == "Salesforce Sync is not there yet: the first cycle makes it"
    stage.open().changes(CONTACTS_COLLECTION, None)
    stage.clock.advance(timedelta(minutes=5))
    assert probed(stage)["contacts_folder"] == "Salesforce Sync is there"
    other = stage.connection.probe(lambda: REP, installation="there", org_id="00D1")
    assert other.contacts().warning == "other_installation"


@pytest.mark.parametrize("scope", [EVENTS, CALENDARS, CONTACTS])
def test_a_test_names_the_scope_that_is_missing(stage: GoogleStage, scope: str) -> None:
    stage.server.tokens.delegated.discard(scope)
    said = probed(stage)
    assert said[f"scope_{scope.rpartition('/')[2]}"] == "google_scope_missing"


@pytest.mark.parametrize(
    ("api", "step", "code"),
    [("calendar", "calendar_folder", "google_calendar_off"), ("people", "contacts_folder", "google_people_off")],
)
def test_a_test_names_the_api_that_is_off(stage: GoogleStage, api: str, step: str, code: str) -> None:
    stage.server.enabled.discard(api)
    assert probed(stage)[step] == code


def test_a_test_tells_a_deleted_key_from_a_missing_scope(stage: GoogleStage) -> None:
    stage.server.tokens.keys.clear()
    assert probed(stage) == {"scope_calendar.events": "google_key_refused"}

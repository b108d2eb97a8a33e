"""What the org refuses: who must act, what the remedy is, and that nothing was done in somebody else's name."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from syncline import catalogue
from syncline.connectors.errors import (
    ConnectorError,
    SignInAgainError,
    StopCollectionError,
    StopConnectionError,
    StopRepError,
    ThrottledError,
)
from syncline.connectors.port import Draft, Duty, Edit, Intent, ItemError, Mention, Missing, OrgUser, Written
from syncline.planner.policy import ContactPolicy
from syncline.records.words import Collection, Direction
from syncline.sandbox.salesforce import Access, Permissions, make_app_key
from tests.support.sf_connector_world import BOTH, COLLEAGUE, EVENTS, INTEGRATION, REP, app_key

if TYPE_CHECKING:
    from tests.support.sf_connector_world import World

CONTACTS = Collection.CONTACTS
SOME_ID = "003000000000000AAA"


def refused(error: ConnectorError, code: str) -> None:
    """The error has this code, says what to do, and names nobody."""
    assert error.code == code
    assert error.remedy != catalogue.remedy(ConnectorError.code)
    told = f"{error} {error.remedy} {error!r}"
    for secret in (REP, INTEGRATION, app_key().client_id, "PRIVATE KEY", "Bearer"):
        assert secret not in told


def test_a_rep_who_may_not_use_the_app_stops_alone(world: World) -> None:
    world.org.permissions(REP).approved = False
    with pytest.raises(StopRepError) as caught:
        world.open().read(CONTACTS, [SOME_ID])
    refused(caught.value, "rep_not_authorized")
    assert world.open(username=COLLEAGUE).read(CONTACTS, [SOME_ID]) == [Missing(SOME_ID)]


def test_an_integration_user_who_may_not_use_the_app_is_a_matter_of_signing_in(world: World) -> None:
    world.org.permissions(INTEGRATION).approved = False
    with pytest.raises(SignInAgainError) as caught:
        world.connection.reader().start()
    refused(caught.value, "salesforce_not_authorized")


def test_an_inactive_rep_stops_alone(world: World) -> None:
    world.org.admin.update(world.rep_id, {"IsActive": False})
    with pytest.raises(StopRepError) as caught:
        world.open().read(CONTACTS, [SOME_ID])
    refused(caught.value, "rep_inactive")


def test_another_key_is_refused_for_everybody(world: World) -> None:
    connection = world.connect(key=make_app_key().private_key)
    with pytest.raises(SignInAgainError) as caught:
        connection.reader().start()
    refused(caught.value, "salesforce_sign_in_refused")


def test_an_inactive_integration_user_is_a_matter_of_signing_in(world: World) -> None:
    world.org.admin.update(world.org.user_id(INTEGRATION), {"IsActive": False})
    with pytest.raises(SignInAgainError) as caught:
        world.connection.reader().start()
    refused(caught.value, "salesforce_user_inactive")


def test_a_fresh_session_that_is_refused_is_not_asked_for_again_and_again(world: World) -> None:
    world.org.sessions.lifetime = timedelta()
    with pytest.raises(SignInAgainError) as caught:
        world.connection.reader().start()
    refused(caught.value, "salesforce_session_refused")
    with pytest.raises(StopRepError) as caught_rep:
        world.open().read(CONTACTS, [SOME_ID])
    refused(caught_rep.value, "rep_session_refused")
    assert world.connection.sign_ins == 4


def test_an_org_of_an_older_release_is_named(world: World) -> None:
    world.org.newest_version = 61
    with pytest.raises(StopConnectionError) as caught:
        world.connection.reader().start()
    refused(caught.value, "api_version")


def test_a_request_that_the_org_does_not_understand_stops_the_rep(world: World) -> None:
    user = OrgUser("005'", REP, REP, active=True, zone="UTC", profile="")
    with pytest.raises(StopRepError) as caught:
        world.connection.open(user, BOTH, EVENTS).made(CONTACTS, [Intent("key", {}, world.clock())])
    refused(caught.value, "salesforce_refused")


RESTRICTIONS = [Permissions(login_hours=(20, 23)), Permissions(login_ranges=("10.0.0.0/8",))]


@pytest.mark.parametrize("restricted", RESTRICTIONS, ids=["login hours", "IP ranges"])
def test_login_hours_and_ip_ranges_of_a_profile_stop_its_reps_alone(world: World, restricted: Permissions) -> None:
    world.org.setup.set_profile("Sales User", restricted)
    world.org.permissions(COLLEAGUE).login_hours, world.org.permissions(COLLEAGUE).login_ranges = None, ()
    with pytest.raises(StopRepError) as caught:
        world.open().read(CONTACTS, [SOME_ID])
    refused(caught.value, "rep_sign_in_refused")
    assert world.open(username=COLLEAGUE).read(CONTACTS, [SOME_ID]) == [Missing(SOME_ID)]


@pytest.mark.parametrize("restricted", RESTRICTIONS, ids=["login hours", "IP ranges"])
def test_those_of_the_integration_user_are_a_matter_of_signing_in(world: World, restricted: Permissions) -> None:
    may = world.org.permissions(INTEGRATION)
    may.login_hours, may.login_ranges = restricted.login_hours, restricted.login_ranges
    with pytest.raises(SignInAgainError) as caught:
        world.connection.reader().start()
    refused(caught.value, "salesforce_sign_in_refused")


def test_when_login_hours_end_the_session_ends_and_the_rep_is_told_why(world: World) -> None:
    org = world.open()
    assert org.read(CONTACTS, [SOME_ID]) == [Missing(SOME_ID)]
    world.org.permissions(REP).login_hours = (20, 23)
    with pytest.raises(StopRepError) as caught:
        org.read(CONTACTS, [SOME_ID])
    refused(caught.value, "rep_sign_in_refused")


def test_a_locked_org_stops_everybody(world: World) -> None:
    world.org.locked = True
    with pytest.raises(StopConnectionError) as caught:
        world.connection.reader().start()
    refused(caught.value, "org_inactive")


@pytest.mark.parametrize("how", ["revoked", "expired"])
def test_a_session_that_ended_is_renewed_once_without_a_word(world: World, how: str) -> None:
    org = world.open()
    org.read(CONTACTS, [SOME_ID])
    if how == "revoked":
        world.org.sessions.revoke_all()
    else:
        world.clock.advance(world.org.sessions.lifetime)
    before = world.connection.sign_ins
    assert org.read(CONTACTS, [SOME_ID]) == [Missing(SOME_ID)]
    assert world.connection.sign_ins == before + 1


@pytest.mark.parametrize("key", ["not a key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_what_is_no_key_is_said_without_quoting_it(world: World, key: str) -> None:
    with pytest.raises(SignInAgainError) as caught:
        world.connect(key=key).reader().start()
    refused(caught.value, "private_key_unreadable")
    assert caught.value.__cause__ is None
    assert world.org.requests.tokens == 0


def test_a_rep_without_the_api_stops_alone(world: World) -> None:
    world.org.permissions(REP).api_enabled = False
    with pytest.raises(StopRepError) as caught:
        world.open().changes(CONTACTS, None)
    refused(caught.value, "rep_api_disabled")


def test_an_org_without_the_api_stops_everybody(world: World) -> None:
    world.org.api_enabled = False
    with pytest.raises(StopConnectionError) as caught:
        world.connection.reader().start()
    refused(caught.value, "api_disabled")


def test_a_spent_allowance_asks_for_patience(world: World) -> None:
    world.open().read(CONTACTS, [SOME_ID])
    world.org.requests.limit = world.org.requests.used
    with pytest.raises(ThrottledError) as caught:
        world.open().read(CONTACTS, [SOME_ID])
    refused(caught.value, "salesforce_request_limit")


@pytest.mark.parametrize("operation", ["changes", "read", "update", "find"])
def test_a_hidden_field_is_named(world: World, operation: str) -> None:
    world.org.permissions(REP).hidden.add(("Contact", "Fax"))
    org = world.open()
    with pytest.raises(StopCollectionError, match="Fax") as caught:
        _do(org, operation)
    refused(caught.value, "field_not_visible")
    assert "Title" not in caught.value.detail


def _do(org: object, operation: str) -> None:
    from syncline.records.record import Record  # noqa: PLC0415 - only here

    asked: dict[str, object] = {
        "changes": None,
        "read": [SOME_ID],
        "update": [Edit(SOME_ID, "", {"JobTitle": "CEO"}, {})],
        "find": [Record(id="m", version="", values={"Surname": "Lee"})],
    }
    getattr(org, operation)(CONTACTS, asked[operation])


@pytest.mark.parametrize("field", ["Email", "LastName"])
def test_a_field_that_is_encrypted_is_no_hidden_one(world: World, field: str) -> None:
    from syncline.records.record import Record  # noqa: PLC0415 - only here

    world.org.setup.encrypt("Contact", field)
    probe = Record(id="m", version="", values={"GivenName": "Ann", "Surname": "Lee", "EmailAddress1": "a@b.example"})
    with pytest.raises(StopCollectionError, match=field) as caught:
        world.open().find(CONTACTS, [probe])
    refused(caught.value, "field_not_searched")


def test_hidden_accounts_are_named(world: World) -> None:
    world.org.permissions(REP).objects["Account"] = frozenset()
    with pytest.raises(StopCollectionError, match="Account") as caught:
        world.open().read(CONTACTS, [SOME_ID])
    refused(caught.value, "field_not_visible")


def test_a_field_that_the_rep_may_not_write_is_an_error_of_the_record(world: World) -> None:
    world.org.permissions(REP).read_only.add(("Contact", "Fax"))
    first, second = world.open().create(
        CONTACTS, [Draft("a", {"Surname": "A", "BusinessFax": "+49 30 77"}), Draft("b", {"Surname": "B"})]
    )
    assert isinstance(first, ItemError)
    assert first.code == "INVALID_FIELD_FOR_INSERT_UPDATE"
    assert "Fax" in first.message
    assert "+49" not in first.message
    assert isinstance(second, Written)


def test_a_record_that_the_rep_may_only_read_is_an_error_not_missing(world: World) -> None:
    record_id = world.org.as_user(COLLEAGUE).create("Contact", {"LastName": "Lee"})
    world.org.share(record_id, REP, Access.READ)
    org = world.open(ContactPolicy(direction=Direction.BOTH, which="all"))
    (changed,) = org.update(CONTACTS, [Edit(record_id, "", {"JobTitle": "CEO"}, {})])
    (deleted,) = org.delete(CONTACTS, [Mention(record_id, "")])
    for outcome in (changed, deleted):
        assert isinstance(outcome, ItemError)
        assert outcome.code == "INSUFFICIENT_ACCESS_OR_READONLY"
        assert outcome.duty is Duty.MEND


def test_values_stay_out_of_messages(world: World) -> None:
    long = {"Surname": "Verräter" * 20, "EmailAddress1": "secret address@x"}
    (outcome,) = world.open().create(CONTACTS, [Draft("a", long)])
    assert isinstance(outcome, ItemError)
    assert "Verräter" not in outcome.message
    assert "secret" not in outcome.message


def test_everything_is_written_in_the_reps_name(world: World) -> None:
    org = world.open()
    (made,) = org.create(CONTACTS, [Draft("a", {"Surname": "A"})])
    assert isinstance(made, Written)
    org.update(CONTACTS, [Edit(made.id, "", {"JobTitle": "CEO"}, {"Surname": "A"})])
    held = world.org.get(made.id)
    assert held is not None
    assert {held[name] for name in ("OwnerId", "CreatedById", "LastModifiedById")} == {world.rep_id}


def test_nothing_secret_is_shown_by_accident(world: World) -> None:
    world.connection.reader().start()
    token = world.connection._sign_in.token(world.connection._integration.actor)
    shown = f"{world.connection!r} {token!r} {world.connection._integration.actor!r} {world.connection._sign_in._app!r}"
    for secret in (token.secret, INTEGRATION, app_key().private_key[40:80], app_key().client_id):
        assert secret not in shown

"""Tokens: who gets one, and what the others hear."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import requests

from syncline.sandbox.inprocess import InProcessAdapter
from syncline.sandbox.salesforce import AppKey, make_app_key
from tests.support.salesforce_org import GRANT, ORIGIN, OTHER, REP, START, Rest, World, assertion

if TYPE_CHECKING:
    from collections.abc import Callable


def _ask(world: World, **form: str) -> requests.Response:
    session = requests.Session()
    session.mount(ORIGIN, InProcessAdapter(world.org))
    return session.post(f"{ORIGIN}/services/oauth2/token", data=form, timeout=5)


def _bearer(world: World, **changes: object) -> requests.Response:
    return _ask(world, grant_type=GRANT, assertion=assertion(world.key, START, **changes))


def test_a_signed_assertion_gets_a_token_that_works_as_that_user(world: World) -> None:
    granted = _bearer(world).json()

    assert granted["token_type"] == "Bearer"
    assert granted["instance_url"] == ORIGIN
    assert granted["id"] == f"{ORIGIN}/id/{world.org.id}/{world.org.user_id(REP)}"
    rest = Rest(world.rest().session, ORIGIN, granted["access_token"])
    created = rest.create("Contact", LastName="Brandt")
    assert rest.get(f"/sobjects/Contact/{created}")["CreatedById"] == world.org.user_id(REP)


@pytest.mark.parametrize(
    "audience", [ORIGIN, f"{ORIGIN}/", "https://login.salesforce.com", "https://test.salesforce.com"]
)
def test_the_audience_is_the_login_address_or_salesforces_own(world: World, audience: str) -> None:
    assert _bearer(world, aud=audience).status_code == 200


def test_an_expiry_may_be_a_number_in_quotes(world: World) -> None:
    assert _bearer(world, exp=str(int((START + timedelta(minutes=2)).timestamp()))).status_code == 200


@pytest.mark.parametrize(
    ("claims", "error", "description"),
    [
        ({"aud": "https://example.com"}, "invalid_grant", "audience is invalid"),
        ({"aud": None}, "invalid_grant", "audience is invalid"),
        ({"exp": int(START.timestamp()) - 10}, "invalid_grant", "assertion expired"),
        ({"exp": None}, "invalid_grant", "assertion expired"),
        ({"sub": "nobody@acme.example"}, "invalid_grant", "user hasn't approved this consumer"),
        ({"iss": "3MVG9unknown"}, "invalid_client_id", "client identifier invalid"),
    ],
)
def test_an_assertion_that_claims_the_wrong_thing_is_refused(
    world: World, claims: dict[str, Any], error: str, description: str
) -> None:
    answer = _bearer(world, **claims)

    assert answer.status_code == 400
    assert answer.json() == {"error": error, "error_description": description}


def _unapprove(world: World) -> None:
    world.org.permissions(REP).approved = False


def _deactivate(world: World) -> None:
    world.org.admin.update(world.org.user_id(REP), {"IsActive": False})


def _at_night(world: World) -> None:
    world.org.permissions(REP).login_hours = (20, 23)


def _from_elsewhere(world: World) -> None:
    world.org.permissions(REP).login_ranges = ("10.0.0.0/8", "192.0.2.7/32")


def _lock(world: World) -> None:
    world.org.locked = True


RESTRICTED = "ip restricted or invalid login hours"


@pytest.mark.parametrize(
    ("change", "error", "description"),
    [
        (_unapprove, "invalid_grant", "user hasn't approved this consumer"),
        (_deactivate, "inactive_user", "user is inactive"),
        (_at_night, "invalid_grant", RESTRICTED),
        (_from_elsewhere, "invalid_grant", RESTRICTED),
        (_lock, "inactive_org", "organization is locked, closed, or suspended"),
    ],
)
def test_a_user_who_may_not_is_refused(
    world: World, change: Callable[[World], None], error: str, description: str
) -> None:
    change(world)

    answer = _bearer(world)

    assert (answer.status_code, answer.json()) == (400, {"error": error, "error_description": description})


def test_login_hours_are_those_of_the_org_and_end_a_session(world: World) -> None:
    world.org.permissions(REP).login_hours = (8, 11)  # 9:30 in UTC is 10:30 in Berlin
    rest = Rest(world.rest().session, ORIGIN, _bearer(world).json()["access_token"])
    assert rest.send("GET", "/limits").status_code == 200

    world.clock.advance(timedelta(minutes=31))

    status, error = rest.refusal("GET", "/limits")
    assert (status, error["errorCode"]) == (401, "INVALID_SESSION_ID")


def test_a_caller_within_the_ip_range_gets_in(world: World) -> None:
    world.org.permissions(REP).login_ranges = ("127.0.0.0/8",)

    assert _bearer(world).status_code == 200


def test_an_assertion_of_another_key_is_refused(world: World) -> None:
    forged = AppKey(world.key.client_id, make_app_key().private_key, "")

    answer = _ask(world, grant_type=GRANT, assertion=assertion(forged, START))

    assert answer.json() == {"error": "invalid_grant", "error_description": "invalid assertion"}


@pytest.mark.parametrize("text", ["", "a.b.c", "not a token"])
def test_what_is_no_assertion_is_refused(world: World, text: str) -> None:
    answer = _ask(world, grant_type=GRANT, assertion=text)

    assert answer.json() == {"error": "invalid_grant", "error_description": "invalid assertion"}


def test_an_unknown_flow_is_refused(world: World) -> None:
    assert _ask(world, grant_type="magic").json()["error"] == "unsupported_grant_type"


def test_a_user_name_and_password_get_a_token_where_the_app_has_a_secret(world: World) -> None:
    world.org.add_app("with-secret", secret="s3cret")
    form = {"grant_type": "password", "client_id": "with-secret", "client_secret": "s3cret", "username": REP}

    assert _ask(world, **form, password="Geheim1tok").status_code == 200
    assert _ask(world, **form, password="wrong").json()["error_description"] == "authentication failure"


def test_client_credentials_stand_for_the_run_as_user(world: World) -> None:
    world.org.add_app("machine", secret="s3cret", run_as=OTHER)

    granted = _ask(world, grant_type="client_credentials", client_id="machine", client_secret="s3cret").json()

    assert granted["id"].endswith(world.org.user_id(OTHER))
    refused = _ask(world, grant_type="client_credentials", client_id="machine", client_secret="no")
    assert refused.json()["error"] == "invalid_client"


def test_who_a_token_is_stands_at_its_id_and_in_userinfo(world: World, rest: Rest) -> None:
    user_id = world.org.user_id(REP)

    assert rest.get("/services/oauth2/userinfo")["preferred_username"] == REP
    identity = rest.get(f"/id/{world.org.id}/{user_id}")
    assert (identity["user_id"], identity["organization_id"]) == (user_id, world.org.id)
    assert identity["timezone"] == "Europe/Berlin"


def _revoke(world: World, rest: Rest) -> None:
    assert rest.session.post(f"{ORIGIN}/services/oauth2/revoke", data={"token": rest.token}, timeout=5).ok


def _expire(world: World, rest: Rest) -> None:
    world.clock.advance(world.org.sessions.lifetime)


def _garble(world: World, rest: Rest) -> None:
    rest.token += "x"


def _dismiss(world: World, rest: Rest) -> None:
    _deactivate(world)


@pytest.mark.parametrize("end", [_revoke, _expire, _garble, _dismiss])
def test_a_session_that_has_ended_is_refused(world: World, rest: Rest, end: Callable[[World, Rest], None]) -> None:
    rest.get("/limits")

    end(world, rest)

    assert rest.refusal("GET", "/limits") == (
        401,
        {"message": "Session expired or invalid", "errorCode": "INVALID_SESSION_ID"},
    )


def test_without_api_access_every_data_request_is_refused(world: World, rest: Rest) -> None:
    world.org.permissions(REP).api_enabled = False
    assert rest.refusal("GET", "/limits")[1]["errorCode"] == "API_DISABLED_FOR_ORG"

    world.org.permissions(REP).api_enabled = True
    world.org.api_enabled = False
    assert rest.refusal("GET", "/query", q="SELECT Id FROM Contact")[0] == 403


def test_tokens_are_counted_apart_from_requests(world: World) -> None:
    _bearer(world)

    assert (world.org.requests.tokens, world.org.requests.total) == (1, 0)

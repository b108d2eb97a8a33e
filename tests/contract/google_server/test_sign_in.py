"""The token endpoint, and what a token opens.

https://developers.google.com/identity/protocols/oauth2/service-account#jwt-auth
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from syncline.sandbox.google import make_service_key
from tests.support.google_world import GRANT, ORIGIN, REP, START, Rest, World, assertion

if TYPE_CHECKING:
    from syncline.sandbox.google import ServiceKey

NOW = int(START.timestamp())


def test_an_assertion_buys_a_token_for_an_hour(world: World) -> None:
    answer = world.token()

    assert answer.status_code == 200
    assert answer.json().keys() == {"access_token", "expires_in", "token_type"}
    world.clock.advance(timedelta(seconds=answer.json()["expires_in"] + 1))
    refused = Rest(world.session(), answer.json()["access_token"]).call("GET", "/calendars/primary")
    assert refused.status_code == 401
    assert refused.json()["error"]["errors"][0]["reason"] == "authError"


def test_the_audience_may_be_where_the_endpoint_is(world: World) -> None:
    assert world.token(aud=f"{ORIGIN}/token").status_code == 200


@pytest.mark.parametrize(
    ("changes", "code", "error", "words"),
    [
        ({"iss": "x@y.iam.gserviceaccount.com"}, 400, "invalid_grant", "account not found"),
        ({"sub": "nobody@acme.example"}, 400, "invalid_grant", "Invalid email or User ID"),
        ({"sub": "nobody"}, 400, "invalid_grant", "Not a valid email."),
        ({"aud": "https://elsewhere.example"}, 400, "invalid_grant", "audience"),
        ({"iat": NOW - 7200, "exp": NOW - 3600}, 400, "invalid_grant", "short-lived token"),
        ({"iat": NOW + 900, "exp": NOW + 4500}, 400, "invalid_grant", "short-lived token"),
        ({"exp": NOW + 7200}, 400, "invalid_grant", "short-lived token"),
        ({"exp": None}, 400, "invalid_grant", "short-lived token"),
        ({"scope": "https://www.googleapis.com/auth/drive"}, 401, "unauthorized_client", "not authorized"),
        ({"scope": ""}, 400, "invalid_scope", "Invalid OAuth scope"),
    ],
)
def test_what_is_wrong_with_an_assertion_is_said(
    world: World, changes: dict[str, object], code: int, error: str, words: str
) -> None:
    answer = world.token(**changes)

    assert (answer.status_code, answer.json()["error"]) == (code, error)
    assert words in answer.json()["error_description"]


def test_only_the_key_that_google_knows_signs(world: World, key: ServiceKey) -> None:
    foreign = make_service_key(key.id)
    form = {"grant_type": GRANT, "assertion": assertion(foreign, START)}

    answer = world.session().post(f"{ORIGIN}/token", data=form)

    assert answer.json() == {"error": "invalid_grant", "error_description": "Invalid JWT Signature."}
    del world.server.tokens.keys[key.id]
    assert world.token().json()["error_description"] == "Invalid JWT Signature."


def test_a_disabled_account_and_other_grants_are_refused(world: World) -> None:
    other = world.session().post(f"{ORIGIN}/token", data={"grant_type": "password"})
    world.server.tokens.disabled = True

    assert other.json()["error"] == "unsupported_grant_type"
    assert world.token().json()["error"] == "disabled_client"


def test_a_subject_may_be_named_by_an_alias(world: World) -> None:
    rest = Rest(world.session(), world.token(sub="M.Vogel@acme.example").json()["access_token"])

    assert rest.ok("GET", "/calendars/primary")["id"] == REP


def test_an_api_that_is_not_switched_on_says_where_to_do_that(world: World, rest: Rest) -> None:
    world.server.enabled.clear()

    calendar = rest.refused(403, "GET", "/calendars/primary")
    people = rest.refused(403, "GET", "/contactGroups")

    assert calendar["errors"][0]["reason"] == "accessNotConfigured"
    assert calendar["details"][1]["metadata"]["service"] == "calendar-json.googleapis.com"
    assert (people["status"], people["details"][1]["reason"]) == ("PERMISSION_DENIED", "SERVICE_DISABLED")


def test_a_token_opens_only_what_its_scopes_say(world: World) -> None:
    token = world.token(scope="https://www.googleapis.com/auth/calendar.events").json()["access_token"]
    rest = Rest(world.session(), token)

    assert rest.events()["items"] == []
    assert rest.refused(403, "GET", "/calendars/primary")["errors"][0]["reason"] == "insufficientPermissions"
    error = rest.refused(403, "GET", "/contactGroups")
    assert error["details"][0]["reason"] == "ACCESS_TOKEN_SCOPE_INSUFFICIENT"


def test_a_user_without_the_services_is_told_so(world: World, rest: Rest) -> None:
    world.rep.has_calendar = world.rep.has_contacts = False

    assert rest.refused(403, "GET", "/calendars/primary")["errors"][0]["reason"] == "notACalendarUser"
    assert rest.refused(403, "GET", "/contactGroups")["status"] == "PERMISSION_DENIED"


def test_nothing_is_answered_without_a_token(world: World) -> None:
    rest = Rest(world.session(), "ya29.none")

    assert rest.call("GET", "/calendars/primary").headers["WWW-Authenticate"].startswith("Bearer ")
    assert rest.refused(401, "GET", "/contactGroups")["status"] == "UNAUTHENTICATED"

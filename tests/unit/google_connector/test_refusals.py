"""What Google says no with, turned into what a caller does about it."""

from __future__ import annotations

from typing import Any

import pytest

from syncline import catalogue
from syncline.connectors.errors import (
    BadAnswerError,
    ConnectorError,
    ResyncError,
    SignInAgainError,
    StopConnectionError,
    StopRepError,
    ThrottledError,
    UnavailableError,
)
from syncline.connectors.google.refusals import error_of, item_error, refusal_of
from syncline.connectors.google.sign_in_refusals import refusal
from syncline.connectors.port import Duty
from syncline.connectors.transport import Answer


def answer(status: int, reason: str = "", *, info: str = "", after: str = "") -> Answer:
    """Answer as Calendar does (`reason`), or as People does (`info`)."""
    error: dict[str, Any] = {"code": status, "message": "a text that quotes ann@customer.example"}
    if reason:
        error["errors"] = [{"domain": "usageLimits", "reason": reason}]
    if info:
        error["details"] = [
            {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": info, "domain": "googleapis.com"}
        ]
    return Answer(status, {"Retry-After": after} if after else {}, {"error": error})


@pytest.mark.parametrize(
    ("operation", "told", "kind", "code"),
    [
        ("calendar.events.list", answer(403, "rateLimitExceeded"), ThrottledError, "throttled"),
        ("calendar.events.list", answer(403, "userRateLimitExceeded"), ThrottledError, "throttled"),
        ("calendar.events.list", answer(429, "rateLimitExceeded"), ThrottledError, "throttled"),
        ("people.connections.list", answer(429, info="RATE_LIMIT_EXCEEDED"), ThrottledError, "throttled"),
        ("calendar.events.list", answer(403, "quotaExceeded"), ThrottledError, "throttled"),
        ("calendar.events.list", answer(410, "fullSyncRequired"), ResyncError, "resync"),
        ("calendar.events.list", answer(410, "updatedMinTooLongAgo"), ResyncError, "resync"),
        ("people.connections.list", answer(400, info="EXPIRED_SYNC_TOKEN"), ResyncError, "resync"),
        ("calendar.events.list", answer(503, "backendError"), UnavailableError, "unavailable"),
        ("calendar.events.list", answer(403, "accessNotConfigured"), StopConnectionError, "google_calendar_off"),
        ("calendar.events.list", answer(403, info="SERVICE_DISABLED"), StopConnectionError, "google_calendar_off"),
        ("people.getBatchGet", answer(403, info="SERVICE_DISABLED"), StopConnectionError, "google_people_off"),
        ("contactGroups.list", answer(403, info="SERVICE_DISABLED"), StopConnectionError, "google_people_off"),
        ("calendar.events.list", answer(403, "insufficientPermissions"), SignInAgainError, "google_scope_missing"),
        (
            "people.getBatchGet",
            answer(403, info="ACCESS_TOKEN_SCOPE_INSUFFICIENT"),
            SignInAgainError,
            "google_scope_missing",
        ),
        ("calendar.events.list", answer(403, "notACalendarUser"), StopRepError, "google_no_service"),
        ("calendar.events.list", answer(401, "authError"), SignInAgainError, "google_token_refused"),
        ("calendar.events.list", answer(403, "forbidden"), StopRepError, "google_refused"),
        ("calendar.events.list", answer(400, "invalid"), BadAnswerError, "google_refused"),
    ],
)
def test_a_refusal_is_what_it_means(operation: str, told: Answer, kind: type[ConnectorError], code: str) -> None:
    error = error_of(refusal_of(told), operation)
    assert type(error) is kind
    assert error.code == code
    assert "customer.example" not in str(error)
    assert catalogue.entry(code).code == code


@pytest.mark.parametrize("told", [answer(403, "rateLimitExceeded", after="7"), answer(429, after="7")])
def test_a_full_quota_says_how_long_to_wait_whichever_way_it_is_told(told: Answer) -> None:
    error = error_of(refusal_of(told), "calendar.events.list")
    assert isinstance(error, ThrottledError)
    assert error.after == 7


def test_what_is_no_answer_of_googles_has_no_reason() -> None:
    bodies: list[object] = [None, [], "html", {"error": "text"}, {"error": {"errors": "text"}}]
    for body in bodies:
        assert refusal_of(Answer(502, {}, body)).reason == ""


def test_a_refused_record_tells_googles_word_and_no_value() -> None:
    error = item_error(refusal_of(answer(403, "forbiddenForNonOrganizer")))
    assert (error.code, error.duty) == ("google:forbiddenForNonOrganizer", Duty.MEND)
    assert "customer.example" not in error.message
    assert error.remedy == catalogue.remedy("other_google")
    assert item_error(refusal_of(answer(403, "rateLimitExceeded"))).duty is Duty.RETRY


@pytest.mark.parametrize(
    ("error", "description", "kind", "code"),
    [
        ("invalid_grant", "Invalid JWT Signature.", SignInAgainError, "google_key_refused"),
        ("invalid_grant", "No valid verifier for issuer: x", SignInAgainError, "google_key_refused"),
        (
            "invalid_grant",
            "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe.",
            SignInAgainError,
            "google_clock",
        ),
        ("invalid_grant", "Invalid grant: account not found", SignInAgainError, "google_account_gone"),
        ("disabled_client", "The OAuth client was disabled.", SignInAgainError, "google_account_gone"),
        ("unauthorized_client", "Client is unauthorized", SignInAgainError, "google_delegation_missing"),
        ("invalid_scope", "Bad scope", SignInAgainError, "google_delegation_missing"),
        ("admin_policy_enforced", "", SignInAgainError, "google_not_allowed"),
        ("invalid_grant", "Invalid email or User ID", StopRepError, "google_user_unknown"),
        ("invalid_grant", "Something new", SignInAgainError, "google_sign_in_refused"),
    ],
)
def test_a_refused_sign_in_says_who_has_to_act(
    error: str, description: str, kind: type[ConnectorError], code: str
) -> None:
    refused = refusal(400, {"error": error, "error_description": description}, others=False)
    assert type(refused) is kind
    assert refused.code == code
    assert refused.remedy != catalogue.remedy("other")


def test_a_key_that_signs_in_for_others_is_not_to_blame() -> None:
    refused = refusal(400, {"error": "invalid_grant", "error_description": "Something new"}, others=True)
    assert isinstance(refused, StopRepError)
    assert refused.code == "google_user_refused"


def test_a_token_endpoint_that_fails_is_asked_again_later() -> None:
    assert isinstance(refusal(503, None, others=False), UnavailableError)

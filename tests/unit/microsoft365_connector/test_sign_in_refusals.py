"""What Microsoft Entra's refusals mean, also those that the sandbox does not bring about."""

from __future__ import annotations

import pytest

from syncline.connectors.microsoft365.sign_in_refusals import refusal


@pytest.mark.parametrize(
    ("numbers", "code"),
    [
        ([7000112], "microsoft365_app_disabled"),
        ([53003], "microsoft365_blocked"),
        ([700024], "microsoft365_clock"),
        ([999, 65001], "microsoft365_consent_missing"),
        ([7000222], "microsoft365_secret_expired"),
        ([1], "microsoft365_sign_in_refused"),
        (None, "microsoft365_sign_in_refused"),
    ],
)
def test_a_refusal_is_known_by_its_number(numbers: list[int] | None, code: str) -> None:
    answer = {"error": "invalid_client", "error_description": "AADSTS: app of Ann Lee", "error_codes": numbers}
    error = refusal(answer, "login.example")
    assert error.code == code
    assert error.remedy
    assert "Ann" not in error.detail, "descriptions name people and apps"

"""What Microsoft Entra's refusals mean for an admin, by their AADSTS number.

https://learn.microsoft.com/entra/identity-platform/reference-error-codes
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from syncline.connectors.errors import SignInAgainError, UnavailableError

if TYPE_CHECKING:
    from collections.abc import Mapping

_CODES: Mapping[int, str] = MappingProxyType(
    {
        90002: "microsoft365_wrong_tenant",
        90003: "microsoft365_wrong_tenant",
        900021: "microsoft365_wrong_tenant",
        900023: "microsoft365_wrong_tenant",
        50059: "microsoft365_wrong_tenant",
        700016: "microsoft365_app_unknown",
        7000112: "microsoft365_app_disabled",
        7000215: "microsoft365_secret_wrong",
        7000216: "microsoft365_secret_wrong",
        7000222: "microsoft365_secret_expired",
        700027: "microsoft365_certificate_refused",
        7000271: "microsoft365_certificate_refused",
        700024: "microsoft365_clock",
        65001: "microsoft365_consent_missing",
        650056: "microsoft365_consent_missing",
        7000229: "microsoft365_consent_missing",
        500011: "microsoft365_consent_missing",
        53003: "microsoft365_blocked",
        530035: "microsoft365_blocked",
    }
)


_LATER = "temporarily_unavailable"
"""To be tried again, says the page: nobody's credentials are at fault."""


def refusal(answer: Mapping[str, Any], host: str) -> SignInAgainError | UnavailableError:
    """Translate an error of the token endpoint. Its description names app and tenant, so that it is left out."""
    if answer.get("error") == _LATER:
        return UnavailableError(f"{host} is too busy to sign anybody in")
    told = answer.get("error_codes")
    numbers = [one for one in told if isinstance(one, int)] if isinstance(told, list) else []
    code = next((_CODES[one] for one in numbers if one in _CODES), "microsoft365_sign_in_refused")
    shown = ", ".join(f"AADSTS{one}" for one in numbers) or str(answer.get("error") or "no reason")
    return SignInAgainError(f"{host} refuses the app: {shown}", code=code)

"""Where an admin grants the app what it needs, and what comes back from there.

https://learn.microsoft.com/entra/identity-platform/v2-admin-consent
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from syncline.connectors.microsoft365.settings import Microsoft365Settings


def consent_link(settings: Microsoft365Settings, return_url: str, state: str) -> str:
    """Answer the link for the admin; `return_url` stands in the app's registration, `state` comes back unchanged."""
    asked = {"client_id": settings.client_id, "scope": settings.scope, "redirect_uri": return_url, "state": state}
    return f"{settings.sign_in_url}/v2.0/adminconsent?{urlencode(asked)}"


@dataclass(frozen=True, slots=True)
class Consent:
    """What the return page shows. `code` is one of the catalogue, empty when all is well."""

    granted: bool
    tenant: str
    state: str
    code: str = ""
    shown: str = ""
    """What Microsoft says about a refusal; it may name people, so that it is shown and not kept."""


def read_return(query: Mapping[str, str], settings: Microsoft365Settings) -> Consent:
    """Read what the admin comes back with. That nobody made it up is seen by `state`, and by a connection test."""
    tenant, state = query.get("tenant", ""), query.get("state", "")
    if "error" in query:
        return Consent(
            granted=False,
            tenant=tenant,
            state=state,
            code="microsoft365_consent_missing",
            shown=query.get("error_description", query["error"]),
        )
    granted = query.get("admin_consent", "").casefold() == "true"
    known = settings.tenant.casefold() in {tenant.casefold(), "common", "organizations"} or "." in settings.tenant
    code = "" if granted and known else "microsoft365_wrong_tenant" if granted else "microsoft365_consent_missing"
    return Consent(granted=granted and known, tenant=tenant, state=state, code=code)

"""The steps of a connection test on a Salesforce org, as the integration user and as one rep. Nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from syncline.connectors.errors import StopConnectionError
from syncline.connectors.probing import Seen
from syncline.connectors.salesforce.feed import feed, start
from syncline.connectors.salesforce.rights import PermissionMissingError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.connectors.salesforce.client import Client
    from syncline.connectors.salesforce.meter import Meter
    from syncline.connectors.salesforce.permissions import Need

_LITTLE_LEFT = 0.8
"""The share of the day's allowance from which on the test warns."""


@dataclass(frozen=True, slots=True)
class SalesforceProbe:
    """Looks at an org through its integration user."""

    integration: Client
    meter: Meter

    def sign_in(self) -> Seen:
        """Sign in as the integration user."""
        return Seen(f"the integration user is signed in to org {self.integration.org_id}")

    def same_org(self, known: str) -> Seen:
        """Compare the org that answers with the one that answered first; empty if none did yet."""
        if known and known != self.integration.org_id:
            detail = f"org {self.integration.org_id} answers; the connection was made for {known}"
            raise StopConnectionError(detail, code="org_changed")
        return Seen("the org is the one this connection was made for" if known else "no cycle has run yet")

    def feed(self) -> Seen:
        """Read the feed once, as a cycle does. Two requests."""
        page = feed(self.integration, start(self.integration))
        if not page.tells_setup:
            return Seen("the integration user sees what changed, but not what changed in Setup", "setup_not_visible")
        return Seen("the integration user sees what changed")

    def allowance(self) -> Seen:
        """Tell how much of the day's API requests is spent, by the org's own count."""
        usage = self.meter.usage
        if usage is None:
            return Seen("the org does not tell how many requests are left", "allowance_unknown")
        used, allowed = usage
        text = f"{used:,} of {allowed:,} API requests of the last 24 hours are used"
        return Seen(text, "allowance_low" if used >= _LITTLE_LEFT * allowed else "")


def rep_sign_in(rep: Client) -> Seen:
    """Sign in as the rep."""
    return Seen(f"Salesforce lets Syncline act for the rep in org {rep.org_id}")


def rep_permissions(lacking: Sequence[Need]) -> Seen:
    """Turn what a rep lacks for the configuration (SPEC 7.7) into a step's outcome."""
    if lacking:
        raise PermissionMissingError(lacking)
    return Seen("the rep has every permission that the configuration needs")

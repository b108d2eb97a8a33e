"""Who may sign in from where and when: a profile's login hours and IP ranges, and the org itself.

https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_flow_errors.htm and
https://help.salesforce.com/s/articleView?id=platform.users_profiles_login_hours.htm
"""

from __future__ import annotations

from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from syncline.sandbox.salesforce.service import Service
    from syncline.sandbox.salesforce.state import Permissions

RESTRICTED: Final = "ip restricted or invalid login hours"


def refusal(service: Service, user_id: str) -> tuple[str, str] | None:
    """Answer the OAuth error and description that a sign-in of this user gets now, or None."""
    if service.locked:
        return "inactive_org", "organization is locked, closed, or suspended"
    if not service.state.tables["User"].rows[user_id]["IsActive"]:
        return "inactive_user", "user is inactive"
    may = service.state.permissions[user_id]
    if not in_hours(service, may) or not _in_range(service, may):
        return "invalid_grant", RESTRICTED
    return None


def in_hours(service: Service, may: Permissions) -> bool:
    """Say whether it is within the user's login hours, which are those of the org's time zone."""
    if may.login_hours is None:
        return True
    org = service.state.tables["Organization"].rows[service.org_id]
    hour = service.state.clock().astimezone(ZoneInfo(org["TimeZoneSidKey"])).hour
    return may.login_hours[0] <= hour < may.login_hours[1]


def _in_range(service: Service, may: Permissions) -> bool:
    if not may.login_ranges:
        return True
    caller = ip_address(service.caller)
    return any(caller in ip_network(network) for network in may.login_ranges)

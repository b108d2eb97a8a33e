"""People of the tenant.

https://learn.microsoft.com/graph/api/resources/user
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from .state.mailbox import Mailbox

EXCHANGE_PLAN: Final = "efb87545-963c-4e0d-99df-69c6916d9eb0"
"""Exchange Online (Plan 2): https://learn.microsoft.com/entra/identity/users/licensing-service-plan-reference"""
_SKU: Final = "c7df2760-2c81-4ef7-b578-5b5392b571df"
_BASIC: Final = (
    "businessPhones", "displayName", "givenName", "jobTitle", "mail", "mobilePhone", "officeLocation",
    "preferredLanguage", "surname", "userPrincipalName", "id",
)  # fmt: skip
"""What is shown unless $select names other properties: https://learn.microsoft.com/graph/api/user-get"""
PROPERTIES: Final = (
    *_BASIC, "accountEnabled", "assignedLicenses", "assignedPlans", "mailNickname", "otherMails", "proxyAddresses",
    "userType",
)  # fmt: skip


@dataclass(slots=True, eq=False)
class User:
    """Somebody with an account; `mailbox` is None for one without a licence for Exchange Online."""

    id: str
    address: str
    """Primary SMTP address and user principal name."""
    given_name: str
    surname: str
    zone: str
    """A Windows id."""
    mailbox: Mailbox | None
    aliases: tuple[str, ...] = ()
    other_mails: tuple[str, ...] = ()
    principal_name: str = ""
    enabled: bool = True
    licensed: bool = True
    settings: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.principal_name = self.principal_name or self.address

    @property
    def name(self) -> str:
        """Given name and surname."""
        return f"{self.given_name} {self.surname}".strip()

    def as_json(self) -> dict[str, Any]:
        """Answer all properties."""
        plans = [
            {
                "assignedDateTime": "2025-01-07T09:00:00Z",
                "capabilityStatus": "Enabled" if self.licensed else "Deleted",
                "service": "exchange",
                "servicePlanId": EXCHANGE_PLAN,
            }
        ]
        return {
            "businessPhones": [],
            "displayName": self.name,
            "givenName": self.given_name,
            "jobTitle": None,
            "mail": self.address if self.licensed else None,
            "mobilePhone": None,
            "officeLocation": None,
            "preferredLanguage": None,
            "surname": self.surname,
            "userPrincipalName": self.principal_name,
            "id": self.id,
            "accountEnabled": self.enabled,
            "assignedLicenses": [{"disabledPlans": [], "skuId": _SKU}] if self.licensed else [],
            "assignedPlans": plans,
            "mailNickname": self.principal_name.partition("@")[0],
            "otherMails": list(self.other_mails),
            "proxyAddresses": [f"SMTP:{self.address}", *(f"smtp:{alias}" for alias in self.aliases)],
            "userType": "Member",
        }


def basic(resource: dict[str, Any]) -> dict[str, Any]:
    """Answer what is shown of a user unless $select names other properties."""
    return {name: value for name, value in resource.items() if name in _BASIC or name.startswith("@")}


def is_id(text: str) -> bool:
    """Tell whether a text can be a user's id."""
    try:
        return bool(uuid.UUID(text))
    except ValueError:
        return False

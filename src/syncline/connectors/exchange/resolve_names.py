"""ResolveNames: whose address a name in Exchange's directory is.

https://learn.microsoft.com/exchange/client-developer/web-service-reference/resolvenames-operation
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from syncline.connectors.exchange.account import matched
from syncline.connectors.exchange.refusals import error_of
from syncline.connectors.exchange.soap import T, m

if TYPE_CHECKING:
    from syncline.connectors.exchange.account import Account

_OPERATION = "ResolveNames"
_NOBODY = "ErrorNameResolutionNoResults"
_SEVERAL = "ErrorNameResolutionMultipleResults"


def resolve(account: Account, name: str) -> str | None:
    """Answer the SMTP address of a directory name (X.500), None if the directory has no one such. One call.

    Raises what a refusal means.
    """
    payload = m(
        _OPERATION,
        m("UnresolvedEntry", text=name),
        attributes={"ReturnFullContactData": "false", "SearchScope": "ActiveDirectory"},
    )
    message = matched(account.call(payload), 1, _OPERATION)[0]
    if message.code == _NOBODY:
        return None
    if not message.ok and message.code != _SEVERAL:
        raise error_of(message, _OPERATION)
    found = [one.findtext(f"{T}EmailAddress") or "" for one in message.element.iter(f"{T}Mailbox")]
    addresses = {one for one in found if "@" in one}
    return addresses.pop() if len(addresses) == 1 else None

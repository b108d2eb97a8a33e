"""Subscriptions to changes.

https://learn.microsoft.com/graph/api/subscription-post-subscriptions
https://learn.microsoft.com/graph/api/resources/subscription
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from syncline.sandbox.microsoft365.call import Call, Reply
from syncline.sandbox.microsoft365.errors import GraphError, access_denied, bad_request, unknown_property
from syncline.sandbox.microsoft365.moments import instant
from syncline.sandbox.microsoft365.subscriptions import LONGEST, MOST, SHORTEST, Subscription

if TYPE_CHECKING:
    from datetime import datetime

    from syncline.sandbox.microsoft365.users import User

_KNOWN: Final = frozenset(
    {
        "changeType", "notificationUrl", "lifecycleNotificationUrl", "resource", "expirationDateTime", "clientState",
        "includeResourceData", "latestSupportedTlsVersion",
    }
)  # fmt: skip
_CHANGES: Final = frozenset({"created", "updated", "deleted"})
_RESOURCE: Final = re.compile(
    r"/?users/(?P<user>[^/]+)/(?:(?P<contacts>(?:contactFolders/(?P<folder>[^/]+)/)?contacts)"
    r"|(?P<events>(?:calendars/(?P<calendar>[^/]+)/|calendar/)?events))/?",
    re.IGNORECASE,
)
_LONGEST_STATE: Final = 128
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})


def listed(call: Call) -> Reply:
    """Answer the application's subscriptions."""
    call.tenant.subscriptions.expire()
    mine = [one.as_json() for one in call.tenant.subscriptions.all.values() if one.app == call.app.client_id]
    return Reply(200, {"@odata.context": f"{call.base}/$metadata#subscriptions", "value": mine})


def one(call: Call) -> Reply:
    """Answer one subscription."""
    return _answer(call, 200, _found(call))


def create(call: Call) -> Reply:
    """Subscribe, once both addresses have answered with the token that they were asked for."""
    given = call.json()
    for name in given:
        if name not in _KNOWN and "@" not in name:
            raise unknown_property(name, "subscription")
    user, collection, folder = _resource(call, _text(given, "resource"))
    mailbox = user.mailbox
    if mailbox is None:
        text = "The mailbox is either inactive, soft-deleted, or is hosted on-premise."
        raise GraphError(404, "MailboxNotEnabledForRESTAPI", text)
    subscription = Subscription(
        call.tenant.new_id(), call.app.client_id, mailbox, user.id, _text(given, "resource"), collection,
        mailbox.folder(folder).id if folder else "", _changes(_text(given, "changeType")),
        _expiry(call, _text(given, "expirationDateTime")), _address(given, "notificationUrl"),
        _address(given, "lifecycleNotificationUrl") if given.get("lifecycleNotificationUrl") else "",
        _state(given), call.wishes.immutable,
    )  # fmt: skip
    if sum(one.mailbox is mailbox for one in call.tenant.subscriptions.all.values()) >= MOST:
        raise GraphError(403, "ExtensionError", "Operation: Create; Exception: [Too many subscriptions on the mailbox]")
    _validate(call, subscription)
    call.tenant.subscriptions.add(subscription)
    return _answer(call, 201, subscription)


def renew(call: Call) -> Reply:
    """Put off the end, which authorizes again too. The address can be changed, and is asked then."""
    subscription, given = _found(call), call.json()
    for name in set(given) - {"expirationDateTime", "notificationUrl"}:
        if "@" not in name:
            raise bad_request(f"The property '{name}' cannot be updated.", "InvalidRequest")
    expires = _expiry(call, _text(given, "expirationDateTime"))
    if "notificationUrl" in given:
        _ask(call, _address(given, "notificationUrl"))
        subscription.notify = given["notificationUrl"]
    subscription.expires = expires
    return _answer(call, 200, subscription)


def reauthorize(call: Call) -> Reply:
    """Authorize again without putting off the end.

    https://learn.microsoft.com/graph/api/subscription-reauthorize
    """
    _found(call)
    return Reply(204)


def delete(call: Call) -> Reply:
    """Unsubscribe."""
    del call.tenant.subscriptions.all[_found(call).id]
    return Reply(204)


def _found(call: Call) -> Subscription:
    call.tenant.subscriptions.expire()
    found = call.tenant.subscriptions.all.get(call.names["subscription"])
    if found is None or found.app != call.app.client_id:
        raise GraphError(404, "ResourceNotFound", "The object was not found.")
    return found


def _resource(call: Call, resource: str) -> tuple[User, str, str]:
    found = _RESOURCE.fullmatch(resource)
    if found is None:
        raise bad_request(f"Resource '{resource}' cannot be subscribed to.", "InvalidRequest")
    user = call.tenant.user(found["user"])
    if user is None:
        raise GraphError(404, "ResourceNotFound", f"The requested user '{found['user']}' is invalid.")
    area = "Contacts" if found["contacts"] else "Calendars"
    roles = {f"{area}.Read", f"{area}.ReadWrite"}
    scoped = call.app.exchange_roles & roles and user.address not in call.tenant.denied
    if not scoped and not call.app.roles & roles:
        raise access_denied()
    return user, "contacts" if found["contacts"] else "events", found["folder"] or found["calendar"] or ""


def _text(given: dict[str, Any], name: str) -> str:
    value = given.get(name)
    if not isinstance(value, str) or not value:
        raise bad_request(f"The request is missing the property '{name}'.", "InvalidRequest")
    return value


def _changes(text: str) -> frozenset[str]:
    changes = frozenset(one.strip().lower() for one in text.split(","))
    if not changes <= _CHANGES:
        raise bad_request(f"'{text}' is not a changeType.", "InvalidRequest")
    return changes


def _state(given: dict[str, Any]) -> str | None:
    state = given.get("clientState")
    if state is not None and (not isinstance(state, str) or len(state) > _LONGEST_STATE):
        raise bad_request(f"clientState has at most {_LONGEST_STATE} characters.", "InvalidRequest")
    return state


def _address(given: dict[str, Any], name: str) -> str:
    """Addresses have to be of HTTPS; the sandbox alone reaches its own machine without."""
    url = _text(given, name)
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        raise bad_request(f"{name} must make use of the HTTPS protocol.", "InvalidRequest")
    return url


def _expiry(call: Call, text: str) -> datetime:
    """What ends too soon ends after 45 minutes; what ends too late is refused."""
    now = call.tenant.clock()
    try:
        wanted = instant(text)
    except ValueError:
        raise bad_request("expirationDateTime is not a date and time.", "InvalidRequest") from None
    if wanted > now + LONGEST:
        minutes = int(LONGEST.total_seconds() // 60)
        message = f"Subscription expiration can only be {minutes} minutes in the future."
        raise bad_request(message, "ExtensionError")
    if wanted <= now:
        raise bad_request("Subscription expiration must be in the future.", "InvalidRequest")
    return max(wanted, now + SHORTEST)


def _validate(call: Call, subscription: Subscription) -> None:
    for url in sorted({subscription.notify, subscription.lifecycle} - {""}):
        _ask(call, url)


def _ask(call: Call, url: str) -> None:
    token = f"Validation: Testing client application reachability for subscription Request-Id: {call.tenant.new_id()}"
    courier = call.tenant.subscriptions.courier
    if courier is None or not courier.validate(url, token):
        text = (
            "Subscription validation request failed. Notification endpoint must respond with 200 OK to validation "
            "request."
        )
        raise bad_request(text, "ValidationError")


def _answer(call: Call, status: int, subscription: Subscription) -> Reply:
    context = f"{call.base}/$metadata#subscriptions/$entity"
    return Reply(status, {"@odata.context": context, **subscription.as_json()})

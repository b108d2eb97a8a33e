"""Whose mailbox a request is about: Exchange impersonation, and what that lets the caller open.

https://learn.microsoft.com/exchange/client-developer/exchange-web-services/impersonation-and-ews-in-exchange
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .errors import ItemError, SoapFault
from .xmltext import T, children, escape, local, text_of

if TYPE_CHECKING:
    from .direct import OpenMailbox
    from .directory import Directory
    from .soap import Envelope


class Caller(NamedTuple):
    """`acting` is the mailbox whose rights count; None for a service account that has none and impersonates nobody."""

    user: str
    acting: OpenMailbox | None


def identify(user: str, envelope: Envelope, directory: Directory) -> Caller:
    """Apply the ExchangeImpersonation header."""
    header = envelope.headers.get("ExchangeImpersonation")
    if header is None:
        return Caller(user, directory.find(user))
    sid = header.find(f"{T}ConnectingSID")
    named = children(sid) if sid is not None else []
    if not named:
        raise SoapFault("ErrorInvalidExchangeImpersonationHeaderData", "ExchangeImpersonation SOAP header must have "
                        "one and only one ConnectingSID.")  # fmt: skip
    return Caller(user, _impersonated(user, local(named[0]), text_of(named[0]).strip(), directory))


def _impersonated(user: str, kind: str, name: str, directory: Directory) -> OpenMailbox:
    if kind == "SID":
        raise SoapFault("ErrorInvalidUserSid", "The user SID is not valid.")
    mailbox = directory.find(name)
    if mailbox is None:
        raise _unknown(kind)
    if kind == "PrimarySmtpAddress" and name.casefold() != mailbox.address.casefold():
        detail = f'<t:Value Name="Primary">{escape(mailbox.address)}</t:Value>'
        raise SoapFault("ErrorNonPrimarySmtpAddress", details=(detail,))
    if not directory.may_impersonate(user, mailbox):
        raise SoapFault("ErrorImpersonateUserDenied")
    return mailbox


def _unknown(kind: str) -> SoapFault:
    return SoapFault("ErrorImpersonationFailed" if kind == "PrincipalName" else "ErrorNonExistentMailbox")


def mailbox_named(address: str, caller: Caller, directory: Directory) -> OpenMailbox:
    """The mailbox that a folder id names; only its owner (or who acts as the owner) may open it."""
    mailbox = directory.find(address)
    if mailbox is None:
        raise ItemError("ErrorNonExistentMailbox")
    if mailbox is not caller.acting:
        raise ItemError("ErrorAccessDenied")
    return mailbox

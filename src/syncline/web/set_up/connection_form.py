"""The form of a connection, out of the keys that its kind has in the set-up file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpRequest, QueryDict

    from syncline.web.set_up.desk import KindKey

KINDS = {
    "salesforce": "Salesforce",
    "exchange": "Exchange Server",
    "microsoft365": "Microsoft 365",
    "google": "Google Workspace",
    "openid_connect": "Single sign-on (OpenID Connect)",
}
_LABELS = {
    "login_url": ("Login address", "https://login.salesforce.com, https://test.salesforce.com or My Domain"),
    "client_id": ("Client id", "The consumer key of the External Client App, or the application id in Entra"),
    "username": ("Integration user", "Reads which records changed; values are read and written as the rep"),
    "private_key": ("Private key", "PEM, of the certificate that the app knows"),
    "person_accounts": ("Person accounts", "Match and edit person accounts"),
    "daily_share": ("Share of the daily calls", "In percent"),
    "pubsub": ("Pub/Sub API", "HOST:PORT; left empty: Salesforce's own"),
    "service_account": ("Service account", "As svc@acme.example or acme\\svc: if one is refused, try the other"),
    "password": ("Password", ""),
    "ews_url": ("EWS address", "Left empty: found by Autodiscover"),
    "auth": ("Sign-in", ""),
    "autodiscover_url": ("Autodiscover address", "Left empty: found by domain"),
    "additional_domains": ("Additional mail domains", "Separated by commas"),
    "ca_bundle": ("Certificates of your own", "Path of a PEM file on the server"),
    "proxy": ("Proxy", ""),
    "tenant": ("Tenant", "The directory's id or first domain"),
    "client_secret": ("Client secret", "Either this or a certificate"),
    "certificate": ("Certificate", "PEM with private key and certificate"),
    "service_account_key": ("Key of the service account", "The JSON file, as Google hands it out"),
    "issuer": ("Issuer", "The address whose discovery document describes the provider"),
}
_CHOICES = {"auth": (("", "Automatic: what the server offers"), ("ntlm", "NTLM"), ("basic", "Basic"))}
_LISTS = frozenset({"additional_domains"})
_FLAGS = frozenset({"person_accounts"})
_NUMBERS = frozenset({"daily_share"})
_LONG = frozenset({"private_key", "certificate", "service_account_key"})


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the form. `sort` is text, flag, secret or long."""

    name: str
    label: str
    help: str
    sort: str
    required: bool
    value: Any
    kept: bool
    """A secret that is there already: left empty it stays."""
    choices: Sequence[tuple[str, str]] = ()
    """Values to choose from, each with what people call it; the first is what holds where nothing is said."""


def fields(keys: Sequence[KindKey], part: Mapping[str, Any], *, kept: bool) -> list[Field]:
    """Answer the fields of a kind with what a part of the set-up says; never a secret."""
    return [_field(key, part.get(key.name), kept=kept and key.secret and key.name in part) for key in keys]


def label_of(key: str) -> str:
    """Answer what people call a setting."""
    return _told_of(key)[0]


def _told_of(key: str) -> tuple[str, str]:
    return _LABELS.get(key, (key.replace("_", " ").capitalize(), ""))


def _field(key: KindKey, value: Any, *, kept: bool) -> Field:
    label, told = _told_of(key.name)
    sort = "text"
    if key.secret:
        sort, value = ("long" if key.name in _LONG else "secret"), ""
    elif key.name in _FLAGS:
        sort = "flag"
    elif isinstance(value, list):
        value = ", ".join(str(one) for one in value)
    choices = _CHOICES.get(key.name, ())
    value = "" if choices and value not in dict(choices) else value or ""
    return Field(key.name, label, told, sort, key.required and not kept, value, kept, choices)


def entered(
    keys: Sequence[KindKey], form: QueryDict, before: Mapping[str, Any] | None, name: str, kind: str
) -> dict[str, Any]:
    """Answer the part of the set-up that a form says. Secrets are named, whether typed now or kept."""
    part: dict[str, Any] = {"kind": kind}
    for key in keys:
        text = form.get(key.name, "").strip()
        if key.secret:
            if text or form.get(f"{key.name}_keep") or (before and key.name in before and not _other(keys, form)):
                part[key.name] = {"env": variable(name, key.name)}
        elif key.name in _FLAGS:
            part |= {key.name: True} if text else {}
        elif key.name in _LISTS:
            part |= {key.name: [one.strip() for one in text.split(",") if one.strip()]} if text else {}
        elif text:
            part[key.name] = int(text) if key.name in _NUMBERS and text.isdecimal() else text
    return part


def _other(keys: Sequence[KindKey], form: QueryDict) -> bool:
    """Whether another secret was typed, where a kind takes one of several."""
    optional = [key for key in keys if key.secret and not key.required]
    return any(form.get(key.name, "").strip() for key in optional)


def typed_secrets(keys: Sequence[KindKey], request: HttpRequest, name: str) -> dict[tuple[str, str], str]:
    """Answer the secrets that were typed now, or uploaded as a file."""
    found = {}
    for key in keys:
        if key.secret and (text := request.POST.get(key.name, "").strip()):
            found[name, key.name] = text
    return found


def variable(connection: str, key: str) -> str:
    """The name under which the set-up file speaks of a secret; the same as its export writes."""
    return re.sub(r"[^A-Za-z0-9]+", "_", f"{connection}_{key}").strip("_").upper()

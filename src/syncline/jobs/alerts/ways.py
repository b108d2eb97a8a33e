"""The ways by which alerts leave: mail over SMTP, and a web hook."""

from __future__ import annotations

import hashlib
import hmac
import json
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any, Protocol

import requests

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from syncline.jobs.alerts.run import Alert

_SECONDS = 15
SIGNATURE = "X-Syncline-Signature"
"""Header of a web hook's post: `sha256=` and the HMAC of the body in hex, with the shared secret as key."""


class DeliveryError(Exception):
    """An alert could not be delivered; the message names no address of a person and no secret."""


class Way(Protocol):
    """One way to an admin."""

    @property
    def name(self) -> str:
        """What it is called in logs."""

    def tell(self, alerts: Sequence[Alert]) -> None:
        """Deliver. Raises `DeliveryError`."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail server that takes messages, as the set-up file's `alerts.mail` describes it."""

    said: Mapping[str, Any]
    password: str

    @property
    def name(self) -> str:
        """What it is called in logs."""
        return "mail"

    def tell(self, alerts: Sequence[Alert]) -> None:
        """Send one message about all of them."""
        try:
            with self._server() as server:
                self._sign_in(server)
                server.send_message(self.message(alerts))
        except (OSError, smtplib.SMTPException, ValueError) as error:  # also what cannot be read, or said in ASCII
            raise DeliveryError(type(error).__name__) from error

    def message(self, alerts: Sequence[Alert]) -> EmailMessage:
        """Answer the message: plain text, what first and then what to do."""
        message = EmailMessage()
        message["From"], message["To"] = self.said["from"], ", ".join(self.said["to"])
        first, more = alerts[0], f" (and {len(alerts) - 1} more)" if len(alerts) > 1 else ""
        message["Subject"] = f"Syncline: {'over: ' if first.over else ''}{first.what}{more}"
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no answering machine answers
        message.set_content("\n\n".join(_told(one) for one in alerts))
        return message

    def _server(self) -> smtplib.SMTP:
        host, port = self.said["host"], self.said.get("port", 25)
        if self._encryption == "tls":
            return smtplib.SMTP_SSL(host, port, timeout=_SECONDS, context=ssl.create_default_context())
        return smtplib.SMTP(host, port, timeout=_SECONDS)

    def _sign_in(self, server: smtplib.SMTP) -> None:
        if self._encryption == "starttls":
            server.starttls(context=ssl.create_default_context())
        if self.said.get("user"):
            server.login(self.said["user"], self.password)

    @property
    def _encryption(self) -> str:
        return str(self.said.get("encryption", "starttls"))


@dataclass(frozen=True, slots=True)
class WebHook:
    """An address that takes a JSON document: `{"text": ..., "alerts": [...]}`. Chat systems show `text`."""

    url: str
    secret: str

    @property
    def name(self) -> str:
        """What it is called in logs."""
        return "web hook"

    def tell(self, alerts: Sequence[Alert]) -> None:
        """Post one document about all of them; redirects are not followed."""
        told = {"text": "\n\n".join(_told(one) for one in alerts), "alerts": [one.as_json() for one in alerts]}
        body = json.dumps(told).encode()
        headers = {"Content-Type": "application/json"}
        if self.secret:
            headers[SIGNATURE] = f"sha256={hmac.new(self.secret.encode(), body, hashlib.sha256).hexdigest()}"
        try:
            answer = requests.post(self.url, body, headers=headers, timeout=_SECONDS, allow_redirects=False)
        except requests.RequestException as error:
            raise DeliveryError(type(error).__name__) from error
        if not answer.ok or answer.is_redirect:
            raise DeliveryError(f"status {answer.status_code}")


def way_of(said: Mapping[str, Any], environment: Mapping[str, str]) -> list[Way]:
    """Answer the ways that the set-up describes; what it only names is looked up in the environment."""
    ways: list[Way] = []
    if mail := said.get("mail"):
        ways.append(Mail(mail, environment.get(mail.get("password_variable", ""), "")))
    url = said.get("web_hook") or environment.get(said.get("web_hook_variable", ""), "")
    if url:
        ways.append(WebHook(url, environment.get(said.get("web_hook_secret_variable", ""), "")))
    return ways


def _told(alert: Alert) -> str:
    if alert.over:
        return f"Over: {alert.what}"
    return f"{alert.what}\nWhat to do: {alert.remedy}\nSince {alert.since}"

"""NTLM over HTTP, the client's half, bound to the TLS channel so that Extended Protection lets us in.

NTLM signs a connection in: after the two messages it carries further requests without any. The binding is that of
RFC 5929 (tls-server-end-point), which IIS compares with its own certificate
(https://learn.microsoft.com/exchange/plan-and-deploy/post-installation-tasks/security-best-practices/exchange-extended-protection).
"""

from __future__ import annotations

import base64
import binascii
import struct
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import spnego
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from spnego.channel_bindings import GssChannelBindings
from spnego.exceptions import SpnegoError

from syncline.connectors.errors import BadAnswerError, UnavailableError
from syncline.connectors.exchange.challenges import token_of

if TYPE_CHECKING:
    import requests
    from spnego import ContextProxy

_UNAUTHORIZED = 401
_GREETINGS = 2
_UNREADABLE = (SpnegoError, struct.error, ValueError, KeyError, IndexError, binascii.Error)
"""What pyspnego raises at a challenge that is none."""


def sign_in(
    refused: requests.Response, scheme: str, user: str, password: str, sending: dict[str, Any]
) -> requests.Response:
    """Repeat a refused request with NTLM, by the same connection; answers the server's last word, which may be a 401.

    `scheme` is what the server calls it: NTLM, or Negotiate, which takes the same messages. `sending` is how the
    request was sent. A server that closes the connection after its challenge has refused nobody: it is greeted once
    more. Raises `UnavailableError` where it does so again, `BadAnswerError` for a challenge that is none, and what the
    transport raises.
    """
    host = urlsplit(refused.url).hostname or ""
    body = refused.request.body or b""
    before = refused
    for _ in range(_GREETINGS):
        client = spnego.client(
            user, password, hostname=host, service="http", protocol="ntlm", options=spnego.NegotiateOptions.use_ntlm
        )
        greeting = _again(before, scheme, client.step() or b"", b"", dict(sending, stream=False))
        challenge = token_of(greeting, scheme)
        if greeting.status_code != _UNAUTHORIZED or not challenge:
            return greeting
        bindings = _bindings(greeting)
        if _lasts(greeting):
            answer = _again(greeting, scheme, _proof(client, challenge, bindings, host), body, sending)
            answer.history += [refused, greeting]
            return answer
        before = greeting
    raise UnavailableError(f"{host} closes connections in the middle of a sign-in by NTLM")


def _proof(client: ContextProxy, challenge: str, bindings: GssChannelBindings | None, host: str) -> bytes:
    try:
        return client.step(base64.b64decode(challenge), channel_bindings=bindings) or b""
    except _UNREADABLE as error:
        raise BadAnswerError(f"{host} answered a sign-in by NTLM with something that is no challenge") from error


def _lasts(greeting: requests.Response) -> bool:
    """Whether the connection that a challenge came by is still there: a proof that came by another one is refused."""
    connection = getattr(greeting.raw, "connection", None)
    greeting.content  # noqa: B018 - reads it: the end of it may be the end of the connection
    return bool(getattr(connection, "is_connected", True))


def _again(
    before: requests.Response, scheme: str, token: bytes, body: str | bytes, sending: dict[str, Any]
) -> requests.Response:
    """Send a request again by the connection of the answer before, which has to be read to its end first."""
    before.content  # noqa: B018 - reads it
    before.raw.release_conn()
    request = before.request.copy()
    request.body = body
    request.headers["Content-Length"] = str(len(body))
    request.headers["Authorization"] = f"{scheme} {base64.b64encode(token).decode()}"
    return before.connection.send(request, **sending)


def _bindings(response: requests.Response) -> GssChannelBindings | None:
    """Answer what binds to the certificate of the connection that an answer came by; None without TLS."""
    connection = getattr(response.raw, "connection", None)
    peer_certificate = getattr(getattr(connection, "sock", None), "getpeercert", None)
    der = peer_certificate(binary_form=True) if peer_certificate is not None else None
    if not der:
        return None
    certificate = x509.load_der_x509_certificate(der)
    algorithm = certificate.signature_hash_algorithm
    if algorithm is None:
        return None
    weak = isinstance(algorithm, hashes.MD5 | hashes.SHA1)
    digest = certificate.fingerprint(hashes.SHA256() if weak else algorithm)
    return GssChannelBindings(application_data=b"tls-server-end-point:" + digest)

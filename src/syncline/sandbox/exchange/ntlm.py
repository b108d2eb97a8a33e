"""NTLM over HTTP, the server's half: challenge, proof, and the binding to the TLS channel (Extended Protection).

The cryptography is pyspnego's. It takes accounts from a file that an environment variable names, so accepting is done
by one thread at a time. Messages: https://learn.microsoft.com/openspecs/windows_protocols/ms-nlmp
"""

from __future__ import annotations

import contextlib
import os
import struct
import tempfile
import threading
from hashlib import md5
from typing import TYPE_CHECKING, NamedTuple

import spnego
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from spnego.channel_bindings import GssChannelBindings
from spnego.exceptions import SpnegoError

if TYPE_CHECKING:
    from collections.abc import Iterator

_FIELD = struct.Struct("<HHI")
_PAIR = struct.Struct("<HH")
_SIGNATURE = b"NTLMSSP\x00"
_AUTHENTICATE = 3
_NT_RESPONSE, _DOMAIN, _USER = 20, 28, 36
"""Where the three fields stand in an AUTHENTICATE_MESSAGE (MS-NLMP 2.2.1.3)."""
_FLAGS = 60
_UNICODE = 1
_PAIRS = 44
"""Where the AV_PAIRs begin in an NTLMv2_RESPONSE: after the proof and the fixed part (MS-NLMP 2.2.2.7, 2.2.2.8)."""
_CHANNEL_BINDINGS = 10
_ONE_AT_A_TIME = threading.Lock()
_VARIABLE = "NTLM_USER_FILE"


class NtlmError(Exception):
    """What came is no NTLM message, or does not prove who sent it."""


class Claim(NamedTuple):
    """Who an AUTHENTICATE_MESSAGE says it is from, and the channel binding in it: 16 bytes, or None without one."""

    domain: str
    user: str
    binding: bytes | None

    @property
    def name(self) -> str:
        r"""The name as people write it: a user principal name, or `DOMAIN\user`."""
        return f"{self.domain}\\{self.user}" if self.domain else self.user


def read_claim(token: bytes) -> Claim:
    """Read an AUTHENTICATE_MESSAGE without believing it."""
    try:
        (flags,) = struct.unpack_from("<I", token, _FLAGS)
        encoding = "utf-16-le" if flags & _UNICODE else "cp437"
        domain, user = (_field(token, place).decode(encoding) for place in (_DOMAIN, _USER))
        return Claim(domain, user, _binding(_field(token, _NT_RESPONSE)[_PAIRS:]))
    except (struct.error, UnicodeDecodeError) as error:
        raise NtlmError from error


def is_final(token: bytes) -> bool:
    """Whether a message is the client's second one."""
    return token[:8] == _SIGNATURE and token[8:12] == _AUTHENTICATE.to_bytes(4, "little")


def channel_binding(certificate: str) -> bytes:
    """Answer what a client of this certificate (PEM) has to put into its message (RFC 5929, tls-server-end-point)."""
    parsed = x509.load_pem_x509_certificate(certificate.encode())
    algorithm = parsed.signature_hash_algorithm
    weak = algorithm is None or isinstance(algorithm, hashes.MD5 | hashes.SHA1)
    digest = parsed.fingerprint(hashes.SHA256() if weak or algorithm is None else algorithm)
    packed = GssChannelBindings(application_data=b"tls-server-end-point:" + digest).pack()
    return md5(packed, usedforsecurity=False).digest()


class Handshake:
    """One sign-in on one connection."""

    def __init__(self) -> None:
        with _accounts(""):
            self._context = spnego.server(protocol="ntlm", options=spnego.NegotiateOptions.use_ntlm)

    def challenge(self, token: bytes) -> bytes:
        """Answer a NEGOTIATE_MESSAGE."""
        return self._step(token, "") or b""

    def finish(self, token: bytes, claim: Claim, password: str) -> None:
        """Check the proof in an AUTHENTICATE_MESSAGE. Raises `NtlmError` if it does not hold."""
        self._step(token, f"{claim.domain}:{claim.user}:{password}")
        if not self._context.complete:
            raise NtlmError

    def _step(self, token: bytes, account: str) -> bytes | None:
        try:
            with _accounts(account):
                return self._context.step(token)
        except (SpnegoError, struct.error, ValueError, KeyError, IndexError) as error:
            raise NtlmError from error


@contextlib.contextmanager
def _accounts(line: str) -> Iterator[None]:
    """Let pyspnego find one account, in the form that it reads: domain, user and password between colons."""
    with _ONE_AT_A_TIME, tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".ntlm") as file:
        file.write(line)
        file.flush()
        before = os.environ.get(_VARIABLE)
        os.environ[_VARIABLE] = file.name
        try:
            yield
        finally:
            if before is None:
                del os.environ[_VARIABLE]
            else:
                os.environ[_VARIABLE] = before


def _field(token: bytes, place: int) -> bytes:
    length, _, offset = _FIELD.unpack_from(token, place)
    if offset + length > len(token):
        raise NtlmError
    return token[offset : offset + length]


def _binding(pairs: bytes) -> bytes | None:
    while len(pairs) >= _PAIR.size:
        kind, length = _PAIR.unpack_from(pairs)
        value, pairs = pairs[_PAIR.size : _PAIR.size + length], pairs[_PAIR.size + length :]
        if kind == 0:
            break
        if kind == _CHANNEL_BINDINGS:
            return value if any(value) else None
    return None

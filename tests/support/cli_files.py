"""Set-up files for tests of the command line, and the surroundings they are read in."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from syncline.cli.setup_file.secrets import Surroundings

if TYPE_CHECKING:
    from collections.abc import Mapping

NOTHING: Mapping[str, str] = MappingProxyType({})

GOOD = """\
connections:
  acme-salesforce: {kind: salesforce, login_url: "https://login.salesforce.com", client_id: abc,
                    username: sync@acme.example, private_key: {env: SF_KEY}}
  acme-exchange:
    kind: exchange
    service_account: svc@acme.example
    password: {env: EXCHANGE_PASSWORD}
    auth: basic
    ews_url: "https://mail.acme.example/EWS/Exchange.asmx"
configurations:
  Field sales:
    active: true
    org: acme-salesforce
    mail: acme-exchange
    reps: [marianne@acme.example, {user: otto@acme.example, mailbox: otto.b@acme.example}]
    contacts: {direction: both, which: selected, owner: users_records,
               where: [{field: MailingCountry, operator: equals, value: DE}],
               conflicts: salesforce, deletes: keep, ties: most_recently_updated, mapping: {JobTitle: Job_Title__c}}
    events: {direction: to_salesforce, which: all, private: false, remove_deleted: true, attendees: false,
             conflicts: mailbox, window: today, horizon_months: 24, may_send_mail: false}
guards: {deletes: {at_least: 5, percent: 10, count: 50}}
"""


@lru_cache
def private_key(bits: int = 1024) -> str:
    """Answer an RSA key in PEM form, made once.

    A key is checked whenever a set-up is read, which takes a long one 40 ms; to sign in, a key needs 2048 `bits`.
    """
    key = rsa.generate_private_key(public_exponent=65537, key_size=bits)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode().strip()


def surroundings(more: Mapping[str, str] = NOTHING, folder: Path = Path("/nowhere")) -> Surroundings:
    """Answer surroundings in which the secrets of `GOOD` are set."""
    return Surroundings(folder, {"SF_KEY": private_key(), "EXCHANGE_PASSWORD": "correct horse", **more})


def changed(old: str, new: str, text: str = GOOD) -> str:
    """Replace one passage that must be there exactly once."""
    if text.count(old) != 1:
        raise AssertionError(f"{old!r} stands {text.count(old)} times")
    return text.replace(old, new)

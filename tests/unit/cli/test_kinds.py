"""Connections of every kind in the set-up file: what each takes, and what does not go together."""

from __future__ import annotations

import json

import pytest

from syncline.cli.setup_file.problems import SetupError
from syncline.cli.setup_file.read import read
from tests.support.app_certificate import app_certificate
from tests.support.cli_files import surroundings

GOOGLE_KEY = json.dumps(
    {"type": "service_account", "client_email": "svc@project.example", "private_key": "x", "token_uri": "https://x"}
)
M365 = "connections:\n  m365: {kind: microsoft365, tenant: acme.example, client_id: abc, %s}\n"
GOOGLE = "connections:\n  google: {kind: google, service_account_key: {env: KEY}%s}\n"


def test_microsoft_365_with_a_secret_or_with_a_certificate() -> None:
    around = surroundings({"SECRET": "hush", "CERTIFICATE": app_certificate()})
    more = 'authority: "https://login.microsoftonline.us", additional_domains: [acme.example], '
    more += "client_secret: {env: SECRET}"
    (secret,) = read(M365 % more, "setup.yaml", around).connections
    assert secret.settings == {
        "tenant": "acme.example",
        "client_id": "abc",
        "authority": "https://login.microsoftonline.us",
        "additional_domains": ["acme.example"],
    }
    assert secret.secrets == {"client_secret": "hush"}
    (certificate,) = read(M365 % "certificate: {env: CERTIFICATE}", "setup.yaml", around).connections
    assert certificate.secrets == {"certificate": app_certificate().rstrip()}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("authority: 'https://x.example'", "exactly one of client_secret and certificate"),
        ("client_secret: {env: SECRET}, certificate: {env: CERTIFICATE}", "exactly one"),
        ("certificate: {env: SECRET}", "no certificate in this file"),
        ("certificate: {env: HALF}", "not a private key"),
        ("certificate: {env: BROKEN}", "cannot be read"),
    ],
)
def test_microsoft_365_is_told_what_does_not_go(written: str, said: str) -> None:
    whole = app_certificate()
    half = whole[whole.index("-----BEGIN CERTIFICATE") :]
    broken = "-----BEGIN CERTIFICATE-----\nQUJD\n-----END CERTIFICATE-----\n"
    around = surroundings({"SECRET": "hush", "CERTIFICATE": whole, "HALF": half, "BROKEN": broken})
    with pytest.raises(SetupError, match=said):
        read(M365 % written, "setup.yaml", around)


def test_on_microsoft_365_nobody_is_invited_from_salesforce() -> None:
    around = surroundings({"SECRET": "hush", "KEY": "x"})
    text = (M365 % "client_secret: {env: SECRET}") + (
        "  acme: {kind: salesforce, login_url: 'https://login.salesforce.com', client_id: x, username: s@acme.example, "
        "private_key: {env: KEY}}\n"
        "configurations:\n  Sales: {org: acme, mail: m365, reps: [r@acme.example], events: {direction: both, "
        "attendees: true, invite_from_salesforce: true}}\n"
    )
    with pytest.raises(SetupError, match="invite_from_salesforce is not possible on Microsoft 365"):
        read(text, "setup.yaml", around)


def test_google_with_the_file_that_google_hands_out() -> None:
    around = surroundings({"KEY": GOOGLE_KEY})
    (part,) = read(GOOGLE % ', calendar_url: "https://calendar.example"', "setup.yaml", around).connections
    assert part.settings == {"calendar_url": "https://calendar.example"}
    assert part.secrets == {"service_account_key": GOOGLE_KEY}


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("no json", "not the JSON file"),
        ('{"type": "authorized_user"}', "not the key of a service account"),
        ('{"type": "service_account"}', "lacks client_email, private_key, token_uri"),
    ],
)
def test_google_is_told_what_is_wrong_with_the_key(key: str, said: str) -> None:
    with pytest.raises(SetupError, match=said):
        read(GOOGLE % "", "setup.yaml", surroundings({"KEY": key}))

from __future__ import annotations

from typing import Any

import pytest

from syncline.store.address import database_settings
from syncline.store.errors import DatabaseAddressError


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "postgresql://postgres:@/postgres?host=/var/run/a%20b",
            {"USER": "postgres", "PASSWORD": "", "NAME": "postgres", "HOST": "/var/run/a b", "PORT": ""},
        ),
        (
            "postgres://u%40x:p%3A%2F%23@db.example:6432/main",
            {"USER": "u@x", "PASSWORD": "p:/#", "NAME": "main", "HOST": "db.example", "PORT": "6432"},
        ),
        ("postgresql://u@[2001:db8::1]:5433/d", {"HOST": "2001:db8::1", "PORT": "5433"}),
        ("postgresql://one:1,two:2/d", {"HOST": "one,two", "PORT": "1,2"}),
        ("postgresql://%2Fvar%2Frun/d", {"HOST": "/var/run", "NAME": "d"}),
        ("postgresql://u@h", {"NAME": "u", "HOST": "h"}),
        ("host=h user=u password='p w' dbname=d", {"PASSWORD": "p w", "NAME": "d"}),
    ],
)
def test_every_form_of_address_is_read(url: str, expected: dict[str, Any]) -> None:
    assert database_settings(url).items() >= expected.items()


def test_parameters_are_handed_on() -> None:
    url = "postgresql://h/d?sslmode=verify-full&sslrootcert=/ca.pem&options=-c%20x%3D1&application_name=mine"
    options = database_settings(url)["OPTIONS"]
    expected = {"sslmode": "verify-full", "sslrootcert": "/ca.pem", "options": "-c x=1", "application_name": "mine"}
    assert options.items() >= expected.items()


def test_without_a_name_the_system_user_is_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "marianne")
    assert database_settings("postgresql://")["NAME"] == "marianne"


@pytest.mark.parametrize("url", ["mysql://u:hush@h/d", "postgresql://u:hush@[h/d", "postgresql://u:hush@h/d?none=1"])
def test_what_is_no_address_is_refused_without_quoting_it(url: str) -> None:
    with pytest.raises(DatabaseAddressError, match="percent-encoded") as caught:
        database_settings(url)
    assert "hush" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_a_server_that_fell_silent_is_given_up_unless_the_address_says_otherwise() -> None:
    assert database_settings("postgresql://h/d")["OPTIONS"]["tcp_user_timeout"] == 60_000
    assert database_settings("postgresql://h/d?tcp_user_timeout=5000")["OPTIONS"]["tcp_user_timeout"] == "5000"

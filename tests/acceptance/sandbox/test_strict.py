"""The guide for the Exchange admin, followed on a sandbox that is set up as strictly as admins do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from syncline.sandbox.demo import RunningSandbox, start_sandbox
from syncline.sandbox.exchange import ExtendedProtection
from syncline.sandbox.posture import Posture
from tests.acceptance.sandbox.test_seeds import Installation, written

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STRICT = Posture(("Negotiate", "NTLM"), ExtendedProtection.REQUIRE, "SE RTM", tls=True)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    folder = tmp_path_factory.mktemp("strict")
    sandbox = start_sandbox({"salesforce", "exchange"}, 5, 2, 6, 3, folder, posture=STRICT)
    yield sandbox
    sandbox.stop()


def setup(running: RunningSandbox, *without: str, **changed: Any) -> dict[str, Any]:
    """The set-up file that comes with the sandbox, with another connection to Exchange."""
    connections = dict(running.setup["connections"])
    exchange = {key: value for key, value in connections["acme-exchange"].items() if key not in without}
    connections["acme-exchange"] = exchange | changed
    return running.setup | {"connections": connections}


def test_it_syncs_as_it_comes(running: RunningSandbox, tmp_path: Path) -> None:
    assert running.servers["exchange"]["ews_url"].startswith("https://")
    installation = Installation()
    installation.apply(running.setup, tmp_path)
    assert installation.cycle()["in_step"] is True
    assert written(installation.cycle()) == 0


@pytest.mark.parametrize("service", ["autodiscover.xml", "autodiscover.svc"])
def test_with_autodiscover_in_place_of_the_address(running: RunningSandbox, tmp_path: Path, service: str) -> None:
    named = running.servers["exchange"]["autodiscover_url"].replace("autodiscover.xml", service)
    installation = Installation()
    installation.apply(setup(running, "ews_url", autodiscover_url=named, auth="auto"), tmp_path)
    installation.cycle()
    installation.cycle()
    assert installation.cycle()["in_step"] is True


@pytest.mark.parametrize(
    ("without", "changed", "code"),
    [
        ((), {"auth": "basic"}, "exchange_basic_off"),
        (("ca_bundle",), {}, "certificate"),
    ],
)
def test_what_an_admin_forgot_is_named(
    running: RunningSandbox, tmp_path: Path, without: tuple[str, ...], changed: dict[str, Any], code: str
) -> None:
    installation = Installation()
    installation.apply(setup(running, *without, **changed), tmp_path)
    assert installation.cycle()["in_step"] is False
    assert {row.code for row in installation.store.errors()} == {code}
    assert all(row.remedy for row in installation.store.errors())

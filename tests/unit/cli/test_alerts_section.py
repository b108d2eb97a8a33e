"""The `alerts` of a set-up file: what is taken, what is refused with its place."""

from __future__ import annotations

import pytest

from syncline.cli.setup_file.problems import SetupError
from syncline.cli.setup_file.read import read
from tests.support.cli_files import surroundings

TEXT = """
connections:
  mail: {kind: exchange, service_account: svc@acme.example, password: {env: EXCHANGE_PASSWORD}}
alerts:
"""


def test_ways_are_kept_as_they_are_written() -> None:
    mail = "{host: smtp.acme.example, from: a@acme.example, to: [b@acme.example], encryption: tls, port: 465}"
    document = read(f"{TEXT}  mail: {mail}\n  web_hook: https://chat.acme.example/hook\n", "setup.yaml", surroundings())
    assert document.kept["alerts"] == {
        "mail": {
            "host": "smtp.acme.example", "from": "a@acme.example", "to": ["b@acme.example"], "encryption": "tls",
            "port": 465,
        },
        "web_hook": "https://chat.acme.example/hook",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("mail: {host: smtp, from: nobody, to: [b@acme.example]}", "'nobody' is no mail address"),
        ("mail: {host: smtp, from: a@acme.example}", "lacks 'to'"),
        ("mail: {host: smtp, from: a@acme.example, to: [b@acme.example], password: x}", "password"),
        ("web_hook: http://chat.acme.example/hook", "not encrypted"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(wrong: str, said: str) -> None:
    with pytest.raises(SetupError) as caught:
        read(f"{TEXT}  {wrong}\n", "setup.yaml", surroundings())
    (problem,) = caught.value.problems
    assert said in problem.message
    assert problem.located("setup.yaml").startswith("setup.yaml:5")

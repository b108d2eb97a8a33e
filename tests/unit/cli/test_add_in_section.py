"""The `add_in` of a set-up file: from which origins an add-in's pages may call."""

from __future__ import annotations

import pytest

from syncline.cli.setup_file.problems import SetupError
from syncline.cli.setup_file.read import read
from tests.support.cli_files import surroundings

TEXT = """
connections:
  mail: {kind: exchange, service_account: svc@acme.example, password: {env: EXCHANGE_PASSWORD}}
"""


def test_nobody_is_let_in_unless_the_file_says_so() -> None:
    assert read(TEXT, "setup.yaml", surroundings()).kept["add_in"] == {}


def test_origins_are_kept_as_browsers_send_them() -> None:
    said = "add_in: {origins: ['https://AddIn.acme.example/', 'https://b.example:8443', 'http://localhost:3000']}"
    document = read(f"{TEXT}{said}\n", "setup.yaml", surroundings())
    assert document.kept["add_in"] == {
        "origins": ["https://addin.acme.example", "https://b.example:8443", "http://localhost:3000"]
    }


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("'*'", "not a web address"),
        ("'https://*.acme.example'", "not an origin"),
        ("'https://addin.acme.example/pane.html'", "not an origin"),
        ("'https://addin.acme.example:443'", "not an origin"),
        ("addin.acme.example", "not a web address"),
        ("'http://addin.acme.example'", "not encrypted"),
    ],
)
def test_what_no_browser_sends_is_refused_with_its_place(wrong: str, said: str) -> None:
    with pytest.raises(SetupError) as caught:
        read(f"{TEXT}add_in:\n  origins: [{wrong}]\n", "setup.yaml", surroundings())
    (problem,) = caught.value.problems
    assert said in problem.message
    assert problem.located("setup.yaml").startswith("setup.yaml:5")

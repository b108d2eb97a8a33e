"""Every code that the source can report is in the catalogue, and the page for admins is made from it."""

from __future__ import annotations

import ast
import runpy
from pathlib import Path

import pytest

from syncline import catalogue

SOURCE = Path(catalogue.__file__).parent.parent
LAYERS = ("connectors", "engine", "jobs", "planner")


def codes_in(tree: ast.AST) -> set[str]:
    """Answer the codes that a module gives to its errors: `code=` of a call, `code` of a class, an `ItemError`'s."""
    found: list[ast.expr] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            found += [keyword.value for keyword in node.keywords if keyword.arg == "code"]
            if isinstance(node.func, ast.Name) and node.func.id == "ItemError":
                found += node.args[:1]
        elif isinstance(node, ast.ClassDef):
            lines = [line for line in node.body if isinstance(line, ast.Assign)]
            found += [line.value for line in lines if ast.unparse(line.targets[0]) == "code"]
    return {one.value for one in found if isinstance(one, ast.Constant) and isinstance(one.value, str)}


@pytest.mark.parametrize("layer", LAYERS)
def test_every_code_of_the_source_is_in_the_catalogue(layer: str) -> None:
    for path in sorted((SOURCE / layer).rglob("*.py")):
        missing = codes_in(ast.parse(path.read_text(encoding="utf-8"))) - catalogue.entries().keys()
        assert not missing, f"{path.relative_to(SOURCE)}: give these a table in catalogue/errors.toml"


def test_the_reader_of_the_source_finds_codes() -> None:
    tree = ast.parse('raise StopError("x", code="one")\nclass A(E):\n    code = "two"\nItemError("three", "x")')
    assert codes_in(tree) == {"one", "two", "three"}


def test_every_entry_says_what_happened_and_what_to_do() -> None:
    for entry in catalogue.entries().values():
        assert entry.what.endswith("."), entry.code
        assert entry.remedy.endswith("."), entry.code


@pytest.mark.parametrize(
    ("code", "family"),
    [
        ("ErrorItemCorrupt", "other_exchange"),
        ("SELF_REFERENCE_FROM_TRIGGER", "other_salesforce"),
        ("odd", "other"),
        ("google:forbidden", "other_google"),
    ],
)
def test_what_nobody_listed_is_explained_by_its_provider(code: str, family: str) -> None:
    assert catalogue.entry(code).code == family


def test_the_page_is_made_from_the_catalogue() -> None:
    tool = runpy.run_path(str(SOURCE.parents[1] / "tools" / "errors.py"))
    assert tool["PAGE"].read_text(encoding="utf-8") == tool["page"](), "run: .venv/bin/python tools/errors.py"


GENERAL = {
    "connector_error", "retry_later", "resync", "sign_in_refused", "collection_stopped", "rep_stopped",
    "connection_stopped", "other", "other_exchange", "other_salesforce", "other_google",
    "folder_replaced", "only_looking", "defect",
}  # fmt: skip
"""What a class is called that is never raised as itself, what families of codes go by, what no report shows, and what
only an error of our own brings about.
"""
BY_THE_LIST = "test_item_errors.py"
"""The test that takes Salesforce's codes of a record from the catalogue itself."""


SERVERS = ("contract", "simulation", "acceptance")
"""Where tests talk to servers; what is under unit has none."""
TESTS = Path(__file__).parents[2]
MADE_UP = frozenset({"monkeypatch"})
"""What a test asks for that puts something in the place of what would have happened."""


def honest_codes(tree: ast.Module) -> set[str]:
    """Answer the texts that the tests of a module name, without those that they make up.

    Made up is what a test that patches names, and what is handed to an error that a test constructs.
    """
    found: set[str] = set()
    for place in tree.body:
        if isinstance(place, ast.FunctionDef) and MADE_UP & {one.arg for one in place.args.args}:
            continue
        constructed = {id(part) for call in ast.walk(place) if _constructs(call) for part in ast.walk(call)}
        texts = [one for one in ast.walk(place) if isinstance(one, ast.Constant) and id(one) not in constructed]
        found |= {one.value for one in texts if isinstance(one.value, str)}
    return found


def _constructs(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id.endswith("Error")


def test_what_a_test_makes_up_does_not_count() -> None:
    tree = ast.parse(
        "def test_a(monkeypatch): assert told == 'patched'\n"
        "def test_b(): fail(StopError('x', code='constructed')); assert told == 'real'\n"
        "TABLE = [('tabled', 1)]"
    )
    assert honest_codes(tree) >= {"real", "tabled"}
    assert honest_codes(tree).isdisjoint({"patched", "constructed", "x"})


def test_every_code_is_brought_about_by_a_servers_answer() -> None:
    assert (TESTS / "contract" / "salesforce_connector" / BY_THE_LIST).exists()
    missing = {code for code in catalogue.entries().keys() - GENERAL if not code.isupper()}
    for path in (path for folder in SERVERS for path in sorted((TESTS / folder).rglob("*.py"))):
        text = path.read_text(encoding="utf-8")
        if any(code in text for code in missing):  # few files name what no other did: only these are worth parsing
            missing -= honest_codes(ast.parse(text))
    assert missing == set()

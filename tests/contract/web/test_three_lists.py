"""Everything that a page does, a call of the HTTP API and a command do as well (SPEC 7.8): three lists that agree."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from syncline.cli.main import COMMANDS, WORDS
from tests.support.django_pages import set_up_django

FILE = Path(__file__).with_name("three_lists.toml")
ADD = f"add a line to {FILE.name}: its calls and its commands, or why there are none"


@pytest.fixture(scope="module", autouse=True)
def _set_up() -> None:
    set_up_django()


@cache
def table() -> dict[str, dict[str, Any]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def pages() -> set[str]:
    from django.urls import URLPattern, get_resolver  # noqa: PLC0415 - Django has to be set up before

    return {one.name for one in get_resolver().url_patterns if isinstance(one, URLPattern) and one.name}


def calls() -> set[str]:
    from syncline.web.api import api  # noqa: PLC0415 - Django has to be set up before

    paths = api.get_openapi_schema()["paths"]
    return {f"{method.upper()} {path.removeprefix('/api')}" for path, found in paths.items() for method in found}


def commands() -> set[str]:
    return set(COMMANDS) | {f"{group} {word}" for group, words in WORDS.items() for word in words}


def named(what: str) -> set[str]:
    return {one for page in table()["pages"].values() for one in page.get(what, ())}


def test_every_page_is_in_the_table() -> None:
    assert pages() - set(table()["pages"]) == set(), ADD
    assert set(table()["pages"]) - pages() == set(), f"{FILE.name} names pages that are not there any more"


def test_every_page_has_a_call_and_a_command_or_says_why_not() -> None:
    lacking = [name for name, page in table()["pages"].items()
               if not page.get("why") and not (page.get("calls") and page.get("commands"))]  # fmt: skip
    assert lacking == [], ADD


def test_calls_of_the_table_are_there_and_all_are_in_it() -> None:
    assert named("calls") - calls() == set(), f"{FILE.name} names calls that are not there"
    left = calls() - named("calls") - set(table()["calls"])
    assert left == set(), f"{ADD.replace('its calls', 'the page of each of these calls')}; or put it under [calls]"
    assert set(table()["calls"]) - calls() == set()


def test_commands_of_the_table_are_there_and_all_are_in_it() -> None:
    assert named("commands") - commands() == set(), f"{FILE.name} names commands that are not there"
    left = commands() - named("commands") - set(table()["commands"])
    assert left == set(), f"name the page that does the same in {FILE.name}, or put it under [commands]"
    assert set(table()["commands"]) - commands() == set()

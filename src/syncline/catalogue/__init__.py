"""Every code that an error report can show, with what it means, what to do and who has to do it (SPEC 7.2).

The texts are in `errors.toml`, beside this file; pages, commands and `docs/errors.md` all take them from there.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Who(StrEnum):
    """Who has to act."""

    NOBODY = "nobody"
    REP = "rep"
    SALESFORCE_ADMIN = "salesforce_admin"
    MAIL_ADMIN = "mail_admin"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Entry:
    """One code. `what` says what happened, `remedy` what to do about it; both are for the person in `who`."""

    code: str
    what: str
    remedy: str
    who: Who


@cache
def entries() -> Mapping[str, Entry]:
    """Answer the whole catalogue by code, in the order of the file."""
    told = tomllib.loads(files(__name__).joinpath("errors.toml").read_text(encoding="utf-8"))
    return {code: Entry(code, row["what"], row["remedy"], Who(row["who"])) for code, row in told.items()}


def entry(code: str) -> Entry:
    """Answer what is known of a code. Providers have more codes than anybody lists: the rest get their provider's."""
    return entries().get(code) or entries()[_family(code)]


def remedy(code: str) -> str:
    """Answer what to do about a code."""
    return entry(code).remedy


def _family(code: str) -> str:
    """Exchange writes its codes ErrorLikeThis, Salesforce LIKE_THIS; Google's own words come with its name before."""
    if code.startswith("google:"):
        return "other_google"
    if code.startswith("Error"):
        return "other_exchange"
    return "other_salesforce" if code.isupper() else "other"

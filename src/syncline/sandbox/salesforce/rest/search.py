"""/search and /parameterizedSearch: records that have certain words in them.

https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_sosl_syntax.htm
https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_search_parameterized.htm

A word is found at the beginning of a word of a field; * stands for any letters, ? for one. A real org looks into an
index that lags behind; here it is always up to date.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from syncline.sandbox.salesforce.errors import RefusedError, bad_json
from syncline.sandbox.salesforce.rest.call import Call, Reply
from syncline.sandbox.salesforce.soql.parser import parse
from syncline.sandbox.salesforce.soql.run import run
from syncline.sandbox.salesforce.soql.syntax import Path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from syncline.sandbox.salesforce.schema import Field, SObject

MOST: Final = 2_000
SHORTEST: Final = 2
_SEARCHED: Final = ("Account", "Contact", "Lead", "User")
_SOSL: Final = re.compile(
    r"\s*FIND\s*\{(?P<words>(?:[^}\\]|\\.)*)\}(?:\s+IN\s+(?P<group>\w+)\s+FIELDS)?(?:\s+RETURNING\s+(?P<returning>.+?))?"
    r"(?:\s+LIMIT\s+(?P<limit>\d+))?\s*",
    re.IGNORECASE | re.DOTALL,
)
_OBJECT: Final = re.compile(
    r"\s*(?P<name>\w+)\s*(?:\((?P<inside>(?:[^()']|'(?:[^'\\]|\\.)*'|\([^()]*\))*)\))?\s*(?:,|$)"
)
_INSIDE: Final = re.compile(
    r"(?P<fields>.*?)(?P<rest>(?:\s+|^)(?:WHERE|ORDER\s+BY|LIMIT|OFFSET)\b.*)?", re.IGNORECASE | re.DOTALL
)
_TYPES: Final = {
    "ALL": {"string", "email", "phone", "textarea", "url", "picklist"},
    "NAME": {"string"},
    "EMAIL": {"email"},
    "PHONE": {"phone"},
    "SIDEBAR": {"string", "email", "phone"},
}


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One object to look in: fields to show, and what of SOQL follows them."""

    name: str
    fields: str = "Id"
    rest: str = ""


def search(call: Call) -> Reply:
    """Answer /search?q=, in SOSL."""
    found = _SOSL.fullmatch(call.arguments.get("q", ""))
    if found is None:
        raise RefusedError("MALFORMED_SEARCH", "No search term found. The search term must be enclosed in braces.")
    group = (found["group"] or "ALL").upper()
    if group not in _TYPES:
        raise RefusedError("MALFORMED_SEARCH", f"unexpected token: {found['group']}")
    words = re.sub(r"\\(.)", r"\1", found["words"])
    wanted = _returning(found["returning"]) or [_Wanted(name) for name in _SEARCHED]
    return _answer(call, words, group, wanted, int(found["limit"] or MOST))


def parameterized(call: Call) -> Reply:
    """Answer /parameterizedSearch, asked by arguments or by a body."""
    if call.method == "POST":
        asked = call.object_body()
    else:
        named = [{"name": name} for name in call.arguments.get("sobject", "").split(",") if name]
        asked = {**call.arguments, "sobjects": named, "fields": call.fields() or []}
    words = asked.get("q")
    if not isinstance(words, str) or not words:
        raise RefusedError("MALFORMED_SEARCH", "No search term found. Specify q.")
    group = str(asked.get("in", "ALL")).upper()
    if group not in _TYPES:
        raise RefusedError("MALFORMED_SEARCH", f"unexpected token: {group}")
    shared = _listed(asked, "fields")
    given = [one for one in _listed(asked, "sobjects") if isinstance(one, dict)]
    wanted = [_parameters(one, shared) for one in given] or [
        _Wanted(name, ", ".join(map(str, shared)) or "Id") for name in _SEARCHED
    ]
    limit = str(asked.get("overallLimit", asked.get("defaultLimit", MOST)))
    return _answer(call, words, group, wanted, int(limit) if limit.isdecimal() else MOST)


def _listed(asked: dict[str, Any], name: str) -> list[Any]:
    value = asked.get(name) or []
    if not isinstance(value, list):
        raise bad_json(f"Cannot deserialize instance of list from the value of {name} at [line:1, column:1]")
    return value


def _parameters(one: dict[str, Any], shared: list[object]) -> _Wanted:
    fields = ", ".join(map(str, _listed(one, "fields") or shared)) or "Id"
    where = f" WHERE {one['where']}" if one.get("where") else ""
    order = f" ORDER BY {one['orderBy']}" if one.get("orderBy") else ""
    return _Wanted(str(one.get("name")), fields, where + order + (f" LIMIT {one['limit']}" if one.get("limit") else ""))


def _returning(text: str | None) -> list[_Wanted]:
    wanted: list[_Wanted] = []
    at = 0
    while text and at < len(text):
        found = _OBJECT.match(text, at)
        if found is None:
            raise RefusedError("MALFORMED_SEARCH", f"unexpected token: {text[at : at + 20]}")
        inside = _INSIDE.fullmatch(found["inside"] or "")
        fields = inside["fields"].strip() if inside else ""
        wanted.append(_Wanted(found["name"], fields or "Id", (inside["rest"] or "") if inside else ""))
        at = found.end()
    return wanted


def _answer(call: Call, words: str, group: str, wanted: Iterable[_Wanted], limit: int) -> Reply:
    if len(re.sub(r"[*?\s]", "", words)) < SHORTEST:
        message = "The search term must be longer than one character, without wildcards"
        raise RefusedError("MALFORMED_SEARCH", message)
    test = _test(words)
    found = [record for one in wanted for record in _records(call, one, group, test)]
    return Reply(200, {"searchRecords": found[:limit]})


def _records(call: Call, wanted: _Wanted, group: str, test: Callable[[str], bool]) -> list[dict[str, Any]]:
    query = parse(f"SELECT {wanted.fields} FROM {wanted.name} {wanted.rest}")  # noqa: S608 - SOQL, read as its user
    if not all(isinstance(item, Path) for item in query.select):
        raise RefusedError("MALFORMED_SEARCH", "A search shows fields, nothing that is counted or nested")
    every = run(call.acting, replace(query, limit=None, offset=0))
    sobject = call.sobject(wanted.name)
    fields = [field for field in call.acting.fields(sobject) if _looked_in(sobject, field, group)]
    found = [row for row in every.rows if test("\n".join(str(row[one.name]) for one in fields if one.name in row))]
    end = query.offset + query.limit if query.limit is not None else None
    return [every.render(row, call.base) for row in found[query.offset : end]]


def _looked_in(sobject: SObject, field: Field, group: str) -> bool:
    if group == "NAME":
        return field.has("N") or (field.name in {"FirstName", "LastName"} and sobject.name in _SEARCHED)
    return field.type in _TYPES[group]


def _test(words: str) -> Callable[[str], bool]:
    """Every word has to be there, at the beginning of a word; what is in quotes is one."""
    parts = [quoted or plain for quoted, plain in re.findall(r'"([^"]+)"|(\S+)', words)]
    patterns = [_pattern(part) for part in parts if part.upper() != "AND"]

    def found(text: str) -> bool:
        return all(pattern.search(text) for pattern in patterns)

    return found


def _pattern(word: str) -> re.Pattern[str]:
    letters = "".join(r"\w*" if one == "*" else r"\w" if one == "?" else re.escape(one) for one in word)
    end = "" if word.endswith("*") else r"(?!\w)"
    return re.compile(rf"(?<!\w){letters}{end}", re.IGNORECASE)

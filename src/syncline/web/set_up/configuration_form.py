"""The form of a configuration: out of its part of the set-up file, and back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from syncline.records.fields import CONTACT_FIELDS, EVENT_FIELDS
from syncline.web.set_up.choices import CONTACTS, EVENTS, FLAGS, OPERATORS, said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import QueryDict

    from syncline.web.set_up.choices import Choice

_SPARE_CONDITIONS = 2
_WITHOUT_VALUE = frozenset({"is_empty", "is_not_empty"})
_SEVERAL = frozenset({"includes", "excludes"})


@dataclass(frozen=True, slots=True)
class Chosen:
    """A choice, and the word that is said."""

    choice: Choice
    word: str


@dataclass(frozen=True, slots=True)
class Mapped:
    """One row of a mapping: the mailbox's field, Salesforce's by default, and what is said instead."""

    label: str
    default: str
    locked: bool
    said: str


def shown(part: Mapping[str, Any]) -> dict[str, Any]:
    """Answer what the form shows of a part of the set-up."""
    contacts, events = part.get("contacts") or {}, part.get("events") or {}
    where = [
        {
            **one,
            "value": ", ".join(map(str, one["value"])) if isinstance(one.get("value"), list) else one.get("value", ""),
        }
        for one in contacts.get("where", [])
    ]
    window = events.get("window")
    return {
        "org": part.get("org", ""),
        "mail": part.get("mail", ""),
        "reps": "\n".join(_rep_line(one) for one in part.get("reps", [])),
        "profiles": "\n".join(part.get("profiles", [])),
        "contact_choices": [Chosen(one, said(contacts, one)) for one in CONTACTS],
        "event_choices": [Chosen(one, said(events, one)) for one in EVENTS],
        "flags": [(key, label, bool(events.get(key))) for key, label in FLAGS.items()],
        "last_days": window.get("last_days", 30) if isinstance(window, dict) else 30,
        "horizon": events.get("horizon_months", 24),
        "where": where + [{}] * _SPARE_CONDITIONS,
        "operators": OPERATORS,
        "contact_mapping": _mapping(CONTACT_FIELDS, contacts.get("mapping", {})),
        "event_mapping": _mapping(EVENT_FIELDS, events.get("mapping", {})),
    }


def _rep_line(one: str | Mapping[str, str]) -> str:
    return one if isinstance(one, str) else f"{one['user']} {one['mailbox']}"


def _mapping(fields: Mapping[str, Any], mapping: Mapping[str, str]) -> list[Mapped]:
    return [Mapped(label, one.salesforce, one.locked, mapping.get(label, "")) for label, one in fields.items()]


def entered(form: QueryDict, before: Mapping[str, Any]) -> dict[str, Any]:
    """Answer the part of the set-up that a form says. What the form does not know of stays."""
    part = {key: value for key, value in before.items() if key not in {"reps", "profiles"}}
    part |= {"org": form.get("org", ""), "mail": form.get("mail", "")}
    part["reps"] = [_rep(line.split()) for line in form.get("reps", "").splitlines() if line.strip()]
    profiles = [line.strip() for line in form.get("profiles", "").splitlines() if line.strip()]
    part |= {"profiles": profiles} if profiles else {}
    part["contacts"] = _contacts(form, before.get("contacts") or {})
    part["events"] = _events(form, before.get("events") or {})
    return part


def _rep(words: list[str]) -> str | dict[str, str]:
    return words[0] if len(words) == 1 else {"user": words[0], "mailbox": " ".join(words[1:])}


def _contacts(form: QueryDict, before: Mapping[str, Any]) -> dict[str, Any]:
    part = dict(before)
    for one in CONTACTS:
        _say(part, one.key, form.get(f"contacts.{one.key}", one.default), one.default)
    if part.get("which") == "selected":
        part["owner"] = "users_records"
    else:
        part.pop("owner", None)
    _say(part, "where", _where(form), [])
    _say(part, "mapping", _said_mapping(form, "contacts", CONTACT_FIELDS), {})
    return part


def _events(form: QueryDict, before: Mapping[str, Any]) -> dict[str, Any]:
    part = dict(before)
    for one in EVENTS:
        word: Any = form.get(f"events.{one.key}", one.default)
        if one.key == "window" and word == "last_days":
            word = {"last_days": _number(form.get("last_days", ""))}
        if one.key == "private":
            word = {"true": True, "false": False}.get(word, word)
        _say(part, one.key, word, False if one.key == "private" else one.default)
    for key in FLAGS:
        _say(part, key, form.get(f"events.{key}") == "yes", default=False)
    _say(part, "horizon_months", _number(form.get("horizon", "24")), 24)
    _say(part, "mapping", _said_mapping(form, "events", EVENT_FIELDS), {})
    return part


def _say(part: dict[str, Any], key: str, value: Any, default: Any) -> None:
    """Say something, unless it goes without saying and was not said before."""
    if value != default or (key in part and value not in ([], {})):
        part[key] = value
    else:
        part.pop(key, None)


def _number(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdecimal() else text


def _said_mapping(form: QueryDict, collection: str, fields: Mapping[str, Any]) -> dict[str, str]:
    """Answer what was mapped; a field left empty goes where it goes by default."""
    said_ = {label: form.get(f"{collection}.mapping.{label}", "").strip() for label in fields}
    return {label: name for label, name in said_.items() if name and name != fields[label].salesforce}


def _where(form: QueryDict) -> list[dict[str, Any]]:
    rows = zip(form.getlist("where.field"), form.getlist("where.operator"), form.getlist("where.value"), strict=False)
    return [_condition(field.strip(), operator, value.strip()) for field, operator, value in rows if field.strip()]


def _condition(field: str, operator: str, value: str) -> dict[str, Any]:
    told: dict[str, Any] = {"field": field, "operator": operator}
    if operator in _WITHOUT_VALUE:
        return told
    if operator in _SEVERAL:
        return told | {"value": [one.strip() for one in value.split(",") if one.strip()]}
    return told | {"value": _scalar(value)}


def _scalar(text: str) -> Any:
    """Numbers and truths are what they are; everything else is text."""
    if text in {"true", "false"}:
        return text == "true"
    return int(text) if text.isascii() and text.isdecimal() and not text.startswith("0") else text

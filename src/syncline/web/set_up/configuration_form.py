"""The form of a configuration: out of its part of the set-up file, and back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from syncline.records.fields import CONTACT_FIELDS, EVENT_FIELDS
from syncline.web.set_up.choices import CONTACTS, EVENTS, FLAGS, said
from syncline.web.set_up.filter_form import SEVERAL, WITHOUT_VALUE, conditions
from syncline.web.set_up.mapping_form import mapping_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import QueryDict

    from syncline.connectors.port import OrgFields
    from syncline.web.set_up.choices import Choice


@dataclass(frozen=True, slots=True)
class Chosen:
    """A choice, and the word that is said."""

    choice: Choice
    word: str


def shown(part: Mapping[str, Any], fields: OrgFields | None = None) -> dict[str, Any]:
    """Answer what the form shows of a part of the set-up; `fields` are the org's, None while they are not known."""
    contacts, events = part.get("contacts") or {}, part.get("events") or {}
    window = events.get("window")
    of_contacts, of_events = (fields.contacts, fields.events) if fields else (None, None)
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
        "where": conditions([*contacts.get("where", []), *_spare(part)], of_contacts),
        "contact_mapping": mapping_rows(
            CONTACT_FIELDS, contacts.get("mapping", {}), fields.contacts if fields else None
        ),
        "event_mapping": mapping_rows(EVENT_FIELDS, events.get("mapping", {}), of_events),
    }


SPARE = "spare conditions"
"""Key under which a part that is only shown says how many empty conditions stand below the others."""


def _spare(part: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{}] * int(part.get(SPARE, 1))


def acted(part: Mapping[str, Any], act: str) -> dict[str, Any]:
    """Answer a part after a button that saves nothing: `add`, `drop:2` (a condition), `reset:contacts` (a mapping)."""
    what, _, which = act.partition(":")
    changed = {**part, SPARE: 2 if what == "add" else 1}
    if what == "drop" and which.isascii() and which.isdecimal():
        where = [one for at, one in enumerate(part["contacts"].get("where", [])) if at != int(which)]
        changed["contacts"] = {**part["contacts"], "where": where}
    if what == "reset" and which in {"contacts", "events"}:
        changed[which] = {**part[which], "mapping": {}}
    return changed


def _rep_line(one: str | Mapping[str, str]) -> str:
    return one if isinstance(one, str) else f"{one['user']} {one['mailbox']}"


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
        elif word == said(before, one):
            continue
        word = {"true": True, "false": False}.get(word, word) if one.default == "false" else word
        _say(part, one.key, word, False if one.default == "false" else one.default)
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
    if operator in WITHOUT_VALUE:
        return told
    if operator in SEVERAL:
        return told | {"value": [one.strip() for one in value.split(",") if one.strip()]}
    return told | {"value": _scalar(value)}


def _scalar(text: str) -> Any:
    """Numbers and truths are what they are; everything else is text."""
    if text in {"true", "false"}:
        return text == "true"
    return int(text) if text.isascii() and text.isdecimal() and not text.startswith("0") else text

"""The `contacts` and `events` of a configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from syncline.cli.setup_file.mapping import field_mapping, salesforce_path
from syncline.cli.setup_file.nodes import keys_of
from syncline.cli.setup_file.values import Reader, Section, WrongValueError, flag, listing, number, word
from syncline.planner.from_settings import BUSY_ONLY
from syncline.planner.policy import ConflictPolicy, DeletePolicy, DuplicatePolicy, SeriesPolicy, Ties, Window
from syncline.records.fields import CONTACT_FIELDS, EVENT_FIELDS
from syncline.records.words import Direction

if TYPE_CHECKING:
    from syncline.cli.setup_file.nodes import Tree
    from syncline.cli.setup_file.problems import Findings

OPERATORS = (
    "equals", "not_equals", "contains", "not_contains", "starts_with",
    "less_than", "less_or_equal", "greater_than", "greater_or_equal",
    "includes", "excludes", "is_empty", "is_not_empty",
)  # fmt: skip
_WITHOUT_VALUE = frozenset({"is_empty", "is_not_empty"})
_SEVERAL = frozenset({"includes", "excludes"})
LONGEST_LOOK_BACK = 180
LONGEST_HORIZON = 120


def contacts(tree: Tree, findings: Findings) -> dict[str, Any]:
    """Take the settings of the contacts collection."""
    values = _CONTACTS(tree, findings)
    written = keys_of(tree.entries(type(findings)()))
    # Said or not, `selected` needs an owner beside it: a file that leaves both out gets both defaults.
    if values.get("which") == "selected" and "owner" not in written:
        raise _syncs_nothing(written["which"].value)
    return values


def events(tree: Tree, findings: Findings) -> dict[str, Any]:
    """Take the settings of the events collection."""
    values: dict[str, Any] = _EVENTS(tree, findings)
    return values


def _owner(tree: Tree, findings: Findings) -> str:
    if tree.is_empty or tree.text in {"none", "all", "any", ""}:
        raise _syncs_nothing(tree)
    found: str = word("users_records")(tree, findings)
    return found


def _syncs_nothing(tree: Tree) -> WrongValueError:
    return WrongValueError(
        tree.spot,
        "which: selected without owner: users_records syncs nothing: only the rep's own records can be selected",
        "Add owner: users_records, or write which: all for every contact that the rep can see.",
    )


def _criterion(tree: Tree, findings: Findings) -> dict[str, Any]:
    values = _CRITERION(tree, findings)
    operator = values.get("operator", "")
    written = keys_of(tree.entries(type(findings)())).get("value")
    told = {"field": values.get("field", ""), "operator": operator}
    if operator in _WITHOUT_VALUE:
        if written is not None:
            raise WrongValueError(written.key_spot, f"{operator} takes no value", "Take value: out.")
        return told
    if written is None:
        raise WrongValueError(tree.spot, "a condition lacks 'value'", "Add value: to it, or write operator: is_empty.")
    if isinstance(values.get("value"), list) and operator not in _SEVERAL:
        raise WrongValueError(
            written.value.spot, f"{operator or 'this operator'} takes one value", "Write one condition each."
        )
    return told | {"value": values.get("value")}


def _value(tree: Tree, findings: Findings) -> Any:
    if tree.is_section:
        raise WrongValueError(tree.spot, f"one value is wanted here, not {tree.described}", "Write one condition each.")
    if tree.items is None:
        return tree.scalar
    values = [_value(item, findings) for item in tree.items]
    if not values or any(isinstance(value, list) or value is None for value in values):
        raise WrongValueError(tree.spot, "a list of values is wanted here", "Write [one, two].")
    return values


def _window(tree: Tree, findings: Findings) -> str | dict[str, int]:
    if tree.is_section:
        values: dict[str, int] = _LAST_DAYS(tree, findings)
        return values
    if tree.text == Window.LAST_DAYS:
        raise WrongValueError(tree.spot, "last_days needs a number of days", "Write {last_days: 30}.")
    found: str = word(Window.TODAY, Window.LAST_MONTH)(tree, findings)
    return found


def _privacy(tree: Tree, _findings: Findings) -> bool | str:
    found = tree.scalar
    if found != BUSY_ONLY and not isinstance(found, bool):
        message = f"true, false or {BUSY_ONLY} is wanted here, not {tree.described}"
        raise WrongValueError(tree.spot, message, f"Write true, false, or {BUSY_ONLY} for the time without content.")
    return found


def _series(tree: Tree, _findings: Findings) -> bool | str:
    found = tree.scalar
    if not isinstance(found, bool) and found not in {SeriesPolicy.OCCURRENCES.value, SeriesPolicy.SERIES.value}:
        message = f"true, false, occurrences or series is wanted here, not {tree.described}"
        remedy = "Write occurrences (the same as true) for single events, or series for event series of Salesforce."
        raise WrongValueError(tree.spot, message, remedy)
    return found


def _words(known: type[Direction | ConflictPolicy | DeletePolicy | DuplicatePolicy | Ties]) -> Reader:
    return word(*(member.value for member in known))


_CRITERION = Section("a condition", {"field": salesforce_path, "operator": word(*OPERATORS)}, {"value": _value})
_LAST_DAYS = Section("the window", {"last_days": number(1, LONGEST_LOOK_BACK)}, {})

_CONTACTS = Section(
    "contacts",
    {},
    {
        "direction": _words(Direction),
        "which": word("selected", "all"),
        "owner": _owner,
        "where": listing(_criterion),
        "conflicts": _words(ConflictPolicy),
        "deletes": _words(DeletePolicy),
        "ties": _words(Ties),
        "duplicates": _words(DuplicatePolicy),
        "mapping": field_mapping(CONTACT_FIELDS),
    },
)

_EVENTS = Section(
    "events",
    {},
    {
        "direction": _words(Direction),
        "which": word("all", "selected"),
        "private": _privacy,
        "made_private": word("keep", "remove"),
        "remove_deleted": flag,
        "relate": flag,
        "series": _series,
        "attendees": flag,
        "invite_from_salesforce": flag,
        "conflicts": _words(ConflictPolicy),
        "window": _window,
        "horizon_months": number(1, LONGEST_HORIZON),
        "may_send_mail": flag,
        "mapping": field_mapping(EVENT_FIELDS),
    },
)

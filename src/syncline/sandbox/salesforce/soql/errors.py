"""Refusals of queries, pointing at the place in the text as Salesforce does."""

from __future__ import annotations

from syncline.sandbox.salesforce.errors import RefusedError

_HINT = (
    "If you are attempting to use a custom {}, be sure to append the '__c' after the {}. Please reference your WSDL or"
    " the describe call for the appropriate names."
)


def pointing(code: str, message: str, text: str, at: int) -> RefusedError:
    """Answer an error whose message shows the query with a caret under the offending place."""
    before = text[max(0, at - 40) : at]
    after = text[at : at + 40]
    return RefusedError(code, f"\n{before}{after}\n{' ' * len(before)}^\nERROR at Row:1:Column:{at + 1}\n{message}")


def malformed(message: str) -> RefusedError:
    """A query that is no SOQL."""
    return RefusedError("MALFORMED_QUERY", message)


def unknown_column(name: str, entity: str, text: str, at: int) -> RefusedError:
    """A field that is not there, or that field security hides: the org says the same of both."""
    message = f"No such column '{name}' on entity '{entity}'. {_HINT.format('field', 'custom field name')}"
    return pointing("INVALID_FIELD", message, text, at)


def unknown_relation(name: str, entity: str, text: str, at: int) -> RefusedError:
    """A path through a relationship that is not there."""
    message = (
        f"Didn't understand relationship '{name}' in field path. If you are attempting to use a custom relationship, be"
        " sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call"
        f" for the appropriate names. ({entity})"
    )
    return pointing("INVALID_FIELD", message, text, at)


def unknown_type(name: str, text: str, at: int) -> RefusedError:
    """An object that is not there, or that the user may not read."""
    message = f"sObject type '{name}' is not supported. {_HINT.format('object', 'entity name')}"
    return pointing("INVALID_TYPE", message, text, at)

"""Listings that can be carried on: pages, sync tokens of seven days, tombstones, and the delay of listings.

https://developers.google.com/people/api/rest/v1/people.connections/list
https://developers.google.com/people/v1/contacts#list_the_users_contacts_that_have_changed
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from syncline.sandbox.google.errors import ApiError, error_info
from syncline.sandbox.google.people.persons import bad
from syncline.sandbox.google.tokens import seal, unseal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from syncline.sandbox.google.call import Call
    from syncline.sandbox.google.people.state import AddressBook, Entry, Shelf, Version

LIFE: Final = timedelta(days=7)
"""How long a sync token is good for, from the full listing on."""
_EXPIRED: Final = "Sync token is expired. Clear local cache and retry call without the sync token."


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a listing; a token is empty where there is none."""

    found: Sequence[tuple[Entry, Version]]
    total: int
    next_page: str = ""
    next_sync: str = ""


LATEST_FIRST: Final = "LAST_MODIFIED_DESCENDING"


def listed(call: Call, shelf: Shelf[Entry], book: AddressBook, same: Sequence[str], most: int, *, wanted: bool) -> Page:
    """Answer a page. `same` are parameters that every request of a listing repeats; `wanted` asks for a sync token.

    Without one the order is what `sortOrder` says, the latest change first or last ("only used when sync is not
    requested"); else it is that in which the entries were made.

    Raises 400 INVALID_ARGUMENT for other parameters than the first request's, 400 FAILED_PRECONDITION with the
    reason EXPIRED_SYNC_TOKEN for a token past its time.
    """
    print_of = {name: sorted(call.query.get(name, ())) for name in same}
    sync, page = _read(call, "syncToken", print_of), _read(call, "pageToken", print_of)
    if sync is not None:
        _check_age(sync, book, call.now)
    since = datetime.fromisoformat(sync["at"]) if sync is not None else None
    at = datetime.fromisoformat(page["at"]) if page is not None else call.now
    found = _versions(shelf, since, at)
    if call.one("sortOrder") == LATEST_FIRST and not wanted:
        found.sort(key=lambda one: one[1].updated, reverse=True)
    after = page["after"] if page is not None else 0
    rest = found[after:]
    shown = rest[: call.world.paging.cut(most)]
    if len(rest) > len(shown):
        if shown and not call.world.paging.again():
            after += len(shown)
        return Page(shown, len(found), next_page=seal({"same": print_of, "at": at.isoformat(), "after": after}))
    begun = sync["begun"] if sync is not None else at.isoformat()
    token = seal({"same": print_of, "at": at.isoformat(), "begun": begun, "epoch": book.epoch})
    return Page(shown, len(found), next_sync=token if wanted else "")


def _versions(shelf: Shelf[Entry], since: datetime | None, at: datetime) -> list[tuple[Entry, Version]]:
    """Answer what listings show at an instant, or what has changed for them since another one, tombstones too."""
    found = []
    for entry in shelf.entries.values():
        version = entry.listed(at)
        if version is None or (since is None and version.values is None):
            continue
        if since is None or (version.listed > since and _was_known(entry, version, since)):
            found.append((entry, version))
    return found


def _was_known(entry: Entry, version: Version, since: datetime) -> bool:
    """What came and went between two listings is not told."""
    return version.values is not None or entry.listed(since) is not None


def _read(call: Call, name: str, print_of: dict[str, Any]) -> dict[str, Any] | None:
    token = call.one(name)
    if not token:
        return None
    known = unseal(token)
    if known is None or "at" not in known or ("begun" in known) is not (name == "syncToken"):
        raise bad(f"{'Sync' if name == 'syncToken' else 'Page'} token is invalid.")
    if known["same"] != print_of:
        word = "Sync" if name == "syncToken" else "Page"
        raise bad(f"{word} token cannot be used: all other request parameters must match the first call.")
    return known


def _check_age(known: dict[str, Any], book: AddressBook, now: datetime) -> None:
    if known["epoch"] != book.epoch or now >= datetime.fromisoformat(known["begun"]) + LIFE:
        info = error_info("EXPIRED_SYNC_TOKEN", "people.googleapis.com", service="people.googleapis.com")
        raise ApiError(400, "failedPrecondition", _EXPIRED, status="FAILED_PRECONDITION", details=(info,))

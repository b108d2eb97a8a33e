"""Mailboxes on Microsoft 365."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any

import requests

from syncline.connectors.microsoft365 import Microsoft365Connection
from syncline.sandbox.inprocess import InProcessAdapter
from tests.simulation.post.hands import WHO, Thing
from tests.simulation.post.microsoft365_events import Microsoft365Events, is_own
from tests.support.microsoft365_stage import FOLDER, graph_contact, graph_settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from wsgiref.types import WSGIApplication

    from syncline.sandbox.clock import SteppedClock
    from syncline.sandbox.microsoft365 import Folder, Item, Microsoft365Server
    from tests.simulation.line import Line

_DELETED = "deleteditems"
_TEXTS = {
    "GivenName": "givenName", "Surname": "surname", "JobTitle": "jobTitle", "MobilePhone": "mobilePhone",
    WHO: "assistantName", "Body": "personalNotes",
}  # fmt: skip


class Microsoft365Hands(Microsoft365Events):
    """See `Hands`."""

    kind = "microsoft365"

    def __init__(self, server: Microsoft365Server, clock: SteppedClock, page: int) -> None:
        super().__init__(server)
        server.tenant.token_life = 10**9
        self._clock, self._page = clock, page
        self._folders: dict[str, str] = {}

    @property
    def application(self) -> WSGIApplication:
        return self.server

    def connection(self, line: Line) -> Microsoft365Connection:
        def session() -> requests.Session:
            one = requests.Session()
            one.trust_env = False
            one.mount("https://", InProcessAdapter(line))
            return one

        return Microsoft365Connection(
            graph_settings(self.server, page_size=max(self._page, 2)),
            clock=self._clock,
            session_factory=session,
        )

    def add(self, rep: str) -> None:
        self.server.add_mailbox(rep, zone="W. Europe Standard Time")

    def _folder(self, rep: str) -> Folder | None:
        """The folder that syncs. Once the one thrown away is forgotten, another is made: Graph lists no deleted."""
        known, box = self._folders.get(rep), self._box(rep)
        found = [one for one in box.folders.values() if one.name == FOLDER or one.id == known]
        found.sort(key=lambda one: one.parent is not box.contacts)
        if found:
            self._folders[rep] = found[0].id
        return found[0] if found else None

    # --- looking ------------------------------------------------------------------------------------------------

    def contacts(self, rep: str) -> list[Thing]:
        folder = self._folder(rep)
        return _things(folder.items.values()) if folder else []

    def away(self, rep: str) -> list[Thing]:
        box = self._box(rep)
        out = [*box.contacts.items.values(), *box.well_known(_DELETED).items.values()]
        return [_thing(item) for item in out if item.kind == "contact"]

    def entries(self, rep: str) -> list[Thing]:
        return _things(self._box(rep).calendar.items.values())

    def binned(self, rep: str) -> list[Thing]:
        return _things(self._box(rep).well_known(_DELETED).items.values())

    def everything(self, rep: str) -> list[Any]:
        items = self._box(rep).items.values()
        return [(item.values, getattr(item, "overrides", None)) for item in items]

    def versions(self) -> list[Any]:
        return [
            (address, item.number, item.change_key)
            for address, box in self.server.mailboxes.items()
            for item in box.items.values()
        ]

    def mails(self) -> int:
        return len(self.server.outbox)

    # --- contacts -----------------------------------------------------------------------------------------------

    def put(self, rep: str, fields: Mapping[str, str]) -> None:
        box = self._box(rep)
        box.create_contact(graph_contact(dict(fields)), folder=self._folder(rep) or box.make_folder(FOLDER))

    def edit(self, rep: str, thing: Thing, label: str, value: str | None) -> None:
        self._box(rep).edit(thing.raw, _change(thing, label, value))

    def touch(self, rep: str, thing: Thing) -> None:
        self._box(rep).edit(thing.raw, {})

    def trash(self, rep: str, thing: Thing) -> str:
        self._box(rep).put_away(thing.raw)
        self._deliver(rep, thing.raw)
        return thing.id

    def erase(self, rep: str, thing: Thing) -> bool:
        self._box(rep).purge(thing.raw)
        return True

    def move_out(self, rep: str, thing: Thing) -> None:
        self._box(rep).put(thing.raw, self._box(rep).contacts)

    def move_back(self, rep: str, thing: Thing) -> bool:
        folder = self._folder(rep)
        if folder is None or folder.parent is not self._box(rep).contacts:
            return False
        self._box(rep).put(thing.raw, folder)
        return True

    def copy(self, rep: str, thing: Thing) -> bool:
        """Outlook copies what it shows, and the marks that others left on it."""
        box = self._box(rep)
        with box.lock:
            box.add_contact(thing.raw.folder, dict(thing.raw.values), dict(thing.raw.extended))
        return True

    def renumber(self, rep: str) -> None:
        """Ids for life stay; the others change, and every delta begins anew."""
        box = self._box(rep)
        for thing in [*self.contacts(rep), *self.entries(rep)]:
            box.put(thing.raw, thing.raw.folder)
        self.expire(rep)

    def expire(self, rep: str) -> None:
        self._box(rep).expire_deltas()

    # --- the folder ---------------------------------------------------------------------------------------------

    def rename_folder(self, rep: str) -> None:
        folder = self._folder(rep)
        if folder is not None and folder.extended:
            self._call(rep, folder, "Customers" if folder.name == FOLDER else FOLDER)

    def _call(self, rep: str, folder: Folder, name: str) -> None:
        box = self._box(rep)
        with box.lock:
            folder.name = name
            folder.change = box.next_change()

    def delete_folder(self, rep: str) -> None:
        folder, box = self._folder(rep), self._box(rep)
        if folder is not None and folder.extended:
            with box.lock:
                box.move_folder(folder, box.well_known(_DELETED) if folder.parent is box.contacts else box.contacts)

    def mend_folder(self, rep: str) -> None:
        folder, box = self._folder(rep), self._box(rep)
        if folder is None:
            return
        if folder.name != FOLDER:
            self._call(rep, folder, FOLDER)
        if folder.parent is not box.contacts:
            with box.lock:
                box.move_folder(folder, box.contacts)


def _change(thing: Thing, label: str, value: str | None) -> dict[str, Any]:
    if label == "HomePhone":
        return {"homePhones": [value] if value else []}
    if label in {"BusinessCity", "BusinessStreet"}:
        part = {"BusinessCity": "city", "BusinessStreet": "street"}[label]
        now = {name: one for name, one in (thing.raw.values.get("businessAddress") or {}).items() if name != part}
        return {"businessAddress": now | ({part: value} if value else {})}
    values: dict[str, Any] = {label: value}
    return graph_contact(values)


def _things(items: Iterable[Item]) -> list[Thing]:
    return [_thing(item) for item in sorted(items, key=lambda item: item.number)]


def _thing(item: Item) -> Thing:
    values = item.values
    if item.kind == "contact":
        shown = _shown(values)
        return Thing(item.id(immutable=True), shown.get(WHO, ""), item, shown)
    span = item.span  # type: ignore[attr-defined]
    return Thing(
        item.id(immutable=True),
        str(values.get("subject")),
        item,
        place=next((one.get("displayName") for one in values.get("locations") or ()), None) or None,
        end=None if span.all_day else span.ends.astimezone(UTC),
        all_day=span.all_day,
        hosted=is_own(item),
    )


def _shown(values: Mapping[str, Any]) -> dict[str, str]:
    found = {label: values.get(name) for label, name in _TEXTS.items()}
    found["HomePhone"] = next(iter(values.get("homePhones") or ()), None)
    found["EmailAddress1"] = next((one.get("address") for one in values.get("emailAddresses") or ()), None)
    address = values.get("businessAddress") or {}
    found |= {"BusinessCity": address.get("city"), "BusinessStreet": address.get("street")}
    return {label: str(value).replace("\r\n", "\n") for label, value in found.items() if value}

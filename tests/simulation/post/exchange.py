"""Mailboxes on an Exchange server."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from syncline.connectors.exchange.connection import ExchangeConnection
from syncline.connectors.exchange.settings import ExchangeSettings
from syncline.sandbox.inprocess import InProcessAdapter
from tests.simulation.post.exchange_events import ExchangeEvents, is_own
from tests.simulation.post.hands import WHO, Thing
from tests.support.house import EXCHANGE
from tests.support.house_people import nested, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from wsgiref.types import WSGIApplication

    from syncline.sandbox.exchange import ExchangeServer, Folder, Item
    from tests.simulation.line import Line

_NAME = "Salesforce_Sync"


class ExchangeHands(ExchangeEvents):
    """See `Hands`."""

    kind = "exchange"

    def __init__(self, server: ExchangeServer, clock: Callable[[], datetime], page: int) -> None:
        super().__init__(server)
        self._clock, self._page = clock, page
        self._folders: dict[str, str] = {}

    @property
    def application(self) -> WSGIApplication:
        return self.server

    def connection(self, line: Line) -> ExchangeConnection:
        settings = ExchangeSettings(EXCHANGE, "svc@acme.example", "service", page_size=self._page)
        return ExchangeConnection(settings, clock=self._clock, adapter=lambda: InProcessAdapter(line))

    def add(self, rep: str) -> None:
        if rep not in self.server.mailboxes:
            self.server.add_mailbox(rep, "secret")

    def _folder(self, rep: str) -> Folder | None:
        """The folder that syncs, wherever it is and whatever it is called now."""
        known = self._folders.get(rep)
        found = [one for one in self._box(rep).folders.values() if one.name == _NAME or one.id == known]
        if found:
            self._folders[rep] = found[0].id
        return found[0] if found else None

    # --- looking ------------------------------------------------------------------------------------------------

    def contacts(self, rep: str) -> list[Thing]:
        folder = self._folder(rep)
        return _things(folder.items.values()) if folder else []

    def away(self, rep: str) -> list[Thing]:
        box = self._box(rep)
        out = [*box.well_known("contacts").items.values(), *box.well_known("deleteditems").items.values()]
        return [_thing(item) for item in out if item.kind == "Contact"]

    def entries(self, rep: str) -> list[Thing]:
        return _things(self._box(rep).well_known("calendar").items.values())

    def binned(self, rep: str) -> list[Thing]:
        return _things(self._box(rep).well_known("deleteditems").items.values())

    def everything(self, rep: str) -> list[Any]:
        return [item.values for item in self._box(rep).items.values()]

    def versions(self) -> list[Any]:
        return [
            (address, item.id, item.change_key)
            for address, box in self.server.mailboxes.items()
            for item in box.items.values()
        ]

    def mails(self) -> int:
        return len(self.server.outbox)

    # --- contacts -----------------------------------------------------------------------------------------------

    def put(self, rep: str, fields: Mapping[str, str]) -> None:
        box = self._box(rep)
        box.create_contact(nested(dict(fields), {}), folder=self._folder(rep) or box.make_folder(_NAME))

    def edit(self, rep: str, thing: Thing, label: str, value: str | None) -> None:
        self._box(rep).edit(thing.raw, nested({label: value}, thing.raw.values))

    def touch(self, rep: str, thing: Thing) -> None:
        self._box(rep).edit(thing.raw, {})

    def trash(self, rep: str, thing: Thing) -> str:
        item = self._box(rep).trash(thing.raw)
        self._deliver(rep, item)
        return item.id

    def erase(self, rep: str, thing: Thing) -> bool:
        box = self._box(rep)
        with box.lock:
            box.remove_item(thing.raw)
        return True

    def move_out(self, rep: str, thing: Thing) -> None:
        self._move(rep, thing.raw, self._box(rep).well_known("contacts"))

    def move_back(self, rep: str, thing: Thing) -> bool:
        folder = self._folder(rep)
        if folder is None or folder.parent is not self._box(rep).well_known("contacts"):
            return False
        self._move(rep, thing.raw, folder)
        return True

    def _move(self, rep: str, item: Item, folder: Folder) -> None:
        box = self._box(rep)
        with box.lock:
            box.move_item(item, folder)

    def copy(self, rep: str, thing: Thing) -> bool:
        box = self._box(rep)
        with box.lock:
            box.copy_item(thing.raw, thing.raw.folder)
        return True

    def renumber(self, rep: str) -> None:
        for thing in [*self.contacts(rep), *_things(self._box(rep).well_known("calendar").items.values(), by_id=True)]:
            self._move(rep, thing.raw, thing.raw.folder)
        self.expire(rep)

    def expire(self, rep: str) -> None:
        self._box(rep).expire_sync_states()

    # --- the folder ---------------------------------------------------------------------------------------------

    def rename_folder(self, rep: str) -> None:
        folder = self._folder(rep)
        if folder is not None and folder.extended:
            self._call(rep, folder, "Customers" if folder.name == _NAME else _NAME)

    def _call(self, rep: str, folder: Folder, name: str) -> None:
        box = self._box(rep)
        with box.lock:
            folder.name = name
            box.change_folder(folder)

    def delete_folder(self, rep: str) -> None:
        folder, box = self._folder(rep), self._box(rep)
        if folder is not None and folder.extended:
            home = box.well_known("contacts")
            with box.lock:
                box.move_folder(folder, box.well_known("deleteditems") if folder.parent is home else home)

    def mend_folder(self, rep: str) -> None:
        folder, box = self._folder(rep), self._box(rep)
        if folder is None:
            return
        if folder.name != _NAME:
            self._call(rep, folder, _NAME)
        if folder.parent is not box.well_known("contacts"):
            with box.lock:
                box.move_folder(folder, box.well_known("contacts"))


def _things(items: Iterable[Item], *, by_id: bool = False) -> list[Thing]:
    found = list(items)
    return [_thing(item) for item in (found if by_id else sorted(found, key=lambda item: item.number))]


def _thing(item: Item) -> Thing:
    if item.kind == "Contact":
        values = shown(item)
        return Thing(item.id, values.get(WHO, ""), item, values)
    values = item.values
    end = values.get("End")
    return Thing(
        item.id,
        str(values["Subject"]),
        item,
        place=values.get("Location") or None,
        end=end if isinstance(end, datetime) else None,
        all_day=bool(values.get("IsAllDayEvent")),
        hosted=is_own(item),
    )

"""The connector keeps the port's contract against the sandbox org."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from syncline.connectors.salesforce.contact_shape import ContactShape
from syncline.connectors.salesforce.event_shape import EventShape
from syncline.connectors.salesforce.mapping import ACCOUNT_NAME, field_map
from syncline.records.words import Collection
from syncline.sandbox.faults import Fault, FaultKind
from tests.contract.org_contract import OrgContract
from tests.support.sf_connector_world import BOTH, COLLEAGUE, REP, World

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from syncline.connectors.port import Org
    from syncline.planner.policy import ContactPolicy
    from syncline.records.record import Values


class SandboxStage:
    """The sandbox org and its people."""

    def __init__(self, world: World) -> None:
        self._world = world

    def open(self, contacts: ContactPolicy = BOTH, /) -> Org:
        return self._world.open(contacts)

    def put(self, collection: Collection, values: Values, *, owned: bool = True, shared: bool = False) -> str:
        person = self._world.org.as_user(REP if owned else COLLEAGUE)
        record_id = person.create(_NAMES[collection], _body(collection, values))
        if shared:
            self._world.org.share(record_id, REP)
        return record_id

    def change(self, record_id: str, values: Values) -> None:
        names = field_map(Collection.CONTACTS, {}).names
        self._world.org.as_user(REP).update(record_id, {names[label]: value for label, value in values.items()})

    def remove(self, record_id: str) -> None:
        self._world.org.as_user(REP).delete(record_id)

    def account(self, name: str) -> str:
        return self._world.org.as_user(REP).create("Account", {"Name": name})

    def now(self) -> datetime:
        return self._world.clock()

    def wait(self) -> None:
        self._world.clock.advance(timedelta(seconds=10))

    @contextmanager
    def losing_the_answer(self) -> Iterator[None]:
        self._world.connection.reader().org_id()
        self._world.open().read(Collection.CONTACTS, ["003000000000000AAA"])
        self._world.faults.arm(Fault(FaultKind.LOST_AFTER, matches=lambda body, _environ: b'"records"' in body))
        yield
        assert self._world.faults.acted == [FaultKind.LOST_AFTER]


_NAMES = {Collection.CONTACTS: "Contact", Collection.EVENTS: "Event"}


def _body(collection: Collection, values: Values) -> dict[str, object]:
    if collection is Collection.EVENTS:
        return EventShape(field_map(collection, {}), "", "Europe/Berlin").new_body(values)
    body = ContactShape(field_map(collection, {}), "", owned=True).new_body(values)
    body.pop(ACCOUNT_NAME, None)
    return body


class TestSalesforceOrg(OrgContract):
    """Without a socket."""

    @pytest.fixture
    def stage(self) -> SandboxStage:
        return SandboxStage(World())

"""A whole Salesforce org: a WSGI application with its state in memory, and the hands that set it up."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from werkzeug.http import http_date

from syncline.sandbox.clock import Clock, system_clock
from syncline.sandbox.salesforce import recycle, rows, wsgi
from syncline.sandbox.salesforce.acting import Acting
from syncline.sandbox.salesforce.ids import long_id
from syncline.sandbox.salesforce.keys import AppKey, public_pem
from syncline.sandbox.salesforce.person import Person
from syncline.sandbox.salesforce.service import App, Service
from syncline.sandbox.salesforce.setup.admin import Setup
from syncline.sandbox.salesforce.state import Access, OrgState, Permissions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from wsgiref.types import StartResponse, WSGIEnvironment

    from syncline.sandbox.salesforce.sessions import Requests, Sessions
    from syncline.sandbox.salesforce.tables import Capture

ADMINISTRATOR = "System Administrator"
_BASE = "/services/data/v66.0"


class SalesforceOrg:
    """An org to run clients against. Thread safe: one request, or one call of a method here, at a time.

    A new org has one administrator (`admin@example.com`, sees and changes everything) and private sharing of
    accounts, contacts, leads and events.
    """

    def __init__(self, *, clock: Clock = system_clock, seed: int = 0, name: str = "Acme") -> None:
        """`seed` decides the access tokens; ids are counted up and need no chance."""
        self._lock = threading.RLock()
        self._state = OrgState(clock)
        self.id = self._state.make_id("00D")
        self._service = Service(self._state, self.id, Random(seed))  # noqa: S311 - a sandbox's tokens guard nothing
        self._profiles: dict[str, str] = {}
        self._admin = self._first_user()
        self._organization(name)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one HTTP request."""
        with self._lock:
            response = wsgi.answer(self._service, environ)
            response.headers["Date"] = http_date(self._state.clock())
        return response(environ, start_response)

    # --- people and apps ---------------------------------------------------------------------------------------

    def add_user(
        self,
        username: str,
        *,
        email: str | None = None,
        first_name: str | None = None,
        last_name: str = "User",
        profile: str = "Sales User",
        time_zone: str = "Europe/Berlin",
        active: bool = True,
        password: str | None = None,
        security_token: str = "",
        permissions: Permissions | None = None,
    ) -> str:
        """Add a user and answer the id; the e-mail address is the username unless given.

        An integration user gets `Permissions(view_all=True, view_setup=True)`, perhaps with `modify_all=True`.
        """
        with self._lock:
            values = {
                "Username": username,
                "Email": email or username,
                "FirstName": first_name,
                "LastName": last_name,
                "Alias": username[:8],
                "CommunityNickname": username[:40],
                "IsActive": active,
                "TimeZoneSidKey": time_zone,
                "ProfileId": self._profile(profile),
            }
            user_id = self._person(self._admin).create("User", values)
            usual = self._state.profile_permissions.get(profile, Permissions())
            self._state.permissions[user_id] = permissions or usual.copy()
            if password is not None:
                self._service.passwords[user_id] = password + security_token
            return user_id

    def user_id(self, username: str) -> str:
        """Answer a user's id. Raises KeyError for an unknown one."""
        found = self._service.user_named(username)
        if found is None:
            raise KeyError(username)
        return found

    def permissions(self, username: str) -> Permissions:
        """Answer a user's permissions, to be changed in place: API enabled, objects, hidden and read-only fields."""
        return self._state.permissions[self.user_id(username)]

    def as_user(self, username: str) -> Person:
        """Answer a user's hands."""
        return self._person(self.user_id(username))

    @property
    def admin(self) -> Person:
        """The hands of the administrator, who sees and changes everything."""
        return self._person(self._admin)

    def add_app(self, key: AppKey | str, public_key: str = "", *, secret: str | None = None, run_as: str = "") -> None:
        """Register a connected app: an AppKey, or a client id with its public key or certificate in PEM.

        `secret` opens the password flow, `run_as` (a username) the client credentials flow.
        """
        client_id = key.client_id if isinstance(key, AppKey) else key
        pem = key.public_key if isinstance(key, AppKey) else public_key
        with self._lock:
            user_id = self.user_id(run_as) if run_as else None
            self._service.apps[client_id] = App(client_id, public_pem(pem) if pem else None, secret, user_id)

    def accept_audience(self, login_url: str) -> None:
        """Take assertions for one more login address (its own and Salesforce's are always taken)."""
        self._service.audiences.add(login_url.rstrip("/"))

    # --- settings ----------------------------------------------------------------------------------------------

    def share(self, record_id: str, username: str, access: Access = Access.READ) -> None:
        """Share one record with one user by hand; Access.NONE ends it."""
        with self._lock:
            self._state.share(record_id, self.user_id(username), access)

    def set_default(self, sobject: str, access: Access) -> None:
        """Set the org-wide default of an object: NONE is private."""
        self._state.defaults[sobject] = access

    @property
    def setup(self) -> Setup:
        """Setup: fields, record types, picklists, profiles, roles and sharing rules."""
        return Setup(self._state, self._lock, self._put)

    def before_save(self, flow: Callable[[str, dict[str, Any]], dict[str, Any]]) -> None:
        """Let a flow rewrite every record of which it is told (object and row) before it is saved, whoever saves it.

        https://architect.salesforce.com/docs/architect/decision-guides/guide/record-triggered
        """
        self._state.before_save = flow

    @property
    def api_enabled(self) -> bool:
        """Whether the org's edition has the API."""
        return self._service.api_enabled

    @api_enabled.setter
    def api_enabled(self, enabled: bool) -> None:
        self._service.api_enabled = enabled

    @property
    def locked(self) -> bool:
        """Whether the org is locked, closed or suspended: nobody gets in, and those inside are out."""
        return self._service.locked

    @locked.setter
    def locked(self, locked: bool) -> None:
        self._service.locked = locked

    @property
    def newest_version(self) -> int:
        """The newest version of the API that the org's release speaks."""
        return self._service.newest

    @newest_version.setter
    def newest_version(self, number: int) -> None:
        self._service.newest = number

    def capture(self, capture: Capture) -> None:
        """Tell somebody of every transaction from now on: table, id, row before, row after."""
        with self._lock:
            self._state.tables.captors.append(capture)

    @property
    def clock(self) -> Clock:
        """The org's clock."""
        return self._state.clock

    @property
    def requests(self) -> Requests:
        """Counts of API requests and tokens, and the day's limit."""
        return self._service.requests

    @property
    def sessions(self) -> Sessions:
        """The access tokens: revoke_all() ends them, `lifetime` is theirs."""
        return self._service.sessions

    def forget_cursors(self) -> None:
        """Let all query locators expire."""
        with self._lock:
            self._service.cursors.forget()

    @contextmanager
    def late_commits(self, by: timedelta) -> Iterator[None]:
        """Stamp what is written meanwhile as if its transaction had begun earlier and committed only now."""
        self._state.lateness = by
        try:
            yield
        finally:
            self._state.lateness = timedelta()

    # --- looking -----------------------------------------------------------------------------------------------

    def get(self, record_id: str) -> dict[str, Any] | None:
        """Answer all fields of a record as the API shows them, also from the recycle bin; None if it is not there."""
        with self._lock:
            row = self._state.row(long_id(record_id) or "")
            sobject = self._state.schema.of_id(record_id)
            return rows.record(sobject, row, sobject.fields.values(), _BASE) if row and sobject else None

    def count(self, sobject: str, *, deleted: bool = False) -> int:
        """Count live records, or with `deleted` those in the recycle bin."""
        with self._lock:
            return sum(bool(row.get("IsDeleted")) is deleted for row in self._state.tables[sobject].rows.values())

    def purge(self, sobject: str, record_ids: Iterable[str] | None = None) -> int:
        """Empty the recycle bin of one object, wholly or of some records; answer how many went."""
        with self._lock:
            purged = recycle.purge(Acting(self._state, self._admin), self._state.schema.objects[sobject], record_ids)
            self._state.tables.commit()
            return purged

    # --- making ------------------------------------------------------------------------------------------------

    def _person(self, user_id: str) -> Person:
        return Person(Acting(self._state, user_id), self._lock)

    def _profile(self, name: str) -> str:
        if name not in self._profiles:
            self._profiles[name] = self._put("Profile", {"Name": name, "UserType": "Standard"})
        return self._profiles[name]

    def _first_user(self) -> str:
        user_id = self._state.make_id("005")
        self._admin = user_id
        self._state.permissions[user_id] = Permissions(view_all=True, modify_all=True, view_setup=True)
        row = {
            "Username": "admin@example.com",
            "Email": "admin@example.com",
            "LastName": "Administrator",
            "Name": "Administrator",
            "Alias": "admin",
            "CommunityNickname": "admin",
            "IsActive": True,
            "TimeZoneSidKey": "Europe/Berlin",
            "UserType": "Standard",
        }
        self._put("User", row | {"ProfileId": self._profile(ADMINISTRATOR)}, user_id)
        return user_id

    def _organization(self, name: str) -> None:
        row = {
            "Name": name,
            "DefaultLocaleSidKey": "en_US",
            "LanguageLocaleKey": "en_US",
            "TimeZoneSidKey": "Europe/Berlin",
            "OrganizationType": "Enterprise Edition",
            "InstanceName": "EU42",
            "IsSandbox": False,
        }
        self._put("Organization", row, self.id)

    def _put(self, sobject: str, row: dict[str, Any], record_id: str | None = None) -> str:
        made = record_id or self._state.make_id(self._state.schema.objects[sobject].prefix)
        stamp = self._state.stamp()
        audit = {"CreatedById": self._admin, "CreatedDate": stamp, "LastModifiedById": self._admin}
        stamps = {"LastModifiedDate": stamp, "SystemModstamp": stamp}
        self._state.tables.put(sobject, made, {**row, "Id": made, **audit, **stamps})
        self._state.tables.commit()
        return made

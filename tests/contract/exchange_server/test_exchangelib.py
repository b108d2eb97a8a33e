"""exchangelib, unmodified, over a real socket."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from exchangelib import (
    DELEGATE,
    IMPERSONATION,
    Account,
    CalendarItem,
    Configuration,
    Contact,
    Credentials,
    EWSDate,
    EWSDateTime,
    EWSTimeZone,
    ExtendedProperty,
    FileAttachment,
    Message,
    close_connections,
)
from exchangelib.errors import (
    ErrorCorruptData,
    ErrorFolderExists,
    ErrorFolderNotFound,
    ErrorImpersonateUserDenied,
    ErrorInvalidSyncStateData,
    ErrorIrresolvableConflict,
    ErrorItemNotFound,
    ErrorNonExistentMailbox,
    UnauthorizedError,
)
from exchangelib.folders import Contacts
from exchangelib.indexed_properties import EmailAddress, PhoneNumber, PhysicalAddress

from syncline.sandbox.server import SocketServer
from tests.contract.exchange_server.conftest import ANN, SERVICE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from syncline.sandbox.exchange import ExchangeServer, OpenMailbox
    from tests.support.ews_schema import Referee

PASSWORD = "service"
UTC = EWSTimeZone("UTC")
BERLIN = EWSTimeZone("Europe/Berlin")


class Marker(ExtendedProperty):  # type: ignore[misc]
    """A named string property, as a synchronizing program marks its items."""

    property_set_id = "5d8f0b3e-0d5a-4b27-9f63-3f5d2f0f6f10"
    property_name = "SynclineMarker"
    property_type = "String"


class Switch:
    """One socket for all tests here: starting and stopping one costs half a second."""

    application: WSGIApplication

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return self.application(environ, start_response)


@pytest.fixture(scope="module")
def switch() -> Switch:
    return Switch()


@pytest.fixture(scope="module")
def url(switch: Switch) -> Iterator[str]:
    with SocketServer(switch, threads=4) as socket:
        yield f"{socket.url}/EWS/Exchange.asmx"
        close_connections()


@pytest.fixture
def address(referee: Referee, switch: Switch, url: str) -> str:
    switch.application = referee
    return url


def account(
    url: str,
    mailbox: str = ANN,
    *,
    user: str = SERVICE,
    password: str = PASSWORD,
    kind: str = IMPERSONATION,
    auth: str | None = "basic",
) -> Any:
    configuration = Configuration(
        service_endpoint=url, credentials=Credentials(user, password), auth_type=auth, max_connections=2
    )
    return Account(mailbox, config=configuration, autodiscover=False, access_type=kind)


@pytest.fixture
def person(address: str) -> Any:
    return account(address)


@pytest.fixture
def folder(person: Any) -> Any:
    folder = Contacts(parent=person.contacts, name="Salesforce_Sync")
    folder.save()
    return folder


def make(folder: Any, **values: Any) -> Any:
    return Contact(
        folder=folder, **{"display_name": "Ada Byron", "given_name": "Ada", "surname": "Byron"} | values
    ).save()


def event(person: Any, **values: Any) -> Any:
    given = {
        "subject": "Board",
        "start": EWSDateTime(2026, 7, 1, 10, tzinfo=BERLIN),
        "end": EWSDateTime(2026, 7, 1, 11, tzinfo=BERLIN),
    }
    return CalendarItem(folder=person.calendar, **given | values)


def changes(folder: Any) -> list[tuple[str, str]]:
    return [(kind, item.id) for kind, item in folder.sync_items(only_fields=["changekey"])]


class TestSigningIn:
    def test_the_owner_needs_no_impersonation(self, address: str) -> None:
        assert account(address, user=ANN, password="ann", kind=DELEGATE).contacts.total_count == 0

    def test_a_wrong_password(self, address: str) -> None:
        with pytest.raises(UnauthorizedError):
            _ = account(address, password="wrong").contacts

    @pytest.mark.parametrize("user", [SERVICE, "ACME\\svc"])
    @pytest.mark.parametrize("auth", ["NTLM", None])
    def test_by_ntlm(self, address: str, user: str, auth: str | None) -> None:
        """Without a hint exchangelib asks what is offered, and takes NTLM."""
        assert account(address, user=user, auth=auth).contacts.total_count == 0

    @pytest.mark.parametrize("auth", ["NTLM", None])
    def test_a_wrong_password_by_ntlm(self, address: str, auth: str | None) -> None:
        with pytest.raises(UnauthorizedError):
            _ = account(address, password="wrong", auth=auth).contacts

    def test_outside_the_scope(self, server: ExchangeServer, address: str) -> None:
        server.denied.add("bob@acme.example")
        with pytest.raises(ErrorImpersonateUserDenied):
            _ = account(address, "bob@acme.example").contacts

    def test_nobody(self, address: str) -> None:
        with pytest.raises(ErrorNonExistentMailbox):
            _ = account(address, "nobody@acme.example").contacts

    def test_version(self, person: Any) -> None:
        assert person.version.fullname == "Microsoft Exchange Server 2016"


class TestFolders:
    @pytest.mark.usefixtures("folder")
    def test_names_are_unique_whatever_their_case(self, person: Any) -> None:
        with pytest.raises(ErrorFolderExists):
            Contacts(parent=person.contacts, name="salesforce_SYNC").save()

    def test_the_tree_is_walked(self, person: Any, folder: Any) -> None:
        assert person.contacts / "Salesforce_Sync" == folder
        assert person.root.wipe is not None
        assert {"Inbox", "Calendar", "Salesforce_Sync"} <= {one.name for one in person.root.walk()}

    def test_renamed_moved_and_deleted(self, person: Any, folder: Any) -> None:
        folder.name = "Other"
        folder.save()
        assert [one.name for one in person.contacts.children if one.id == folder.id] == ["Other"]
        folder.move(to_folder=person.inbox)
        assert folder.parent_folder_id.id == person.inbox.id
        same = Contacts(root=person.root, _id=folder._id)
        folder.delete()
        with pytest.raises(ErrorFolderNotFound):
            same.refresh()

    def test_the_hierarchy_is_synchronized(self, person: Any) -> None:
        root = person.root.tois
        assert "Contacts" in {one.name for kind, one in root.sync_hierarchy() if kind == "create"}
        made = Contacts(parent=person.contacts, name="New").save()
        assert [(kind, one.id) for kind, one in root.sync_hierarchy()] == [("create", made.id)]
        before = made.id
        made.delete()
        assert [(kind, one.id) for kind, one in root.sync_hierarchy()] == [("delete", before)]


class TestContacts:
    def test_everything_comes_back(self, folder: Any) -> None:
        given: dict[str, Any] = {
            "given_name": "Ada", "middle_name": "King", "surname": "Byron", "generation": "III", "nickname": "AK",
            "company_name": "Engines & Sons", "department": "R <D>", "job_title": "Countess", "manager": "Charles",
            "assistant_name": "Mary", "office": "1", "profession": "Mathematician", "spouse_name": "William",
            "business_homepage": "http://ada.example", "categories": ["Salesforce", "VIP"], "sensitivity": "Private",
            "importance": "High", "initials": "A.K.B.", "birthday": EWSDate(1815, 12, 10),
            "email_addresses": [EmailAddress(label=f"EmailAddress{n}", email=f"a{n}@byron.example") for n in (1, 2, 3)],
            "phone_numbers": [PhoneNumber(label="BusinessPhone", phone_number="+44 20"),
                              PhoneNumber(label="MobilePhone", phone_number="+44 7")],
            "physical_addresses": [PhysicalAddress(label="Business", street="12 St James's Sq\nFloor 2", city="London",
                                                   state="LDN", country="UK", zipcode="SW1")],
        }  # fmt: skip
        item = make(folder, body="First line\nSecond", **given)
        item.refresh()
        for name, value in given.items():
            assert getattr(item, name) == value, name
        assert item.body == "First line\r\nSecond"
        assert item.complete_name.full_name == "Ada Byron"
        assert item.file_as == "Byron, Ada King"

    def test_each_way_of_deleting(self, person: Any, folder: Any, ann: OpenMailbox) -> None:
        trashed, soft, hard = (make(folder) for _ in range(3))
        trashed.move_to_trash()
        soft.soft_delete()
        hard.delete()
        assert [item.folder.distinguished for item in ann.items.values()] == [
            "deleteditems",
            "recoverableitemsdeletions",
        ]
        assert next(iter(person.trash.all())).id not in {trashed.id, soft.id, hard.id}

    def test_moved_items_have_new_ids(self, person: Any, folder: Any) -> None:
        item = make(folder)
        before = item.id
        item.move(to_folder=person.contacts)
        assert item.id != before
        (gone,) = person.fetch([(before, None)])
        assert isinstance(gone, ErrorItemNotFound)

    def test_a_copy_is_another_item(self, person: Any, folder: Any) -> None:
        item = make(folder)
        assert item.copy(to_folder=person.contacts)[0] != item.id

    def test_a_stale_change_key_conflicts(self, person: Any, folder: Any) -> None:
        item = make(folder)
        stale = Contact(account=person, folder=folder, id=item.id, changekey=item.changekey, job_title="Late")
        item.job_title = "Early"
        item.save(update_fields=["job_title"])
        with pytest.raises(ErrorIrresolvableConflict):
            stale.save(update_fields=["job_title"], conflict_resolution="NeverOverwrite")
        stale.save(update_fields=["job_title"], conflict_resolution="AlwaysOverwrite")
        item.refresh()
        assert item.job_title == "Late"

    def test_one_bad_item_does_not_stop_its_batch(self, person: Any, folder: Any) -> None:
        made = person.bulk_create(folder=folder, items=[Contact(display_name=f"C {number}") for number in range(5)])
        person.bulk_delete([(made[3].id, made[3].changekey)])
        seen = list(person.fetch([(one.id, one.changekey) for one in made]))
        assert [isinstance(one, ErrorItemNotFound) for one in seen] == [False, False, False, True, False]

    def test_searching(self, folder: Any) -> None:
        make(folder, company_name="Alpha", categories=["one", "two"])
        make(
            folder, given_name="Bob", company_name="Beta", phone_numbers=[PhoneNumber(label="Pager", phone_number="1")]
        )
        assert [one.given_name for one in folder.filter(company_name__contains="lph")] == ["Ada"]
        assert [one.given_name for one in folder.filter(company_name__gt="alpha")] == ["Bob"]
        assert [one.given_name for one in folder.filter(categories__contains=["two"])] == ["Ada"]
        assert [one.given_name for one in folder.all().order_by("-company_name").only("given_name")] == ["Bob", "Ada"]
        assert folder.filter(company_name__in=["Alpha", "Beta"]).exclude(given_name="Bob").count() == 1
        assert folder.filter(job_title__exists=False).count() == 2

    def test_marked_items_are_found(self, folder: Any) -> None:
        Contact.register("marker", Marker)
        try:
            item = make(folder, marker="a1")
            make(folder, marker="a2")
            assert [one.id for one in folder.filter(marker="a1")] == [item.id]
            item.marker = "a3"
            item.save(update_fields=["marker"])
            assert folder.filter(marker="a1").count() == 0
        finally:
            Contact.deregister("marker")


class TestSynchronization:
    def test_each_kind_of_change(self, person: Any, folder: Any) -> None:
        item, other = make(folder), make(folder)
        assert {("create", item.id), ("create", other.id)} == set(changes(folder))
        assert changes(folder) == []
        item.job_title = "Countess"
        item.save(update_fields=["job_title"])
        gone = other.id
        other.move(to_folder=person.contacts)
        assert set(changes(folder)) == {("update", item.id), ("delete", gone)}

    def test_read_flags(self, person: Any) -> None:
        message = Message(folder=person.inbox, subject="Hello", is_read=False).save()
        changes(person.inbox)
        message.is_read = True
        message.save(update_fields=["is_read"])
        ((kind, (reference, read)),) = person.inbox.sync_items()
        assert (kind, reference.id, read) == ("read_flag_change", message.id, True)

    def test_a_state_outlives_the_connection(self, address: str, folder: Any) -> None:
        changes(folder)
        state = folder.item_sync_state
        item = make(folder)
        again = account(address)
        same = again.contacts / "Salesforce_Sync"
        assert [(kind, one.id) for kind, one in same.sync_items(sync_state=state)] == [("create", item.id)]

    @pytest.mark.parametrize("spoil", ["garbage", "other folder", "expired"])
    def test_a_state_that_does_not_fit(self, person: Any, folder: Any, ann: OpenMailbox, spoil: str) -> None:
        changes(folder)
        changes(person.contacts)
        state = {"garbage": "H4sI", "other folder": person.contacts.item_sync_state}.get(spoil, folder.item_sync_state)
        if spoil == "expired":
            ann.expire_sync_states()
        with pytest.raises(ErrorInvalidSyncStateData):
            list(folder.sync_items(sync_state=state))


class TestCalendar:
    def test_an_event_comes_back(self, person: Any) -> None:
        item = event(person, location="Room 1", legacy_free_busy_status="Tentative", reminder_is_set=True,
                     reminder_minutes_before_start=30, body="Agenda", categories=["Salesforce"]).save()  # fmt: skip
        item.refresh()
        assert (item.start, item.end) == (
            EWSDateTime(2026, 7, 1, 8, tzinfo=UTC),
            EWSDateTime(2026, 7, 1, 9, tzinfo=UTC),
        )
        assert (item._start_timezone, item._end_timezone) == (BERLIN, BERLIN)
        assert (item.type, item.is_meeting, item.my_response_type) == ("Single", False, "Organizer")
        assert item.organizer.email_address == ANN
        assert (item.location, item.legacy_free_busy_status, item.body) == ("Room 1", "Tentative", "Agenda")
        assert item.uid.startswith("040000008200E00074C5B7101A82E008")

    def test_an_all_day_event_is_midnight_to_midnight(self, person: Any, ann: OpenMailbox) -> None:
        item = event(person, start=EWSDate(2026, 7, 1), end=EWSDate(2026, 7, 2), is_all_day=True)
        item._start_timezone = item._end_timezone = BERLIN
        item.save()
        item.refresh()
        assert (item.start, item.end, item.is_all_day) == (EWSDate(2026, 7, 1), EWSDate(2026, 7, 2), True)
        held = ann.items[item.id].values
        assert (held["Start"].isoformat(), held["End"].isoformat()) == (
            "2026-06-30T22:00:00+00:00",
            "2026-07-02T22:00:00+00:00",
        )

    def test_a_view_shows_what_overlaps(self, person: Any) -> None:
        event(person).save()
        later = {"start": EWSDateTime(2026, 8, 1, 10, tzinfo=BERLIN), "end": EWSDateTime(2026, 8, 1, 11, tzinfo=BERLIN)}
        event(person, subject="Later", **later).save()
        view = person.calendar.view(
            EWSDateTime(2026, 7, 1, 10, 30, tzinfo=BERLIN), EWSDateTime(2026, 7, 2, tzinfo=BERLIN)
        )
        assert [one.subject for one in view] == ["Board"]

    def test_who_is_told(self, person: Any, server: ExchangeServer) -> None:
        quiet = event(person, required_attendees=["bob@acme.example"])
        quiet.save(send_meeting_invitations="SendToNone")
        quiet.subject = "Quiet"
        quiet.save(update_fields=["subject"], send_meeting_invitations="SendToNone")
        quiet.delete(send_meeting_cancellations="SendToNone")
        assert server.outbox == []
        loud = event(person, required_attendees=["bob@acme.example"], optional_attendees=["eve@other.example"])
        loud.save(send_meeting_invitations="SendToAllAndSaveCopy")
        loud.subject = "Loud"
        loud.save(update_fields=["subject"], send_meeting_invitations="SendToAllAndSaveCopy")
        loud.delete(send_meeting_cancellations="SendToAllAndSaveCopy")
        assert [(mail.kind, mail.to, mail.operation) for mail in server.outbox] == [
            ("invitation", ("bob@acme.example", "eve@other.example"), "CreateItem"),
            ("update", ("bob@acme.example", "eve@other.example"), "UpdateItem"),
            ("cancellation", ("bob@acme.example", "eve@other.example"), "DeleteItem"),
        ]

    def test_messages_are_sent(self, person: Any, server: ExchangeServer) -> None:
        Message(account=person, subject="Hello", to_recipients=["bob@acme.example"]).send()
        assert [(mail.kind, mail.to, mail.subject) for mail in server.outbox] == [
            ("message", ("bob@acme.example",), "Hello")
        ]


class TestAttachments:
    def test_a_picture_comes_and_goes(self, person: Any, folder: Any) -> None:
        item = make(folder)
        before = item.changekey
        item.attach(FileAttachment(name="ContactPicture.jpg", content=b"\xff\xd8\xff", is_contact_photo=True))
        assert item.changekey != before
        (seen,) = person.fetch([(item.id, None)])
        assert (seen.has_picture, seen.has_attachments, seen.attachments[0].content) == (True, True, b"\xff\xd8\xff")
        seen.detach(seen.attachments[0])
        assert folder.get(display_name="Ada Byron").has_picture is False

    def test_an_exported_item_is_uploaded_with_all_it_had(self, person: Any, folder: Any, ann: OpenMailbox) -> None:
        item = make(folder, categories=["Friends"])
        item.attach(FileAttachment(name="ContactPicture.jpg", content=b"\xff\xd8\xff", is_contact_photo=True))
        stream, missing = person.export([item, (item.id.replace("A", "B", 1), None)])
        assert not isinstance(missing, str)
        item.delete()
        ((made_id, key),) = person.upload([(folder, stream)])
        (seen,) = person.fetch([(made_id, key)])
        assert (seen.display_name, seen.categories) == ("Ada Byron", ["Friends"])
        assert [one.content for one in seen.attachments] == [b"\xff\xd8\xff"]
        (refused,) = person.upload([(folder, "AAAA")])
        assert isinstance(refused, ErrorCorruptData)
        assert len(ann.items) == 1

    def test_a_draft_is_sent(self, person: Any, server: ExchangeServer) -> None:
        draft = Message(
            account=person, folder=person.drafts, subject="Later", to_recipients=["bob@acme.example"]
        ).save()
        assert server.outbox == []
        draft.send()
        assert [mail.operation for mail in server.outbox] == ["SendItem"]
        assert [one.subject for one in person.sent.all()] == ["Later"]

    def test_a_folder_is_emptied(self, person: Any, folder: Any) -> None:
        make(folder)
        folder.empty(delete_type="MoveToDeletedItems")
        assert (folder.all().count(), person.trash.all().count()) == (0, 1)

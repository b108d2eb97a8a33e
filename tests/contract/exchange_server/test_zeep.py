"""zeep drives every operation off Microsoft's WSDL: an answer off the schema would not parse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import pytest
import requests
import zeep

from syncline.sandbox.inprocess import InProcessAdapter
from tests.contract.exchange_server.conftest import ANN
from tests.support.ews_raw import PATH, TYPES
from tests.support.ews_schema import SCHEMAS, Referee

if TYPE_CHECKING:
    from pathlib import Path

    from syncline.sandbox.exchange import ExchangeServer, OpenMailbox

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:zeep.*")

URL = "http://exchange.example"
WSDL = "http://schemas.xmlsoap.org/wsdl/"
SERVICE_ELEMENT = f"""<wsdl:service xmlns:wsdl="{WSDL}" name="ExchangeService"><wsdl:port name="ExchangePort"
binding="tns:ExchangeServiceBinding"><soap:address xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
location="{URL}{PATH}"/></wsdl:port></wsdl:service>"""


@pytest.fixture(scope="module")
def wsdl(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The WSDL with an address in it; it comes without one."""
    if not SCHEMAS.exists():
        pytest.skip("the referees' schemas are not downloaded (make setup)")
    folder = tmp_path_factory.mktemp("wsdl")
    for schema in SCHEMAS.glob("*.xsd"):
        (folder / schema.name).write_bytes(schema.read_bytes())
    text = (SCHEMAS / "Services.wsdl").read_text()
    (folder / "Services.wsdl").write_text(text.replace("</wsdl:definitions>", f"{SERVICE_ELEMENT}</wsdl:definitions>"))
    return folder / "Services.wsdl"


class PathNames(zeep.Plugin):  # type: ignore[misc]
    """zeep writes members of a substitution group as the abstract element with xsi:type; EWS wants their own names."""

    NAMES: ClassVar = {"PathToUnindexedFieldType": "FieldURI", "PathToIndexedFieldType": "IndexedFieldURI"}

    def egress(self, envelope: Any, http_headers: Any, *_rest: Any) -> Any:
        for path in envelope.iter(f"{{{TYPES}}}Path"):
            kind = path.attrib.pop("{http://www.w3.org/2001/XMLSchema-instance}type")
            path.tag = f"{{{TYPES}}}{self.NAMES[kind.rpartition(':')[2]]}"
        return envelope, http_headers


@pytest.fixture(scope="module")
def session() -> requests.Session:
    return requests.Session()


@pytest.fixture(scope="module")
def client(wsdl: Path, session: requests.Session) -> zeep.Client:
    transport = zeep.Transport(session=session)
    settings = zeep.Settings(forbid_entities=False, strict=True)
    return zeep.Client(str(wsdl), transport=transport, settings=settings, plugins=[PathNames()])


@pytest.fixture
def ews(client: zeep.Client, session: requests.Session, referee: Referee) -> Any:
    session.mount(URL, InProcessAdapter(referee))
    session.auth = ("svc@acme.example", "service")
    sid = {"ConnectingSID": {"PrimarySmtpAddress": ANN}}
    client.set_default_soapheaders(
        [
            client.get_element(f"{{{TYPES}}}RequestServerVersion")(Version="Exchange2013"),
            client.get_element(f"{{{TYPES}}}ExchangeImpersonation")(**sid),
        ]
    )
    return client.service


def only(answer: Any) -> Any:
    """The single response message of an answer, which must tell success."""
    (choice,) = answer.body.ResponseMessages["_value_1"]
    (message,) = choice.values()
    assert (message.ResponseClass, message.ResponseCode) == ("Success", "NoError")
    return message


def first(holder: Any) -> Any:
    """The single element of a choice that may hold many."""
    (choice,) = holder["_value_1"]
    (found,) = [value for value in choice.values() if value is not None]
    return found


def named(name: str) -> dict[str, Any]:
    return {"_value_1": [{"DistinguishedFolderId": {"Id": name}}]}


def ids(*items: Any) -> dict[str, Any]:
    return {"_value_1": [{"ItemId": {"Id": item.ItemId.Id, "ChangeKey": item.ItemId.ChangeKey}} for item in items]}


CONTACTS = {"DistinguishedFolderId": {"Id": "contacts"}}
ALL = {"BaseShape": "AllProperties"}


def contact(**values: Any) -> dict[str, Any]:
    return {"_value_1": [{"Contact": {"GivenName": "Ada", "Surname": "Byron", **values}}]}


def create(ews: Any, **values: Any) -> Any:
    return first(only(ews.CreateItem(SavedItemFolderId=CONTACTS, Items=contact(**values))).Items)


def get(ews: Any, item: Any) -> Any:
    return first(only(ews.GetItem(ItemShape=ALL, ItemIds=ids(item))).Items)


def path(client: zeep.Client, uri: str, index: str = "") -> Any:
    """A property path as zeep wants it."""
    kind = "PathToIndexedFieldType" if index else "PathToUnindexedFieldType"
    given = {"FieldURI": uri, "FieldIndex": index} if index else {"FieldURI": uri}
    return client.get_type(f"{{{TYPES}}}{kind}")(**given)


def test_get_folder(ews: Any) -> None:
    folder = first(only(ews.GetFolder(FolderShape=ALL, FolderIds=named("contacts"))).Folders)
    assert (folder.DisplayName, folder.FolderClass, folder.TotalCount) == ("Contacts", "IPF.Contact", 0)


def test_folders_are_made_renamed_moved_found_synchronized_and_deleted(ews: Any, client: zeep.Client) -> None:
    new = {"_value_1": [{"ContactsFolder": {"DisplayName": "Salesforce_Sync"}}]}
    folder = first(only(ews.CreateFolder(ParentFolderId=CONTACTS, Folders=new)).Folders)
    reference = {"Id": folder.FolderId.Id, "ChangeKey": folder.FolderId.ChangeKey}
    rename = {
        "FolderId": reference,
        "Updates": {
            "_value_1": [
                {
                    "SetFolderField": {
                        "Path": path(client, "folder:DisplayName"),
                        "ContactsFolder": {"DisplayName": "Renamed"},
                    }
                }
            ]
        },
    }
    only(ews.UpdateFolder(FolderChanges={"FolderChange": [rename]}))
    target = {"DistinguishedFolderId": {"Id": "msgfolderroot"}}
    only(ews.MoveFolder(ToFolderId=target, FolderIds={"_value_1": [{"FolderId": reference}]}))
    found = only(
        ews.FindFolder(FolderShape=ALL, ParentFolderIds=named("msgfolderroot"), Traversal="Shallow")
    ).RootFolder
    names = {next(iter(choice.values())).DisplayName for choice in found.Folders["_value_1"]}
    assert {"Renamed", "Contacts", "Calendar", "Deleted Items"} <= names
    state = only(ews.SyncFolderHierarchy(FolderShape=ALL)).SyncState
    only(ews.DeleteFolder(FolderIds={"_value_1": [{"FolderId": reference}]}, DeleteType="HardDelete"))
    changes = only(ews.SyncFolderHierarchy(FolderShape=ALL, SyncState=state)).Changes["_value_1"]
    assert [choice["Delete"].FolderId.Id for choice in changes] == [reference["Id"]]


def test_a_contact_lives(ews: Any, client: zeep.Client) -> None:
    made = create(
        ews,
        Body={"BodyType": "Text", "_value_1": "Notes"},
        Categories={"String": ["One", "Two"]},
        EmailAddresses={"Entry": [{"Key": "EmailAddress1", "_value_1": "ada@byron.example"}]},
        PhoneNumbers={"Entry": [{"Key": "MobilePhone", "_value_1": "+44 1"}]},
        PhysicalAddresses={"Entry": [{"Key": "Business", "Street": "1 St James's Sq", "City": "London"}]},
        Birthday="1815-12-10T00:00:00Z",
    )
    seen = get(ews, made)
    assert (seen.DisplayName, seen.FileAs, seen.Subject) == ("Ada Byron", "Byron, Ada", "Ada Byron")
    assert seen.EmailAddresses.Entry[0]["_value_1"] == "ada@byron.example"
    assert (seen.CompleteName.FirstName, seen.Body["_value_1"]) == ("Ada", "Notes")
    change = {
        "ItemId": {"Id": made.ItemId.Id, "ChangeKey": made.ItemId.ChangeKey},
        "Updates": {
            "_value_1": [
                {
                    "SetItemField": {
                        "Path": path(client, "contacts:PhoneNumber", "MobilePhone"),
                        "Contact": {"PhoneNumbers": {"Entry": [{"Key": "MobilePhone", "_value_1": "+44 2"}]}},
                    }
                },
                {"DeleteItemField": {"Path": path(client, "contacts:Birthday")}},
            ]
        },
    }
    changed = first(
        only(ews.UpdateItem(ItemChanges={"ItemChange": [change]}, ConflictResolution="NeverOverwrite")).Items
    )
    assert changed.ItemId.Id == made.ItemId.Id
    assert changed.ItemId.ChangeKey != made.ItemId.ChangeKey
    seen = get(ews, changed)
    assert (seen.PhoneNumbers.Entry[0]["_value_1"], seen.Birthday) == ("+44 2", None)


def test_items_are_copied_moved_found_and_deleted(ews: Any) -> None:
    made = create(ews)
    drafts = {"DistinguishedFolderId": {"Id": "deleteditems"}}
    copy = first(only(ews.CopyItem(ToFolderId=CONTACTS, ItemIds=ids(made))).Items)
    moved = first(only(ews.MoveItem(ToFolderId=drafts, ItemIds=ids(made))).Items)
    assert len({made.ItemId.Id, copy.ItemId.Id, moved.ItemId.Id}) == 3
    view = {"MaxEntriesReturned": 1, "Offset": 0, "BasePoint": "Beginning"}
    page = only(
        ews.FindItem(
            ItemShape={"BaseShape": "Default"},
            IndexedPageItemView=view,
            ParentFolderIds=named("contacts"),
            Traversal="Shallow",
        )
    ).RootFolder
    assert (page.TotalItemsInView, page.IncludesLastItemInRange) == (1, True)
    only(ews.DeleteItem(ItemIds=ids(copy), DeleteType="SoftDelete"))
    kept = only(
        ews.FindItem(ItemShape=ALL, ParentFolderIds=named("recoverableitemsdeletions"), Traversal="Shallow")
    ).RootFolder
    assert kept.TotalItemsInView == 1


def test_items_are_synchronized(ews: Any) -> None:
    made = create(ews)
    answer = only(ews.SyncFolderItems(ItemShape={"BaseShape": "IdOnly"}, SyncFolderId=CONTACTS, MaxChangesReturned=512))
    assert answer.IncludesLastItemInRange is True
    (change,) = answer.Changes["_value_1"]
    assert change["Create"].Contact.ItemId.Id == made.ItemId.Id


def test_a_calendar_item_lives(ews: Any) -> None:
    event = {
        "Subject": "Board",
        "Start": "2026-07-01T10:00:00+02:00",
        "End": "2026-07-01T11:00:00+02:00",
        "RequiredAttendees": {"Attendee": [{"Mailbox": {"EmailAddress": "bob@acme.example"}}]},
        "Recurrence": {
            "WeeklyRecurrence": {"Interval": 1, "DaysOfWeek": ["Wednesday"]},
            "NumberedRecurrence": {"StartDate": "2026-07-01", "NumberOfOccurrences": 5},
        },
    }
    items = {"_value_1": [{"CalendarItem": event}]}
    made = first(only(ews.CreateItem(Items=items, SendMeetingInvitations="SendToNone")).Items)
    seen = get(ews, made)
    assert (seen.CalendarItemType, seen.StartTimeZone.Id) == ("RecurringMaster", "UTC")
    assert seen.Start.isoformat() == "2026-07-01T08:00:00+00:00"
    assert seen.Recurrence.WeeklyRecurrence.DaysOfWeek == ["Wednesday"]
    only(ews.DeleteItem(ItemIds=ids(made), DeleteType="HardDelete", SendMeetingCancellations="SendToNone"))


def test_time_zones(ews: Any) -> None:
    """Without their rules: those are a substitution group, which zeep cannot read."""
    answer = only(ews.GetServerTimeZones(ReturnFullTimeZoneData=False))
    zones = {choice["TimeZoneDefinition"].Id for choice in answer.TimeZoneDefinitions["_value_1"]}
    assert {"UTC", "W. Europe Standard Time", "India Standard Time"} <= zones


def test_names_are_resolved(ews: Any) -> None:
    answer = only(ews.ResolveNames(UnresolvedEntry="ann", ReturnFullContactData=False))
    (resolution,) = answer.ResolutionSet.Resolution
    assert resolution.Mailbox.EmailAddress == ANN


def test_a_name_of_the_directory_is_resolved(ews: Any, ann: OpenMailbox) -> None:
    answer = only(ews.ResolveNames(UnresolvedEntry=ann.legacy_dn, ReturnFullContactData=False))
    (resolution,) = answer.ResolutionSet.Resolution
    assert resolution.Mailbox.EmailAddress == ANN


def test_a_subscription_begins_and_ends(ews: Any, server: ExchangeServer) -> None:
    kinds = {"_value_1": [{"EventType": "CreatedEvent"}, {"EventType": "DeletedEvent"}]}
    wanted = {"FolderIds": named("calendar"), "EventTypes": kinds}
    made = only(ews.Subscribe(StreamingSubscriptionRequest=wanted))
    assert len(server.subscriptions) == 1
    only(ews.Unsubscribe(SubscriptionId=made.SubscriptionId))
    assert len(server.subscriptions) == 0
